# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.db.models.deletion
import django.db.models.functions.text
import threering.kernel.ids
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import RunSQL

from threering.kernel.schema import AllAtOnce, addressable_by_client, same_client

ADDRESSABLE = (
    "customers_customer",
    "customers_customernote",
)
WALLS = (
    ("customers_customer", "key_id", "ledger_key"),
    ("customers_handle", "customer_id", "customers_customer"),
    ("customers_customer", "merged_into_id", "customers_customer"),
    ("customers_customernote", "customer_id", "customers_customer"),
    ("customers_notewording", "note_id", "customers_customernote"),
    ("customers_erasure", "customer_id", "customers_customer"),
    ("customers_consent", "customer_id", "customers_customer"),
    ("customers_consent", "brand_id", "organisation_brand"),
)
# Nothing is changed, and only what erased customers said is removed.
APPEND_ONLY = """
create function customers_consent_is_said() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from customers_customer where id = old.customer_id and erased_at is not null
  ) then return old; end if;
  raise exception 'what customers agreed to or refused is only ever added to';
end $$;
create trigger append_only before update or delete on customers_consent
  for each row execute function customers_consent_is_said();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_same_client"),
        ("customers", "0003_unreachable"),
        ("customers", "0004_threads"),
        ("customers", "0005_notes"),
        ("customers", "0006_erasures"),
        ("customers", "0007_consents"),
    ]

    dependencies = [
        ('ledger', '0001_beginning'),
        ('organisation', '0002_beginning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Customer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('language', models.CharField(blank=True, default='', max_length=10)),
                        ('hue', models.PositiveSmallIntegerField(default=0)),
                        ('since', models.DateTimeField()),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='ledger.key')),
                        ('troubled', models.BooleanField(default=False)),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='customers.customer')),
                        ('merged_at', models.DateTimeField(null=True)),
                        ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('erased_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(models.F('client'), django.db.models.functions.text.Lower('name'), name='customer_by_name')],
                    },
                ),
                migrations.CreateModel(
                    name='Handle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('value', models.CharField(max_length=320)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handles', to='customers.customer')),
                        ('complained_at', models.DateTimeField(null=True)),
                        ('unreachable_at', models.DateTimeField(null=True)),
                        ('unreachable_why', models.CharField(blank=True, default='', max_length=500)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['client', 'value'], name='handle_beginning', opclasses=['int8_ops', 'varchar_pattern_ops'])],
                        'constraints': [models.UniqueConstraint(fields=('client', 'kind', 'value'), name='handle_once_a_client')],
                    },
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
                migrations.CreateModel(
                    name='Erasure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('taken_back_at', models.DateTimeField(null=True)),
                        ('messages_seen', models.BigIntegerField(default=0)),
                        ('arrivals_seen', models.BigIntegerField(default=0)),
                        ('moved_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='customers.customer')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('done_at', None), ('taken_back_at', None)), fields=['due_at'], name='erasure_waiting')],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('done_at', None), ('taken_back_at', None)), fields=('customer',), name='one_erasure_at_a_time'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('said', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('purpose', models.CharField(choices=[('acknowledgement', 'acknowledgement'), ('survey', 'survey'), ('offer', 'offer')], max_length=20)),
                        ('agreed', models.BooleanField()),
                        ('how', models.CharField(choices=[('agent', 'agent'), ('ticket', 'ticket'), ('link', 'link'), ('complaint', 'complaint')], max_length=10)),
                        ('ticket', models.BigIntegerField(null=True)),
                        ('at', models.DateTimeField()),
                        ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.brand')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='customers.customer')),
                        ('takes_back', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='customers.consent')),
                    ],
                ),
            ],
        ),
        *(addressable_by_client(table) for table in ADDRESSABLE),
        *(same_client(*wall) for wall in WALLS),
        RunSQL(APPEND_ONLY),
    ]
