import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from threering.kernel.schema import same_client


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0001_saved_replies"),
        ("organisation", "0004_teams"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedreply",
            name="team",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="saved_replies", to="organisation.team"),
        ),
        migrations.RemoveConstraint(model_name="savedreply", name="saved_reply_name_once"),
        migrations.RemoveConstraint(model_name="savedreply", name="saved_reply_shortcut_once"),
        migrations.AddConstraint(
            model_name="savedreply",
            constraint=models.UniqueConstraint(models.F("client"), models.F("brand"), models.F("team"), django.db.models.functions.text.Lower("name"), condition=models.Q(("archived_at", None)), name="saved_reply_name_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="savedreply",
            constraint=models.UniqueConstraint(models.F("client"), models.F("brand"), models.F("team"), django.db.models.functions.text.Lower("shortcut"), condition=models.Q(("archived_at", None), models.Q(("shortcut", ""), _negated=True)), name="saved_reply_shortcut_once", nulls_distinct=False),
        ),
        same_client("knowledge_savedreply", "team_id", "organisation_team"),
    ]
