# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import threering.kernel.ids
from django.db import migrations, models

from threering.kernel.schema import AllAtOnce, addressable_by_client, same_client

ADDRESSABLE = (
    "channels_inbox",
    "channels_mailbox",
    "channels_hook",
)
WALLS = (
    ("channels_inbox", "brand_id", "organisation_brand"),
    ("channels_wayout", "inbox_id", "channels_inbox"),
    ("channels_letterhead", "brand_id", "organisation_brand"),
    ("channels_letterhead", "inbox_id", "channels_inbox"),
    ("channels_acknowledgement", "brand_id", "organisation_brand"),
    ("channels_wording", "brand_id", "organisation_brand"),
    ("channels_wording", "inbox_id", "channels_inbox"),
    ("channels_hook", "inbox_id", "channels_inbox"),
    ("channels_mailbox", "inbox_id", "channels_inbox"),
    ("channels_mailboxalarm", "mailbox_id", "channels_mailbox"),
    ("channels_usedproof", "hook_id", "channels_hook"),
)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("channels", "0001_initial"),
        ("channels", "0002_same_client"),
        ("channels", "0003_mailbox"),
        ("channels", "0005_outgoing"),
        ("channels", "0006_webhook"),
        ("channels", "0007_threads"),
        ("channels", "0008_box_generation"),
        ("channels", "0009_used_proof"),
        ("channels", "0010_audit"),
        ("channels", "0011_kept_on_pages"),
        ("channels", "0012_audit_kept_on_pages"),
    ]

    dependencies = [
        ('organisation', '0002_beginning'),
    ]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Inbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('kind', models.CharField(default='email', max_length=20)),
                        ('address', models.CharField(max_length=320)),
                        ('name', models.CharField(max_length=200)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inboxes', to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('names_ticket', models.BooleanField(default=True)),
                        ('signs_replies', models.BooleanField(default=True)),
                        ('off_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('kind', 'address'), name='inbox_address_once')],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_inboxevent" ("address", "brand_id", "client_id", "created_at", "id", "kind", "name", "names_ticket", "off_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "signs_replies", "uuid") VALUES (NEW."address", NEW."brand_id", NEW."client_id", NEW."created_at", NEW."id", NEW."kind", NEW."name", NEW."names_ticket", NEW."off_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."signs_replies", NEW."uuid"); RETURN NULL;', hash='196f37c6b6bcb7423f470c3c34fb61bf9daacb23', operation='INSERT', pgid='pgtrigger_insert_insert_0aeeb', table='channels_inbox', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "channels_inboxevent" ("address", "brand_id", "client_id", "created_at", "id", "kind", "name", "names_ticket", "off_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "signs_replies", "uuid") VALUES (NEW."address", NEW."brand_id", NEW."client_id", NEW."created_at", NEW."id", NEW."kind", NEW."name", NEW."names_ticket", NEW."off_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."signs_replies", NEW."uuid"); RETURN NULL;', hash='59f451a917cfaf06c7e66af464a5fbb72ab6d7fe', operation='UPDATE', pgid='pgtrigger_update_update_b76ee', table='channels_inbox', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_inboxevent" ("address", "brand_id", "client_id", "created_at", "id", "kind", "name", "names_ticket", "off_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "signs_replies", "uuid") VALUES (OLD."address", OLD."brand_id", OLD."client_id", OLD."created_at", OLD."id", OLD."kind", OLD."name", OLD."names_ticket", OLD."off_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."signs_replies", OLD."uuid"); RETURN NULL;', hash='3d6a379423bed4d7ab87d7297879cc36d2ea32a2', operation='DELETE', pgid='pgtrigger_delete_delete_f44b2', table='channels_inbox', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Acknowledgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_on', models.BooleanField(default=False)),
                        ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgement', to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_acknowledgementevent" ("brand_id", "client_id", "id", "is_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."brand_id", NEW."client_id", NEW."id", NEW."is_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='45033c10c81fb3a729d8eb077843ca9eacac283b', operation='INSERT', pgid='pgtrigger_insert_insert_9e1aa', table='channels_acknowledgement', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "channels_acknowledgementevent" ("brand_id", "client_id", "id", "is_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."brand_id", NEW."client_id", NEW."id", NEW."is_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='60b77fd1256c1405f06cbabd2f02d15bcb52857a', operation='UPDATE', pgid='pgtrigger_update_update_28eb4', table='channels_acknowledgement', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_acknowledgementevent" ("brand_id", "client_id", "id", "is_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."brand_id", OLD."client_id", OLD."id", OLD."is_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;', hash='858becba615b7c099f460f09f576d1f00b1282c5', operation='DELETE', pgid='pgtrigger_delete_delete_b74e5', table='channels_acknowledgement', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='WayOut',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('secret', models.BinaryField()),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('inbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='way_out', to='channels.inbox')),
                        ('guarded', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_wayoutevent" ("changed_at", "client_id", "guarded", "id", "inbox_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."changed_at", NEW."client_id", NEW."guarded", NEW."id", NEW."inbox_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='6c422ae80e06d79f415332baaeb4bc66e6c18bdf', operation='INSERT', pgid='pgtrigger_insert_insert_120a6', table='channels_wayout', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "channels_wayoutevent" ("changed_at", "client_id", "guarded", "id", "inbox_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."changed_at", NEW."client_id", NEW."guarded", NEW."id", NEW."inbox_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='f1ea93c83c2c83d69a960f813bb76cb0679f405c', operation='UPDATE', pgid='pgtrigger_update_update_c6613', table='channels_wayout', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_wayoutevent" ("changed_at", "client_id", "guarded", "id", "inbox_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."changed_at", OLD."client_id", OLD."guarded", OLD."id", OLD."inbox_id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;', hash='fa0742605025747e6280ab3d97855ab4aa55604a', operation='DELETE', pgid='pgtrigger_delete_delete_c9a8c', table='channels_wayout', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DkimKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('domain', models.CharField(max_length=253)),
                        ('selector', models.CharField(max_length=63)),
                        ('private', models.BinaryField()),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('client', 'domain'), name='dkim_key_once'),
                            models.CheckConstraint(condition=models.Q(('selector', ''), _negated=True), name='dkim_key_has_selector'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_dkimkeyevent" ("client_id", "created_at", "domain", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "selector") VALUES (NEW."client_id", NEW."created_at", NEW."domain", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."selector"); RETURN NULL;', hash='9dac786b03e932876b299532aed76897294d0802', operation='INSERT', pgid='pgtrigger_insert_insert_0d4b7', table='channels_dkimkey', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "channels_dkimkeyevent" ("client_id", "created_at", "domain", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "selector") VALUES (NEW."client_id", NEW."created_at", NEW."domain", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."selector"); RETURN NULL;', hash='4e662cd91ad5c8a30af297818a8af0176107416e', operation='UPDATE', pgid='pgtrigger_update_update_50f98', table='channels_dkimkey', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_dkimkeyevent" ("client_id", "created_at", "domain", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "selector") VALUES (OLD."client_id", OLD."created_at", OLD."domain", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."selector"); RETURN NULL;', hash='dae8427865a16c1d43c80821d1d1ce34f8f7b1c4', operation='DELETE', pgid='pgtrigger_delete_delete_2f85b', table='channels_dkimkey', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Letterhead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('pattern', models.CharField(choices=[('inbox', 'Inbox'), ('agent', 'Agent'), ('agent from brand', 'Agent From Brand'), ('first name from brand', 'First Name From Brand')], default='inbox', max_length=30)),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letterheads', to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('inbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letterheads', to='channels.inbox')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('brand', 'inbox'), name='letterhead_once', nulls_distinct=False)],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_letterheadevent" ("brand_id", "client_id", "id", "inbox_id", "pattern", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."brand_id", NEW."client_id", NEW."id", NEW."inbox_id", NEW."pattern", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='99710c88e4dce45827a8b8abea7b31ec0dc0fb1a', operation='INSERT', pgid='pgtrigger_insert_insert_f3cc5', table='channels_letterhead', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "channels_letterheadevent" ("brand_id", "client_id", "id", "inbox_id", "pattern", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."brand_id", NEW."client_id", NEW."id", NEW."inbox_id", NEW."pattern", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='4aff74e89042e4e187d9c4aa3ed4ff60e563e341', operation='UPDATE', pgid='pgtrigger_update_update_880e9', table='channels_letterhead', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_letterheadevent" ("brand_id", "client_id", "id", "inbox_id", "pattern", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."brand_id", OLD."client_id", OLD."id", OLD."inbox_id", OLD."pattern", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;', hash='56fc01477cea8591bde4075a103a6e753288bc95', operation='DELETE', pgid='pgtrigger_delete_delete_ac0be', table='channels_letterhead', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Wording',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('signature', 'Signature'), ('acknowledgement', 'Acknowledgement')], max_length=20)),
                        ('language', models.CharField(max_length=10)),
                        ('text', models.TextField()),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('inbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='channels.inbox')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('brand', 'inbox', 'kind', 'language'), name='wording_once', nulls_distinct=False)],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_wordingevent" ("brand_id", "client_id", "id", "inbox_id", "kind", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."brand_id", NEW."client_id", NEW."id", NEW."inbox_id", NEW."kind", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='e1d85624dec25cc89acac48f4e2f80a819335e88', operation='INSERT', pgid='pgtrigger_insert_insert_040d3', table='channels_wording', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "channels_wordingevent" ("brand_id", "client_id", "id", "inbox_id", "kind", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."brand_id", NEW."client_id", NEW."id", NEW."inbox_id", NEW."kind", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='cd3c6d98fb064a3cf8a98774e1df77989e6b1895', operation='UPDATE', pgid='pgtrigger_update_update_c5215', table='channels_wording', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_wordingevent" ("brand_id", "client_id", "id", "inbox_id", "kind", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."brand_id", OLD."client_id", OLD."id", OLD."inbox_id", OLD."kind", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='11460f66f4df5d32ce02583c45797d7ae8f397fe', operation='DELETE', pgid='pgtrigger_delete_delete_5fe33', table='channels_wording', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Hook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('provider', models.CharField(max_length=20)),
                        ('sealed', models.BinaryField()),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('last_event_at', models.DateTimeField(null=True)),
                        ('refused', models.PositiveIntegerField(default=0)),
                        ('refused_at', models.DateTimeField(null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('inbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hooks', to='channels.inbox')),
                    ],
                    options={
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_hookevent" ("client_id", "created_at", "id", "inbox_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "uuid") VALUES (NEW."client_id", NEW."created_at", NEW."id", NEW."inbox_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."provider", NEW."uuid"); RETURN NULL;', hash='c7db9a3acfe51d202d1a2525510b8e25747d32a2', operation='INSERT', pgid='pgtrigger_insert_insert_7edb7', table='channels_hook', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inbox_id" IS DISTINCT FROM (NEW."inbox_id") OR OLD."provider" IS DISTINCT FROM (NEW."provider") OR OLD."sealed" IS DISTINCT FROM (NEW."sealed") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))', func='INSERT INTO "channels_hookevent" ("client_id", "created_at", "id", "inbox_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "uuid") VALUES (NEW."client_id", NEW."created_at", NEW."id", NEW."inbox_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."provider", NEW."uuid"); RETURN NULL;', hash='86145e9c8d2f24d1d4105ab7403a86a20eda34bd', operation='UPDATE', pgid='pgtrigger_update_update_5af2b', table='channels_hook', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_hookevent" ("client_id", "created_at", "id", "inbox_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "uuid") VALUES (OLD."client_id", OLD."created_at", OLD."id", OLD."inbox_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."provider", OLD."uuid"); RETURN NULL;', hash='4f1005e085d6df9dedb66d74eb20e2b57fbc01aa', operation='DELETE', pgid='pgtrigger_delete_delete_03b2f', table='channels_hook', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Mailbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('host', models.CharField(max_length=255)),
                        ('port', models.PositiveIntegerField()),
                        ('security', models.CharField(choices=[('ssl', 'Ssl'), ('starttls', 'Starttls'), ('plain', 'Plain')], default='ssl', max_length=10)),
                        ('user', models.CharField(max_length=320)),
                        ('folder', models.CharField(default='INBOX', max_length=500)),
                        ('auth', models.CharField(choices=[('password', 'Password'), ('xoauth2', 'Xoauth2')], default='password', max_length=10)),
                        ('secret', models.BinaryField()),
                        ('set_up', models.PositiveIntegerField(default=1)),
                        ('uidvalidity', models.BigIntegerField(blank=True, null=True)),
                        ('seen_up_to', models.BigIntegerField(default=0)),
                        ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                        ('trouble', models.TextField(blank=True, default='')),
                        ('trouble_since', models.DateTimeField(blank=True, null=True)),
                        ('compared_at', models.DateTimeField(blank=True, null=True)),
                        ('compared', models.BigIntegerField(default=0)),
                        ('missing', models.BigIntegerField(default=0)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('inbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='channels.inbox')),
                        ('generation', models.PositiveIntegerField(default=0)),
                        ('guarded', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('inbox', 'host', 'user', 'folder'), name='mailbox_once_an_inbox'),
                            models.CheckConstraint(condition=models.Q(models.Q(('trouble', ''), ('trouble_since', None)), models.Q(models.Q(('trouble', ''), _negated=True), ('trouble_since__isnull', False)), _connector='OR'), name='mailbox_trouble_has_a_beginning'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_mailboxevent" ("auth", "client_id", "created_at", "folder", "guarded", "host", "id", "inbox_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "port", "security", "user", "uuid") VALUES (NEW."auth", NEW."client_id", NEW."created_at", NEW."folder", NEW."guarded", NEW."host", NEW."id", NEW."inbox_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."port", NEW."security", NEW."user", NEW."uuid"); RETURN NULL;', hash='f7f84ccb4a5d63997aaa143ef97fa54981885fbe', operation='INSERT', pgid='pgtrigger_insert_insert_7da94', table='channels_mailbox', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."auth" IS DISTINCT FROM (NEW."auth") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."folder" IS DISTINCT FROM (NEW."folder") OR OLD."guarded" IS DISTINCT FROM (NEW."guarded") OR OLD."host" IS DISTINCT FROM (NEW."host") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inbox_id" IS DISTINCT FROM (NEW."inbox_id") OR OLD."port" IS DISTINCT FROM (NEW."port") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."security" IS DISTINCT FROM (NEW."security") OR OLD."user" IS DISTINCT FROM (NEW."user") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))', func='INSERT INTO "channels_mailboxevent" ("auth", "client_id", "created_at", "folder", "guarded", "host", "id", "inbox_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "port", "security", "user", "uuid") VALUES (NEW."auth", NEW."client_id", NEW."created_at", NEW."folder", NEW."guarded", NEW."host", NEW."id", NEW."inbox_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."port", NEW."security", NEW."user", NEW."uuid"); RETURN NULL;', hash='3333f4b12842eda7e89310147f2715a5fdf9222f', operation='UPDATE', pgid='pgtrigger_update_update_22cff', table='channels_mailbox', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "channels_mailboxevent" ("auth", "client_id", "created_at", "folder", "guarded", "host", "id", "inbox_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "port", "security", "user", "uuid") VALUES (OLD."auth", OLD."client_id", OLD."created_at", OLD."folder", OLD."guarded", OLD."host", OLD."id", OLD."inbox_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."port", OLD."security", OLD."user", OLD."uuid"); RETURN NULL;', hash='200101176bad92ffc2ee9a79f2f7d6fd82c7e2df', operation='DELETE', pgid='pgtrigger_delete_delete_b7e19', table='channels_mailbox', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MailboxAlarm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('cause', models.CharField(max_length=20)),
                        ('words', models.TextField()),
                        ('raised_at', models.DateTimeField()),
                        ('cleared_at', models.DateTimeField(blank=True, null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='channels.mailbox')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('cleared_at', None)), fields=('mailbox', 'cause'), name='mailbox_alarm_open_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='UsedProof',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proof', models.CharField(max_length=64)),
                        ('told', models.CharField(max_length=64)),
                        ('at', models.DateTimeField(db_index=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.client')),
                        ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='used_proofs', to='channels.hook')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('hook', 'proof'), name='proof_used_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AcknowledgementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('is_on', models.BooleanField(default=False)),
                        ('brand', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.acknowledgement')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_ac_client__ad4ec8_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_ac_pgh_obj_0849ec_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='248f49361c5b0d53df646d2ec517ad15c68a1e15', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eeaa8', table='channels_acknowledgementevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DkimKeyEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('domain', models.CharField(max_length=253)),
                        ('selector', models.CharField(max_length=63)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.dkimkey')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_dk_client__50ff65_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_dk_pgh_obj_e84fa1_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3ae40653e1e1dda98e7d04333bcd5a4e5e7b758b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e36c4', table='channels_dkimkeyevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HookEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('provider', models.CharField(max_length=20)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('inbox', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.inbox')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.hook')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_ho_client__d89888_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_ho_pgh_obj_5b7960_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fbeab71898c550062c5d3e86cc496381ae8b2e36', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8b98a', table='channels_hookevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='InboxEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('kind', models.CharField(default='email', max_length=20)),
                        ('address', models.CharField(max_length=320)),
                        ('name', models.CharField(max_length=200)),
                        ('signs_replies', models.BooleanField(default=True)),
                        ('names_ticket', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('brand', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.inbox')),
                        ('off_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_in_client__15bb2c_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_in_pgh_obj_105aee_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c2e57763242f3474c5c4d2b514210b1d8389aca8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d3711', table='channels_inboxevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LetterheadEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('pattern', models.CharField(choices=[('inbox', 'Inbox'), ('agent', 'Agent'), ('agent from brand', 'Agent From Brand'), ('first name from brand', 'First Name From Brand')], default='inbox', max_length=30)),
                        ('brand', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('inbox', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.inbox')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.letterhead')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_le_client__736d26_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_le_pgh_obj_402e99_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a849103b6658f572f197b74f820f5dd02979bf0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ee4ac', table='channels_letterheadevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MailboxEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('host', models.CharField(max_length=255)),
                        ('port', models.PositiveIntegerField()),
                        ('security', models.CharField(choices=[('ssl', 'Ssl'), ('starttls', 'Starttls'), ('plain', 'Plain')], default='ssl', max_length=10)),
                        ('user', models.CharField(max_length=320)),
                        ('folder', models.CharField(default='INBOX', max_length=500)),
                        ('auth', models.CharField(choices=[('password', 'Password'), ('xoauth2', 'Xoauth2')], default='password', max_length=10)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('inbox', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.inbox')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.mailbox')),
                        ('guarded', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_ma_client__ea9381_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_ma_pgh_obj_ec73f8_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='48ae21abd824e863d6b841fb58c55eed0b88ad5e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0f21c', table='channels_mailboxevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='WayOutEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(max_length=20)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('inbox', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.inbox')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.wayout')),
                        ('guarded', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_wa_client__24832a_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_wa_pgh_obj_fcb6d4_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7fcf60e9dab4019946380af755f54a28b74bf1b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_41eb4', table='channels_wayoutevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='WordingEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('signature', 'Signature'), ('acknowledgement', 'Acknowledgement')], max_length=20)),
                        ('language', models.CharField(max_length=10)),
                        ('text', models.TextField()),
                        ('brand', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('inbox', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.inbox')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channels.wording')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='channels_wo_client__397182_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='channels_wo_pgh_obj_d63df6_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='760d5518645a1a25cf51ba2c5b42c7d9f08ec37e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1632e', table='channels_wordingevent', when='BEFORE')),
                        ],
                    },
                ),
            ],
        ),
        *(addressable_by_client(table) for table in ADDRESSABLE),
        *(same_client(*wall) for wall in WALLS),
    ]
