import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import threering.kernel.ids
from threering.kernel.schema import addressable_by_client


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_reading")]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("client", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="organisation.client")),
                ("members", models.ManyToManyField(related_name="teams", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(models.F("client"), django.db.models.functions.text.Lower("name"), name="team_name_once"),
        ),
        addressable_by_client("organisation_team"),
    ]
