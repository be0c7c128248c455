# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.comparison
import threering.kernel.ids
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import RunSQL

from threering.kernel.schema import AllAtOnce, addressable_by_client, same_client
from threering.kernel.time import now

ADDRESSABLE = (
    "ledger_key",
    "ledger_blob",
    "ledger_arrival",
    "ledger_delivery",
)
WALLS = (
    ("ledger_blob", "key_id", "ledger_key"),
    ("ledger_arrival", "brand_id", "organisation_brand"),
    ("ledger_arrival", "raw_id", "ledger_blob"),
    ("ledger_arrival", "duplicate_of_id", "ledger_arrival"),
    ("ledger_arrival", "delivery_id", "ledger_delivery"),
    ("ledger_delivery", "brand_id", "organisation_brand"),
    ("ledger_delivery", "raw_id", "ledger_blob"),
    ("ledger_notice", "digest_id", "ledger_delivery"),
)
# Append-only, one table a month from the first day, no foreign keys.
EVENTS = """
create sequence ledger_event_id_seq;
create table ledger_event (
  id bigint not null default nextval('ledger_event_id_seq'),
  uuid uuid not null,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  tx xid8 not null default pg_current_xact_id(),
  client_id bigint not null,
  brand_id bigint,
  kind varchar(40) not null,
  version smallint not null,
  actor_kind varchar(10) not null,
  actor_id bigint,
  cause uuid,
  ticket_id bigint,
  contact_id bigint,
  customer_id bigint,
  order_id bigint,
  data jsonb not null,
  primary key (recorded_at, id)
) partition by range (recorded_at);
alter sequence ledger_event_id_seq owned by ledger_event.id;
create index ledger_event_tx on ledger_event (tx, id);
create index ledger_event_ticket on ledger_event (ticket_id, at) where ticket_id is not null;
create index ledger_event_at on ledger_event (client_id, at);
create table ledger_event_rest partition of ledger_event default;
create function ledger_event_is_a_fact() returns trigger language plpgsql as $$
begin raise exception 'events are facts: they are corrected by new events'; end $$;
create trigger append_only before update or delete on ledger_event
  for each row execute function ledger_event_is_a_fact();
"""


def first_partitions(apps: object, schema_editor: object) -> None:
    from threering.ledger.events import ensure_partitions

    ensure_partitions(now())


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0002_event_partitions"),
        ("ledger", "0003_same_client"),
        ("ledger", "0004_claim_arrivals_by_session"),
        ("ledger", "0006_outgoing"),
        ("ledger", "0007_facts_report_key"),
        ("ledger", "0009_notices"),
        ("ledger", "0010_push"),
    ]

    dependencies = [
        ('organisation', '0002_beginning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('pk', models.CompositePrimaryKey('recorded_at', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7)),
                        ('at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('client_id', models.BigIntegerField()),
                        ('brand_id', models.BigIntegerField(null=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('actor_kind', models.CharField(max_length=10)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('cause', models.UUIDField(null=True)),
                        ('ticket_id', models.BigIntegerField(null=True)),
                        ('contact_id', models.BigIntegerField(null=True)),
                        ('customer_id', models.BigIntegerField(null=True)),
                        ('order_id', models.BigIntegerField(null=True)),
                        ('data', models.JSONField(default=dict)),
                    ],
                    options={
                        'db_table': 'ledger_event',
                        'managed': False,
                    },
                ),
                migrations.CreateModel(
                    name='Blob',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('sha256', models.BinaryField(max_length=32)),
                        ('size', models.BigIntegerField()),
                        ('wrapped', models.BinaryField()),
                        ('data', models.BinaryField(null=True)),
                        ('stored_at', models.DateTimeField(auto_now_add=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('key', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='ledger.key')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['key', 'sha256'], name='blob_same')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('story', models.CharField(max_length=60)),
                        ('data', models.JSONField(default=dict)),
                        ('cause', models.UUIDField(null=True)),
                        ('decided_at', models.DateTimeField()),
                        ('carried_out_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('kind', models.CharField(max_length=20)),
                        ('external_id', models.CharField(max_length=400)),
                        ('sender', models.CharField(max_length=320)),
                        ('recipients', models.JSONField(default=list)),
                        ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('uncertain', 'Uncertain'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('claimed_by', models.CharField(blank=True, default='', max_length=60)),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('handed_over_at', models.DateTimeField(null=True)),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('reason', models.TextField(blank=True, default='')),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('raw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.blob')),
                        ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('before', models.JSONField(null=True)),
                        ('inbox_id', models.BigIntegerField(null=True)),
                        ('provider_id', models.CharField(blank=True, default='', max_length=200)),
                    ],
                    options={
                        'indexes': [
                            models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='delivery_queued'),
                            models.Index(condition=models.Q(('state', 'sending')), fields=['claimed_at'], name='delivery_sending'),
                            models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['provider_id'], name='delivery_at_provider'),
                        ],
                        'constraints': [models.UniqueConstraint(fields=('client', 'external_id'), name='delivery_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Arrival',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('source', models.CharField(max_length=100)),
                        ('external_key', models.CharField(max_length=200)),
                        ('kind', models.CharField(max_length=20)),
                        ('envelope', models.JSONField(default=dict)),
                        ('size', models.BigIntegerField()),
                        ('received_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('outcome', models.CharField(choices=[('message', 'Message'), ('report', 'Report'), ('record update', 'Record'), ('duplicate', 'Duplicate'), ('quarantined', 'Quarantined'), ('rejected', 'Rejected')], max_length=20, null=True)),
                        ('outcome_at', models.DateTimeField(null=True)),
                        ('reason', models.TextField(blank=True, default='')),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('duplicate_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='ledger.arrival')),
                        ('raw', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.blob')),
                        ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='ledger.delivery')),
                        ('claimed_by', models.CharField(blank=True, default='', max_length=60)),
                        ('report_key', models.CharField(blank=True, default='', max_length=64)),
                    ],
                    options={
                        'indexes': [
                            models.Index(condition=models.Q(('outcome', None)), fields=['id'], name='arrival_waiting'),
                            models.Index(fields=['client', '-received_at'], name='arrival_by_time'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('source', 'external_key'), name='arrival_once'),
                            models.CheckConstraint(condition=models.Q(('outcome', None), ('outcome_at__isnull', False), _connector='XOR'), name='arrival_outcome_has_time'),
                            models.CheckConstraint(condition=models.Q(models.Q(('duplicate_of__isnull', False), ('outcome', 'duplicate')), models.Q(('duplicate_of', None), ('outcome', None)), models.Q(models.Q(('outcome', 'duplicate'), _negated=True), ('duplicate_of', None)), _connector='OR'), name='arrival_duplicate_names_its_first'),
                            models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'report'), _negated=True), ('delivery__isnull', False), ('outcome', None), _connector='OR'), name='arrival_report_names_its_delivery'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Key',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wrapped', models.BinaryField(null=True)),
                        ('destroyed_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('wrapped', None), ('destroyed_at', None), _connector='XOR'), name='key_is_kept_or_destroyed'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('data', models.JSONField(default=dict)),
                        ('ticket_id', models.BigIntegerField(null=True)),
                        ('at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(null=True)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('fact', models.CharField(db_default=django.db.models.functions.comparison.Cast(django.contrib.postgres.functions.RandomUUID(), models.CharField()), max_length=120)),
                        ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='ledger.delivery')),
                    ],
                    options={
                        'indexes': [
                            models.Index(models.F('agent'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('read_at', None)), name='notice_unread'),
                            models.Index(models.F('agent'), models.OrderBy(models.F('at'), descending=True), name='notice_by_time'),
                        ],
                        'constraints': [models.UniqueConstraint(fields=('agent', 'kind', 'fact'), name='told_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PushKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('private', models.BinaryField()),
                        ('public', models.CharField(max_length=100)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='push_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PushSubscription',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('endpoint', models.TextField(unique=True)),
                        ('secret', models.BinaryField()),
                        ('label', models.CharField(blank=True, default='', max_length=60)),
                        ('created_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(null=True)),
                        ('last_ok_at', models.DateTimeField(null=True)),
                        ('failing_since', models.DateTimeField(null=True)),
                        ('trouble', models.CharField(blank=True, choices=[('unreachable', 'unreachable'), ('silent', 'silent'), ('busy', 'busy'), ('too large', 'too large'), ('not us', 'not us'), ('refused', 'refused')], default='', max_length=12)),
                        ('rests_until', models.DateTimeField(null=True)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='browsers', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Push',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('notice_id', models.BigIntegerField()),
                        ('due_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('end', models.CharField(blank=True, choices=[('sent', 'sent'), ('unneeded', 'unneeded'), ('refused', 'refused'), ('given up', 'given up'), ('lost', 'lost')], default='', max_length=10)),
                        ('browser', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pushes', to='ledger.pushsubscription')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['due_at'], name='push_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('browser', 'notice_id'), name='pushed_once')],
                    },
                ),
            ],
        ),
        *(addressable_by_client(table) for table in ADDRESSABLE),
        *(same_client(*wall) for wall in WALLS),
        RunSQL(EVENTS),
        migrations.RunPython(first_partitions),
    ]
