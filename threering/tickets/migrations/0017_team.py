import django.db.models.deletion
from django.db import migrations, models

from threering.kernel.schema import same_client


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_teams"),
        ("tickets", "0016_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="team",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="organisation.team"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(condition=models.Q(("team__isnull", False)), fields=["team", "status", "-last_at"], name="ticket_of_team"),
        ),
        same_client("tickets_ticket", "team_id", "organisation_team"),
    ]
