import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from threering.kernel.schema import same_client


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0003_reading'),
        ('tickets', '0019_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='mentions',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=460)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='tickets.message')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('message', 'agent'), name='mentioned_once'),
                    models.UniqueConstraint(fields=('message', 'label'), name='a_label_means_one'),
                ],
            },
        ),
        same_client("tickets_mention", "message_id", "tickets_message"),
    ]
