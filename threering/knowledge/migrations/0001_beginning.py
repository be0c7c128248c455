# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import threering.kernel.ids
from django.conf import settings
from django.db import migrations, models

from threering.kernel.schema import AllAtOnce, addressable_by_client, same_client

ADDRESSABLE = (
    "knowledge_savedreply",
)
WALLS = (
    ("knowledge_savedreply", "brand_id", "organisation_brand"),
    ("knowledge_savedreplytext", "reply_id", "knowledge_savedreply"),
    ("knowledge_savedreplyuse", "reply_id", "knowledge_savedreply"),
    ("knowledge_savedreplyuse", "message_id", "tickets_message"),
    ("knowledge_savedreply", "team_id", "organisation_team"),
)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("knowledge", "0001_saved_replies"),
        ("knowledge", "0002_team"),
        ("knowledge", "0003_audit"),
    ]

    dependencies = [
        ('organisation', '0002_beginning'),
        ('tickets', '0001_beginning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='SavedReply',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('shortcut', models.CharField(blank=True, default='', max_length=40)),
                        ('status', models.CharField(blank=True, choices=[('new', 'new'), ('open', 'open'), ('pending', 'pending'), ('on_hold', 'on_hold'), ('solved', 'solved'), ('closed', 'closed'), ('spam', 'spam')], default='', max_length=10)),
                        ('priority', models.PositiveSmallIntegerField(null=True)),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), default=list, size=None)),
                        ('assigns', models.BooleanField(default=False)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='saved_replies', to='organisation.brand')),
                        ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='saved_replies', to='organisation.team')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), models.F('brand'), models.F('team'), django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='saved_reply_name_once', nulls_distinct=False),
                            models.UniqueConstraint(models.F('client'), models.F('brand'), models.F('team'), django.db.models.functions.text.Lower('shortcut'), condition=models.Q(('archived_at', None), models.Q(('shortcut', ''), _negated=True)), name='saved_reply_shortcut_once', nulls_distinct=False),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_savedreplyevent" ("archived_at", "assigns", "brand_id", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "shortcut", "status", "tags", "team_id", "uuid") VALUES (NEW."archived_at", NEW."assigns", NEW."brand_id", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."priority", NEW."shortcut", NEW."status", NEW."tags", NEW."team_id", NEW."uuid"); RETURN NULL;', hash='0811569448e41e193d3f7f21871c5af9ae5cc095', operation='INSERT', pgid='pgtrigger_insert_insert_f1277', table='knowledge_savedreply', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."assigns" IS DISTINCT FROM (NEW."assigns") OR OLD."brand_id" IS DISTINCT FROM (NEW."brand_id") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."shortcut" IS DISTINCT FROM (NEW."shortcut") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))', func='INSERT INTO "knowledge_savedreplyevent" ("archived_at", "assigns", "brand_id", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "shortcut", "status", "tags", "team_id", "uuid") VALUES (NEW."archived_at", NEW."assigns", NEW."brand_id", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."priority", NEW."shortcut", NEW."status", NEW."tags", NEW."team_id", NEW."uuid"); RETURN NULL;', hash='ba08b8639cf4f86c5def33cc6aeacf3b58e3e736', operation='UPDATE', pgid='pgtrigger_update_update_8c3fe', table='knowledge_savedreply', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_savedreplyevent" ("archived_at", "assigns", "brand_id", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "shortcut", "status", "tags", "team_id", "uuid") VALUES (OLD."archived_at", OLD."assigns", OLD."brand_id", OLD."client_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."priority", OLD."shortcut", OLD."status", OLD."tags", OLD."team_id", OLD."uuid"); RETURN NULL;', hash='192ec98dde970e865feb7d6d75650951479d23b3', operation='DELETE', pgid='pgtrigger_delete_delete_97d45', table='knowledge_savedreply', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedReplyText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(blank=True, default='', max_length=10)),
                        ('text', models.TextField()),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('reply', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='knowledge.savedreply')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('reply', 'language'), name='saved_reply_language_once')],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_savedreplytextevent" ("client_id", "id", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_id", "text") VALUES (NEW."client_id", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."reply_id", NEW."text"); RETURN NULL;', hash='ccca93ac06f3b004e576d218a1e4629a0e692e19', operation='INSERT', pgid='pgtrigger_insert_insert_f2c4d', table='knowledge_savedreplytext', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "knowledge_savedreplytextevent" ("client_id", "id", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_id", "text") VALUES (NEW."client_id", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."reply_id", NEW."text"); RETURN NULL;', hash='5bdddd36eea2cbcc90541f95a6c9240873ebb162', operation='UPDATE', pgid='pgtrigger_update_update_4594b', table='knowledge_savedreplytext', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_savedreplytextevent" ("client_id", "id", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_id", "text") VALUES (OLD."client_id", OLD."id", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."reply_id", OLD."text"); RETURN NULL;', hash='cadff727ad44caeab70c7a385fb4611e35a0dc3f', operation='DELETE', pgid='pgtrigger_delete_delete_e19dc', table='knowledge_savedreplytext', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedReplyUse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_replies', to='tickets.message')),
                        ('reply', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='knowledge.savedreply')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['reply', 'at'], name='saved_reply_uses')],
                        'constraints': [models.UniqueConstraint(fields=('message', 'reply'), name='saved_reply_used_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedReplyEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=120)),
                        ('shortcut', models.CharField(blank=True, default='', max_length=40)),
                        ('status', models.CharField(blank=True, choices=[('new', 'new'), ('open', 'open'), ('pending', 'pending'), ('on_hold', 'on_hold'), ('solved', 'solved'), ('closed', 'closed'), ('spam', 'spam')], default='', max_length=10)),
                        ('priority', models.PositiveSmallIntegerField(null=True)),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), default=list, size=None)),
                        ('assigns', models.BooleanField(default=False)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('brand', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='knowledge.savedreply')),
                        ('team', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='knowledge_s_client__e83b93_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='knowledge_s_pgh_obj_66024d_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5fb4785624598104eec1cecdb70fe0373b200077', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e93fc', table='knowledge_savedreplyevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedReplyTextEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('language', models.CharField(blank=True, default='', max_length=10)),
                        ('text', models.TextField()),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='knowledge.savedreplytext')),
                        ('reply', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='knowledge.savedreply')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='knowledge_s_client__fea2ce_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='knowledge_s_pgh_obj_6cdbae_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='18537898b1c05a0ad0bd78c6256272936ebc5db1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fe7e0', table='knowledge_savedreplytextevent', when='BEFORE')),
                        ],
                    },
                ),
            ],
        ),
        *(addressable_by_client(table) for table in ADDRESSABLE),
        *(same_client(*wall) for wall in WALLS),
    ]
