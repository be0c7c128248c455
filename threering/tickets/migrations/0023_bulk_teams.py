from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0022_recipients")]

    operations = [
        migrations.AlterField(
            model_name="bulk",
            name="what",
            field=models.CharField(choices=[("assign", "assign"), ("team", "team"), ("status", "status"), ("priority", "priority"), ("reason", "reason"), ("tag", "tag"), ("untag", "untag"), ("snooze", "snooze")], max_length=10),
        ),
    ]
