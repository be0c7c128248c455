from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0004_teams'),
    ]

    operations = [
        migrations.AddField(
            model_name='agent',
            name='digest',
            field=models.CharField(choices=[('off', 'off'), ('hourly', 'hourly'), ('daily', 'daily')], db_default='off', default='off', max_length=6),
        ),
        migrations.AddField(
            model_name='agent',
            name='digest_hour',
            field=models.PositiveSmallIntegerField(db_default=8, default=8),
        ),
    ]
