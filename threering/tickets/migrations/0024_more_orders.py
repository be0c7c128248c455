from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0023_bulk_teams")]

    operations = [
        migrations.AlterField(
            model_name="savedview",
            name="order",
            field=models.CharField(choices=[("latest", "latest"), ("oldest", "oldest"), ("waiting", "waiting"), ("urgent", "urgent"), ("newest", "newest"), ("first", "first"), ("waking", "waking")], max_length=10),
        ),
    ]
