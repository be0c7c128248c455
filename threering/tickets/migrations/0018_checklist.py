import django.db.models.deletion
import threering.kernel.ids
from django.conf import settings
from django.db import migrations, models

from threering.kernel.schema import same_client


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_teams"),
        ("tickets", "0017_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                ("text", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField()),
                ("done_at", models.DateTimeField(null=True)),
                ("taken_off_at", models.DateTimeField(null=True)),
                ("client", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="organisation.client")),
                ("done_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("ticket", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="tickets.ticket")),
            ],
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["ticket", "position"], name="step_of_ticket"),
        ),
        same_client("tickets_step", "ticket_id", "tickets_ticket"),
    ]
