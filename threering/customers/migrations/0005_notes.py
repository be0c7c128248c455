import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import threering.kernel.ids
from threering.kernel.schema import addressable_by_client, same_client


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0004_threads'),
        ('organisation', '0003_reading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='merged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='customer',
            name='merged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(models.F('client'), django.db.models.functions.text.Lower('name'), name='customer_by_name'),
        ),
        migrations.AddIndex(
            model_name='handle',
            index=models.Index(fields=['client', 'value'], name='handle_beginning', opclasses=['int8_ops', 'varchar_pattern_ops']),
        ),
        migrations.CreateModel(
            name='CustomerNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                ('key', models.UUIDField()),
                ('pinned', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='customers.customer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='note_typed_once')],
            },
        ),
        migrations.CreateModel(
            name='NoteWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='customers.customernote')),
            ],
        ),
        addressable_by_client("customers_customernote"),
        same_client("customers_customernote", "customer_id", "customers_customer"),
        same_client("customers_notewording", "note_id", "customers_customernote"),
    ]
