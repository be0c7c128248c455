import django.db.models.deletion
from django.db import migrations, models

from threering.kernel.schema import same_client


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_teams"),
        ("tickets", "0020_mentions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("client", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="organisation.client")),
                ("one", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket")),
            ],
            options={
                "indexes": [models.Index(fields=["other"], name="relation_back")],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="related_once"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="related_to_another"),
                ],
            },
        ),
        same_client("tickets_relation", "one_id", "tickets_ticket"),
        same_client("tickets_relation", "other_id", "tickets_ticket"),
    ]
