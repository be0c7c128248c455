import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from threering.kernel.schema import same_client


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
            name='digest',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='ledger.delivery'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('agent', 'kind', 'fact'), name='told_once'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('agent'), models.OrderBy(models.F('at'), descending=True), name='notice_by_time'),
        ),
        same_client("ledger_notice", "digest_id", "ledger_delivery"),
    ]
