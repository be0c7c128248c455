# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import threering.kernel.ids
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import RunSQL

from threering.kernel.schema import AllAtOnce, addressable_by_client, same_client

ADDRESSABLE = (
    "tickets_ticket",
    "tickets_contact",
    "tickets_message",
    "tickets_tag",
    "tickets_bulk",
    "tickets_contactreason",
    "tickets_field",
)
WALLS = (
    ("tickets_ticket", "brand_id", "organisation_brand"),
    ("tickets_ticket", "customer_id", "customers_customer"),
    ("tickets_ticket", "inbox_id", "channels_inbox"),
    ("tickets_ticket", "follows_id", "tickets_ticket"),
    ("tickets_contact", "ticket_id", "tickets_ticket"),
    ("tickets_message", "ticket_id", "tickets_ticket"),
    ("tickets_message", "contact_id", "tickets_contact"),
    ("tickets_message", "customer_id", "customers_customer"),
    ("tickets_message", "arrival_id", "ledger_arrival"),
    ("tickets_message", "delivery_id", "ledger_delivery"),
    ("tickets_attachment", "message_id", "tickets_message"),
    ("tickets_attachment", "blob_id", "ledger_blob"),
    ("tickets_upload", "ticket_id", "tickets_ticket"),
    ("tickets_upload", "blob_id", "ledger_blob"),
    ("tickets_ticket", "merged_into_id", "tickets_ticket"),
    ("tickets_ticket", "may_belong_to_id", "tickets_ticket"),
    ("tickets_regrouping", "source_id", "tickets_ticket"),
    ("tickets_regrouping", "target_id", "tickets_ticket"),
    ("tickets_tagging", "ticket_id", "tickets_ticket"),
    ("tickets_tagging", "tag_id", "tickets_tag"),
    ("tickets_draft", "ticket_id", "tickets_ticket"),
    ("tickets_workspan", "ticket_id", "tickets_ticket"),
    ("tickets_bulkentry", "bulk_id", "tickets_bulk"),
    ("tickets_bulkentry", "ticket_id", "tickets_ticket"),
    ("tickets_contactreason", "parent_id", "tickets_contactreason"),
    ("tickets_ticket", "reason_id", "tickets_contactreason"),
    ("tickets_ticket", "team_id", "organisation_team"),
    ("tickets_step", "ticket_id", "tickets_ticket"),
    ("tickets_fieldvalue", "field_id", "tickets_field"),
    ("tickets_fieldvalue", "ticket_id", "tickets_ticket"),
    ("tickets_mention", "message_id", "tickets_message"),
    ("tickets_relation", "one_id", "tickets_ticket"),
    ("tickets_relation", "other_id", "tickets_ticket"),
)
# Few messages have any of these: partial indexes cost the others nothing.
FOUND_BY = """
create index tickets_message_awaits on tickets_message using gin (awaits) where awaits <> '{}';
create index tickets_message_thread_ids on tickets_message using gin (thread_ids)
  where thread_ids <> '{}';
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("tickets", "0001_initial"),
        ("tickets", "0002_same_client"),
        ("tickets", "0004_reading"),
        ("tickets", "0006_outgoing"),
        ("tickets", "0007_threads"),
        ("tickets", "0008_snoozed"),
        ("tickets", "0009_tags"),
        ("tickets", "0010_drafts"),
        ("tickets", "0011_workspans"),
        ("tickets", "0013_bulks"),
        ("tickets", "0014_draft_besides"),
        ("tickets", "0015_saved_views"),
        ("tickets", "0016_reasons"),
        ("tickets", "0017_team"),
        ("tickets", "0018_checklist"),
        ("tickets", "0019_fields"),
        ("tickets", "0020_mentions"),
        ("tickets", "0021_relations"),
        ("tickets", "0022_recipients"),
        ("tickets", "0023_bulk_teams"),
        ("tickets", "0024_more_orders"),
        ("tickets", "0025_forgotten"),
        ("tickets", "0026_held_files"),
        ("tickets", "0027_audit"),
        ("tickets", "0028_to_forget"),
        ("tickets", "0029_words_of_views"),
        ("tickets", "0030_history_of_tags"),
    ]

    dependencies = [
        ('channels', '0001_beginning'),
        ('customers', '0001_beginning'),
        ('ledger', '0001_beginning'),
        ('organisation', '0002_beginning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Counter',
                    fields=[
                        ('client', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='organisation.client')),
                        ('last', models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('channel', models.CharField(max_length=20)),
                        ('direction', models.CharField(choices=[('in', 'in'), ('out', 'out')], max_length=8)),
                        ('opened_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['ticket'], name='contact_running')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('customer', 'Customer'), ('agent', 'Agent'), ('note', 'Note'), ('forward', 'Forward')], max_length=10)),
                        ('text', models.TextField()),
                        ('html', models.TextField(blank=True, default='')),
                        ('external_id', models.CharField(max_length=400, null=True)),
                        ('key', models.UUIDField(null=True)),
                        ('why', models.CharField(blank=True, default='', max_length=300)),
                        ('at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                        ('arrival', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='ledger.arrival')),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='tickets.contact')),
                        ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='customers.customer')),
                        ('delivery', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='ledger.delivery')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='tickets.ticket')),
                        ('quoted', models.TextField(blank=True, default='')),
                        ('reading', models.JSONField(default=dict)),
                        ('visible', models.TextField(blank=True, default='')),
                        ('taken_back_at', models.DateTimeField(null=True)),
                        ('awaits', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                        ('new_topic', models.BooleanField(default=False)),
                        ('parties', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                        ('subject', models.CharField(blank=True, default='', max_length=500)),
                        ('thread_ids', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['ticket', 'at', 'id'], name='message_thread')],
                        'constraints': [
                            models.UniqueConstraint(fields=('client', 'external_id'), name='message_once_a_client'),
                            models.UniqueConstraint(fields=('ticket', 'key'), name='message_typed_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('filename', models.CharField(max_length=200)),
                        ('content_type', models.CharField(max_length=100)),
                        ('inline', models.BooleanField(default=False)),
                        ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='ledger.blob')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='tickets.message')),
                        ('content_id', models.CharField(blank=True, default='', max_length=250)),
                        ('danger', models.CharField(blank=True, default='', max_length=20)),
                        ('released', models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='Ticket',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('number', models.BigIntegerField()),
                        ('channel', models.CharField(max_length=20)),
                        ('subject', models.CharField(max_length=500)),
                        ('status', models.CharField(choices=[('new', 'new'), ('open', 'open'), ('pending', 'pending'), ('on_hold', 'on_hold'), ('solved', 'solved'), ('closed', 'closed'), ('spam', 'spam')], default='new', max_length=10)),
                        ('priority', models.PositiveSmallIntegerField(default=1)),
                        ('preview', models.CharField(blank=True, default='', max_length=200)),
                        ('opened_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField()),
                        ('waiting_since', models.DateTimeField(null=True)),
                        ('next_due_at', models.DateTimeField(null=True)),
                        ('solved_at', models.DateTimeField(null=True)),
                        ('version', models.BigIntegerField(default=1)),
                        ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='customers.customer')),
                        ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='tickets.ticket')),
                        ('inbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='channels.inbox')),
                        ('may_belong_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='tickets.ticket')),
                        ('snoozed_until', models.DateTimeField(null=True)),
                        ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='tickets.contactreason')),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.team')),
                        ('forgotten_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', 'status', '-last_at', '-id'], name='ticket_list'),
                            models.Index(fields=['assignee', 'status', '-last_at'], name='ticket_mine'),
                            models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['snoozed_until'], name='ticket_asleep'),
                            models.Index(fields=['client', '-last_at', '-id'], name='ticket_recent'),
                            models.Index(condition=models.Q(('team__isnull', False)), fields=['team', 'status', '-last_at'], name='ticket_of_team'),
                            models.Index(condition=models.Q(('forgotten_at', None), ('status__in', ['closed', 'spam'])), fields=['brand', 'last_at'], name='ticket_to_forget'),
                        ],
                        'constraints': [models.UniqueConstraint(fields=('client', 'number'), name='ticket_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Upload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('filename', models.CharField(max_length=200)),
                        ('content_type', models.CharField(max_length=100)),
                        ('at', models.DateTimeField()),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='ledger.blob')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['at'], name='upload_by_age')],
                    },
                ),
                migrations.CreateModel(
                    name='Regrouping',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('merge', 'Merge'), ('split', 'Split'), ('move', 'Move')], max_length=10)),
                        ('key', models.UUIDField()),
                        ('before', models.JSONField(default=dict)),
                        ('at', models.DateTimeField()),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='regrouping_asked_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Tag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=50)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('name'), name='tag_once')],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_tagevent" ("client_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."client_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='7d2c603181faad9f4b0433cd6f459b744ff616b7', operation='INSERT', pgid='pgtrigger_insert_insert_3bf23', table='tickets_tag', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tickets_tagevent" ("client_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."client_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='c9ec9217561d965e9dba1a6f959dd773af1c5160', operation='UPDATE', pgid='pgtrigger_update_update_bf8f1', table='tickets_tag', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_tagevent" ("client_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."client_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;', hash='bdc26cb2f8ea705ab246e142b3659d9a719ee885', operation='DELETE', pgid='pgtrigger_delete_delete_a2cd0', table='tickets_tag', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Tagging',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='tickets.tag')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='tickets.ticket')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('tag', 'ticket'), name='tagged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=8)),
                        ('text', models.TextField()),
                        ('uploads', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                        ('at', models.DateTimeField()),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket')),
                        ('besides', models.TextField(blank=True, db_default='', default='')),
                        ('mentions', models.TextField(blank=True, db_default='', default='')),
                        ('to', models.TextField(blank=True, db_default='', default='')),
                        ('cc', models.TextField(blank=True, db_default='', default='')),
                        ('forwards', models.UUIDField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('ticket', 'author'), name='one_draft')],
                    },
                ),
                migrations.CreateModel(
                    name='WorkSpan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('doing', models.CharField(choices=[('looking', 'looking'), ('typing', 'typing')], max_length=8)),
                        ('began_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField()),
                        ('running', models.BooleanField(default=True)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workspans', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['agent', 'began_at'], name='workspan_of_agent')],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('running', True)), fields=('ticket', 'agent', 'doing'), name='one_at_a_time'),
                            models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='workspan_ends_after_it_began'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Searchable',
                    fields=[
                        ('ticket', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, serialize=False, to='tickets.ticket')),
                        ('words', django.contrib.postgres.search.SearchVectorField()),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                ),
                migrations.CreateModel(
                    name='Unlearned',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stale', models.BooleanField(default=False)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tickets.ticket')),
                    ],
                ),
                migrations.CreateModel(
                    name='Word',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('word', models.CharField(db_collation='C', max_length=30)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('client', 'word'), name='word_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Bulk',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('key', models.UUIDField()),
                        ('what', models.CharField(choices=[('assign', 'assign'), ('team', 'team'), ('status', 'status'), ('priority', 'priority'), ('reason', 'reason'), ('tag', 'tag'), ('untag', 'untag'), ('snooze', 'snooze')], max_length=10)),
                        ('value', models.JSONField(null=True)),
                        ('tickets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                        ('total', models.PositiveIntegerField()),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('changed', models.PositiveIntegerField(default=0)),
                        ('restored', models.PositiveIntegerField(default=0)),
                        ('kept', models.PositiveIntegerField(default=0)),
                        ('at', models.DateTimeField()),
                        ('moved_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('undo_at', models.DateTimeField(null=True)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('seen_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'indexes': [
                            models.Index(condition=models.Q(('seen_at', None)), fields=['by', '-at'], name='bulk_unseen'),
                            models.Index(condition=models.Q(('finished_at', None), models.Q(('undo_at__isnull', False), ('undone_at', None)), _connector='OR'), fields=['moved_at'], name='bulk_under_way'),
                        ],
                        'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='bulk_asked_once')],
                    },
                ),
                migrations.CreateModel(
                    name='BulkEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.CharField(choices=[('changed', 'changed'), ('same', 'same'), ('over', 'over'), ('merged', 'merged'), ('forbidden', 'forbidden'), ('unable', 'unable'), ('full', 'full'), ('restored', 'restored'), ('kept', 'kept')], max_length=10)),
                        ('before', models.JSONField(default=dict)),
                        ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='tickets.bulk')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['bulk', 'outcome', 'id'], name='bulk_ends')],
                        'constraints': [models.UniqueConstraint(fields=('bulk', 'ticket'), name='once_in_a_bulk')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60)),
                        ('query', models.CharField(max_length=200)),
                        ('order', models.CharField(choices=[('latest', 'latest'), ('oldest', 'oldest'), ('waiting', 'waiting'), ('urgent', 'urgent'), ('newest', 'newest'), ('first', 'first'), ('waking', 'waking')], max_length=10)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_savedviewevent" ("client_id", "id", "order", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."client_id", NEW."id", NEW."order", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='d5d83f6205d1d4e5f46da641542661e33605d51b', operation='INSERT', pgid='pgtrigger_insert_insert_7062f', table='tickets_savedview', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tickets_savedviewevent" ("client_id", "id", "order", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."client_id", NEW."id", NEW."order", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='7f40f5ac569f8e7d05320ad1d0d555363118d451', operation='UPDATE', pgid='pgtrigger_update_update_05f70', table='tickets_savedview', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_savedviewevent" ("client_id", "id", "order", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."client_id", OLD."id", OLD."order", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;', hash='f005fbe2ac5fd5f6f3c6beb37199208a944f99ed', operation='DELETE', pgid='pgtrigger_delete_delete_797ae', table='tickets_savedview', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ContactReason',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('first_contact_eligible', models.BooleanField(default=True)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='tickets.contactreason')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), models.F('parent'), django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='reason_name_once', nulls_distinct=False),
                            models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='reason_above_itself'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_contactreasonevent" ("archived_at", "client_id", "first_contact_eligible", "id", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."first_contact_eligible", NEW."id", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."uuid"); RETURN NULL;', hash='a7ec2dd06bde79262c0cfb791338999791f010dd', operation='INSERT', pgid='pgtrigger_insert_insert_4b05b', table='tickets_contactreason', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tickets_contactreasonevent" ("archived_at", "client_id", "first_contact_eligible", "id", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."first_contact_eligible", NEW."id", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."uuid"); RETURN NULL;', hash='4fe578ef577086273754f8bee37bfbb76a4179d6', operation='UPDATE', pgid='pgtrigger_update_update_0c85f', table='tickets_contactreason', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_contactreasonevent" ("archived_at", "client_id", "first_contact_eligible", "id", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uuid") VALUES (OLD."archived_at", OLD."client_id", OLD."first_contact_eligible", OLD."id", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."uuid"); RETURN NULL;', hash='dfd97acc4fbf9aadd54c29ab84140300c238a38e', operation='DELETE', pgid='pgtrigger_delete_delete_5d353', table='tickets_contactreason', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('text', models.CharField(max_length=200)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('done_at', models.DateTimeField(null=True)),
                        ('taken_off_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['ticket', 'position'], name='step_of_ticket')],
                    },
                ),
                migrations.CreateModel(
                    name='Field',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('kind', models.CharField(choices=[('text', 'text'), ('number', 'number'), ('date', 'date'), ('choice', 'choice'), ('yes_no', 'yes_no')], max_length=10)),
                        ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='field_name_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_fieldevent" ("archived_at", "choices", "client_id", "id", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uuid") VALUES (NEW."archived_at", NEW."choices", NEW."client_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."uuid"); RETURN NULL;', hash='205d02253013d1efd289fbe42dc26cf97109a088', operation='INSERT', pgid='pgtrigger_insert_insert_2060e', table='tickets_field', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tickets_fieldevent" ("archived_at", "choices", "client_id", "id", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uuid") VALUES (NEW."archived_at", NEW."choices", NEW."client_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."uuid"); RETURN NULL;', hash='71da74a439d7244540f7cf4424bdabf7e3f23f2c', operation='UPDATE', pgid='pgtrigger_update_update_aa46c', table='tickets_field', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_fieldevent" ("archived_at", "choices", "client_id", "id", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uuid") VALUES (OLD."archived_at", OLD."choices", OLD."client_id", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."uuid"); RETURN NULL;', hash='e336dceb44a6cc49b63d7bff68f3f8032a196e20', operation='DELETE', pgid='pgtrigger_delete_delete_8cb22', table='tickets_field', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FieldValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('value', models.CharField(max_length=200)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='tickets.field')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['field', 'value'], name='field_by_value')],
                        'constraints': [models.UniqueConstraint(fields=('ticket', 'field'), name='field_value_once')],
                    },
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
                migrations.CreateModel(
                    name='Relation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['other'], name='relation_back')],
                        'constraints': [
                            models.UniqueConstraint(fields=('one', 'other'), name='related_once'),
                            models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='related_to_another'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ContactReasonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('first_contact_eligible', models.BooleanField(default=True)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('parent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tickets.contactreason')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tickets.contactreason')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='tickets_con_client__d91ef0_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='tickets_con_pgh_obj_aa4b30_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1ea08e3f3414a88fc9632ac46c748c272ad9ae02', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ea36d', table='tickets_contactreasonevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FieldEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('kind', models.CharField(choices=[('text', 'text'), ('number', 'number'), ('date', 'date'), ('choice', 'choice'), ('yes_no', 'yes_no')], max_length=10)),
                        ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tickets.field')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='tickets_fie_client__333d0f_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='tickets_fie_pgh_obj_a450ef_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8556fcc433ad71e850808ed34ea470f2750ab8d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f4109', table='tickets_fieldevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedViewEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('order', models.CharField(choices=[('latest', 'latest'), ('oldest', 'oldest'), ('waiting', 'waiting'), ('urgent', 'urgent'), ('newest', 'newest'), ('first', 'first'), ('waking', 'waking')], max_length=10)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('owner', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tickets.savedview')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='tickets_sav_client__cb9808_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='tickets_sav_pgh_obj_842ddb_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3f4d309ceebfc15830c061d55e447fc35e5a6c5a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_128e3', table='tickets_savedviewevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TagEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tickets.tag')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='tickets_tag_client__263b24_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='tickets_tag_pgh_obj_21cd4c_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1801f500a403caeda8ed4c5cb7122e1cb13ae62', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aab10', table='tickets_tagevent', when='BEFORE')),
                        ],
                    },
                ),
            ],
        ),
        *(addressable_by_client(table) for table in ADDRESSABLE),
        *(same_client(*wall) for wall in WALLS),
        RunSQL(FOUND_BY),
    ]
