import django.contrib.postgres.functions
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_facts_report_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='fact',
            field=models.CharField(db_default=django.db.models.functions.comparison.Cast(django.contrib.postgres.functions.RandomUUID(), models.CharField()), max_length=120),
        ),
        migrations.AddField(
            model_name='notice',
            name='mailed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('agent', 'kind', 'fact'), name='told_once'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('agent'), models.OrderBy(models.F('at'), descending=True), name='notice_by_time'),
        ),
    ]
