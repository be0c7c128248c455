from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0021_relations"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="to",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="draft",
            name="cc",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="draft",
            name="forwards",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("customer", "Customer"),
                    ("agent", "Agent"),
                    ("note", "Note"),
                    ("forward", "Forward"),
                ],
                max_length=10,
            ),
        ),
    ]
