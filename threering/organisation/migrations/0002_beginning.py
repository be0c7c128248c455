# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import threering.kernel.ids
import threering.kernel.time
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import RunSQL

from threering.kernel.schema import AllAtOnce, addressable_by_client, ensure_months, same_client
from threering.kernel.time import now

ADDRESSABLE = (
    "organisation_brand",
    "organisation_team",
)
WALLS = (
    ("organisation_grant", "brand_id", "organisation_brand"),
)
STATES = """
create sequence organisation_agentstate_id_seq;
create table organisation_agentstate (
  id bigint not null default nextval('organisation_agentstate_id_seq'),
  agent_id bigint not null,
  state varchar(10) not null,
  cause varchar(10) not null,
  reason_id bigint,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (at, id)
) partition by range (at);
alter sequence organisation_agentstate_id_seq owned by organisation_agentstate.id;
create index organisation_agentstate_agent on organisation_agentstate (agent_id, at, id);
create table organisation_agentstate_rest partition of organisation_agentstate default;
create function organisation_agentstate_is_history() returns trigger language plpgsql as $$
begin raise exception 'states of agents are history: they are only ever added to'; end $$;
create trigger append_only before update or delete on organisation_agentstate
  for each row execute function organisation_agentstate_is_history();
"""


def first_partitions(apps: object, schema_editor: object) -> None:
    ensure_months("organisation_agentstate", now())


class Migration(migrations.Migration):

    replaces = [
        ("organisation", "0002_addressable_by_client"),
        ("organisation", "0004_teams"),
        ("organisation", "0006_signing_in"),
        ("organisation", "0007_people"),
        ("organisation", "0008_presence"),
        ("organisation", "0009_audit"),
        ("organisation", "0011_audit_untold"),
        ("organisation", "0012_skills"),
        ("organisation", "0013_audit_skills"),
        ("organisation", "0014_retention"),
        ("organisation", "0015_audit_retention"),
        ("organisation", "0016_stand_ins"),
    ]

    # Sign-in's tables first: while they change, few models stand around the agent.
    dependencies = [
        ('organisation', '0001_agents'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Client',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('slug', models.SlugField(unique=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_clientevent" ("created_at", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "uuid") VALUES (NEW."created_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."slug", NEW."uuid"); RETURN NULL;', hash='357967042edfebea6090dd40cf4763112645b61c', operation='INSERT', pgid='pgtrigger_insert_insert_987cb', table='organisation_client', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_clientevent" ("created_at", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "uuid") VALUES (NEW."created_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."slug", NEW."uuid"); RETURN NULL;', hash='11490b5d335ed7823a23a87dbbb965ba74e7d04e', operation='UPDATE', pgid='pgtrigger_update_update_ac6da', table='organisation_client', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_clientevent" ("created_at", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "uuid") VALUES (OLD."created_at", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."slug", OLD."uuid"); RETURN NULL;', hash='179410f7c9a91a07ff40bce7eaa6addd7fbcae60', operation='DELETE', pgid='pgtrigger_delete_delete_b18b3', table='organisation_client', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Brand',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('slug', models.SlugField()),
                        ('language', models.CharField(default='en', max_length=10)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='brands', to='organisation.client')),
                        ('kept_from', models.DateTimeField(blank=True, null=True)),
                        ('kept_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('client', 'slug'), name='brand_slug_once_a_client')],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_brandevent" ("client_id", "id", "kept_from", "kept_months", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "uuid") VALUES (NEW."client_id", NEW."id", NEW."kept_from", NEW."kept_months", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."slug", NEW."uuid"); RETURN NULL;', hash='5ca75aa252e1e672bac0ae333bc7d5b70b261c3d', operation='INSERT', pgid='pgtrigger_insert_insert_a3f23', table='organisation_brand', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_brandevent" ("client_id", "id", "kept_from", "kept_months", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "uuid") VALUES (NEW."client_id", NEW."id", NEW."kept_from", NEW."kept_months", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."slug", NEW."uuid"); RETURN NULL;', hash='c2d6a36f32a0e88e0e7ec72655d3ab9d1b2ddcf8', operation='UPDATE', pgid='pgtrigger_update_update_c5cbe', table='organisation_brand', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_brandevent" ("client_id", "id", "kept_from", "kept_months", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "uuid") VALUES (OLD."client_id", OLD."id", OLD."kept_from", OLD."kept_months", OLD."language", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."slug", OLD."uuid"); RETURN NULL;', hash='ccd813e0c2b7ac407c2d3d35f2631fa91ae16f29', operation='DELETE', pgid='pgtrigger_delete_delete_b9c68', table='organisation_brand', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('admin', 'admin'), ('lead', 'lead'), ('agent', 'agent'), ('light', 'light'), ('client', 'client')], max_length=10)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='organisation.brand')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='organisation.client')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('agent', 'client', 'brand'), name='grant_once', nulls_distinct=False)],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_grantevent" ("agent_id", "brand_id", "client_id", "created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."agent_id", NEW."brand_id", NEW."client_id", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."role"); RETURN NULL;', hash='f45468dfe3c04415858f8f4492e35a861db822a0', operation='INSERT', pgid='pgtrigger_insert_insert_04272', table='organisation_grant', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_grantevent" ("agent_id", "brand_id", "client_id", "created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."agent_id", NEW."brand_id", NEW."client_id", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."role"); RETURN NULL;', hash='934cfae7b142ee66242317e471819c8104d122f6', operation='UPDATE', pgid='pgtrigger_update_update_7420b', table='organisation_grant', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_grantevent" ("agent_id", "brand_id", "client_id", "created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."agent_id", OLD."brand_id", OLD."client_id", OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."role"); RETURN NULL;', hash='41f0e5180d8ae86084684ebbcfd8142b96c99fc0', operation='DELETE', pgid='pgtrigger_delete_delete_a5b6d', table='organisation_grant', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='organisation.client')),
                        ('members', models.ManyToManyField(related_name='teams', to=settings.AUTH_USER_MODEL)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='team_name_in_use_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_teamevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."uuid"); RETURN NULL;', hash='f31412a7356ff4ec9c5463ebbb02a7709e68bd45', operation='INSERT', pgid='pgtrigger_insert_insert_11a1b', table='organisation_team', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_teamevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."uuid"); RETURN NULL;', hash='38df7b2a24dc69665a6651bb53c8d6b9b53848d5', operation='UPDATE', pgid='pgtrigger_update_update_146b2', table='organisation_team', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_teamevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (OLD."archived_at", OLD."client_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."uuid"); RETURN NULL;', hash='002addb7f8daba0551e2dcfbe7a939e31fe6c732', operation='DELETE', pgid='pgtrigger_delete_delete_ada6c', table='organisation_team', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Remembered',
                    fields=[
                        ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ('value', models.TextField()),
                        ('expires', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'db_table': 'organisation_remembered',
                    },
                ),
                migrations.CreateModel(
                    name='SignIn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('session', models.CharField(max_length=40, unique=True)),
                        ('label', models.CharField(blank=True, default='', max_length=60)),
                        ('address', models.GenericIPAddressField(null=True)),
                        ('signed_in_at', models.DateTimeField()),
                        ('seen_at', models.DateTimeField()),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('email', models.EmailField(max_length=254)),
                        ('name', models.CharField(max_length=200)),
                        ('roles', models.JSONField()),
                        ('hashed', models.CharField(max_length=64, unique=True)),
                        ('delivery_id', models.BigIntegerField(null=True)),
                        ('sent_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='organisation.client')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='invited_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_invitationevent" ("accepted_at", "accepted_by_id", "by_id", "client_id", "email", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "sent_at", "uuid", "withdrawn_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."by_id", NEW."client_id", NEW."email", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."roles", NEW."sent_at", NEW."uuid", NEW."withdrawn_at"); RETURN NULL;', hash='73063fe411d5751f9ec1070126649fdd89a145a2', operation='INSERT', pgid='pgtrigger_insert_insert_61a9b', table='organisation_invitation', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."hashed" IS DISTINCT FROM (NEW."hashed") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."roles" IS DISTINCT FROM (NEW."roles") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "organisation_invitationevent" ("accepted_at", "accepted_by_id", "by_id", "client_id", "email", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "sent_at", "uuid", "withdrawn_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."by_id", NEW."client_id", NEW."email", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."roles", NEW."sent_at", NEW."uuid", NEW."withdrawn_at"); RETURN NULL;', hash='c2481f3074251bdd9a4d9560a632d701fe5bcbdd', operation='UPDATE', pgid='pgtrigger_update_update_2e92c', table='organisation_invitation', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_invitationevent" ("accepted_at", "accepted_by_id", "by_id", "client_id", "email", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "sent_at", "uuid", "withdrawn_at") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."by_id", OLD."client_id", OLD."email", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."roles", OLD."sent_at", OLD."uuid", OLD."withdrawn_at"); RETURN NULL;', hash='496e015c412c24a6e5e136c2f7ccf2ad2111d29c', operation='DELETE', pgid='pgtrigger_delete_delete_e6bcc', table='organisation_invitation', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AgentState',
                    fields=[
                        ('pk', models.CompositePrimaryKey('at', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('id', models.BigIntegerField()),
                        ('agent_id', models.BigIntegerField()),
                        ('state', models.CharField(choices=[('online', 'online'), ('busy', 'busy'), ('wrap_up', 'wrap_up'), ('break', 'break'), ('away', 'away'), ('offline', 'offline')], max_length=10)),
                        ('cause', models.CharField(choices=[('chosen', 'chosen'), ('signed in', 'signed in'), ('signed out', 'signed out'), ('absent', 'absent'), ('returned', 'returned')], max_length=10)),
                        ('reason_id', models.BigIntegerField(null=True)),
                        ('at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                    ],
                    options={
                        'db_table': 'organisation_agentstate',
                        'managed': False,
                    },
                ),
                migrations.CreateModel(
                    name='BreakReason',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='break_reasons', to='organisation.client')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='break_reason_in_use_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_breakreasonevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."uuid"); RETURN NULL;', hash='543e25f9764e0574524551cfa2bd12cdc178865c', operation='INSERT', pgid='pgtrigger_insert_insert_ceac9', table='organisation_breakreason', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_breakreasonevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."uuid"); RETURN NULL;', hash='687aa5243f6642e55b8880b8d668ea275b31f542', operation='UPDATE', pgid='pgtrigger_update_update_d53a5', table='organisation_breakreason', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_breakreasonevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (OLD."archived_at", OLD."client_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."uuid"); RETURN NULL;', hash='737b923105e2fd1ee596d70570c952345d27466f', operation='DELETE', pgid='pgtrigger_delete_delete_f1ad9', table='organisation_breakreason', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Presence',
                    fields=[
                        ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='presence', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('state', models.CharField(choices=[('online', 'online'), ('busy', 'busy'), ('wrap_up', 'wrap_up'), ('break', 'break'), ('away', 'away'), ('offline', 'offline')], default='offline', max_length=10)),
                        ('cause', models.CharField(choices=[('chosen', 'chosen'), ('signed in', 'signed in'), ('signed out', 'signed out'), ('absent', 'absent'), ('returned', 'returned')], default='signed out', max_length=10)),
                        ('before', models.CharField(choices=[('online', 'online'), ('busy', 'busy'), ('wrap_up', 'wrap_up'), ('break', 'break'), ('away', 'away'), ('offline', 'offline')], default='online', max_length=10)),
                        ('since', models.DateTimeField()),
                        ('seen_at', models.DateTimeField()),
                        ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.breakreason')),
                    ],
                ),
                migrations.CreateModel(
                    name='Access',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=threering.kernel.time.now)),
                        ('kind', models.CharField(max_length=40)),
                        ('agent_id', models.BigIntegerField(null=True)),
                        ('client_id', models.BigIntegerField(null=True)),
                        ('data', models.JSONField(default=dict)),
                        ('context', models.JSONField(null=True)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['-at', '-id'], name='access_by_time'),
                            models.Index(fields=['agent_id', '-at', '-id'], name='access_by_agent'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f83c0fa4fbb4c5c54bdc941a3e543f5e432f4066', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4b28d', table='organisation_access', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AgentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('kind', models.CharField(choices=[('person', 'Person'), ('bot', 'Bot'), ('api', 'Api'), ('system', 'System')], default='person', max_length=10)),
                        ('email', models.EmailField(max_length=254)),
                        ('name', models.CharField(max_length=200)),
                        ('digest', models.CharField(choices=[('off', 'off'), ('hourly', 'hourly'), ('daily', 'daily')], db_default='off', default='off', max_length=6)),
                        ('digest_hour', models.PositiveSmallIntegerField(db_default=8, default=8)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('untold', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, size=None)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['pgh_obj', '-pgh_created_at', '-pgh_id'], name='organisatio_pgh_obj_364078_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_f45a23_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='346c1de43f1d0f11baef3c9ec38ff327740e87f6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_766ab', table='organisation_agentevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='BrandEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('slug', models.SlugField(db_index=False)),
                        ('language', models.CharField(default='en', max_length=10)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('kept_from', models.DateTimeField(blank=True, null=True)),
                        ('kept_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='organisatio_client__7ab8b7_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_879e52_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='24b55011ec2126d6037466cd1ef88513e44ff7ae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_791f3', table='organisation_brandevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ClientEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('slug', models.SlugField(db_index=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['pgh_obj', '-pgh_created_at', '-pgh_id'], name='organisatio_pgh_obj_4de04d_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_3805e9_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80695aa1330299ece75c7a115594dbc0f9fd43e6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3d976', table='organisation_clientevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='GrantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('role', models.CharField(choices=[('admin', 'admin'), ('lead', 'lead'), ('agent', 'agent'), ('light', 'light'), ('client', 'client')], max_length=10)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('agent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('brand', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.brand')),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.grant')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='organisatio_client__93bbea_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_422dce_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2b16befaf0bdcb382e902c1c4c248afa5bea1f64', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9c3fd', table='organisation_grantevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('email', models.EmailField(max_length=254)),
                        ('name', models.CharField(max_length=200)),
                        ('roles', models.JSONField()),
                        ('sent_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('accepted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.invitation')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='organisatio_client__b80502_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_26ee77_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='60f3dfe154749036cd7fac94465891a07dca561f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8777b', table='organisation_invitationevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MembershipEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('agent', models.ForeignKey(db_constraint=False, db_index=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(db_constraint=False, db_index=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.membership')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['team', '-pgh_created_at', '-pgh_id'], name='organisatio_team_id_0d7750_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_241ba9_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e9cca67cd0638d1a2877b587f00e551b28032233', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e789f', table='organisation_membershipevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TeamEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.team')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='organisatio_client__f03563_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_89e76c_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9617938eb483a96ddf45b0adf87892ef7681d924', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7e52b', table='organisation_teamevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                    ],
                    options={
                        'proxy': True,
                    },
                    bases=('organisation.team_members',),
                ),
                migrations.CreateModel(
                    name='Skill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='organisation.client')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('name'), condition=models.Q(('archived_at', None)), name='skill_in_use_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_skillevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."uuid"); RETURN NULL;', hash='e0e4a091ee0eb19392f3202768591e18d505f7ba', operation='INSERT', pgid='pgtrigger_insert_insert_0fc97', table='organisation_skill', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_skillevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."archived_at", NEW."client_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."uuid"); RETURN NULL;', hash='8226d4a015583395e24b6ac0927d83bb7f07b992', operation='UPDATE', pgid='pgtrigger_update_update_22cf0', table='organisation_skill', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_skillevent" ("archived_at", "client_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (OLD."archived_at", OLD."client_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."uuid"); RETURN NULL;', hash='21658e2d9be1c236cd06f573d13061a922b45f25', operation='DELETE', pgid='pgtrigger_delete_delete_e2364', table='organisation_skill', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Ability',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.PositiveSmallIntegerField(choices=[(1, 'Basic'), (2, 'Good'), (3, 'Expert')])),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abilities', to=settings.AUTH_USER_MODEL)),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abilities', to='organisation.skill')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('skill', 'agent'), name='ability_once'),
                            models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='ability_level'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_abilityevent" ("agent_id", "id", "level", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") VALUES (NEW."agent_id", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."skill_id"); RETURN NULL;', hash='22fc0677eeca307ecd340d869c067db88d96ab3f', operation='INSERT', pgid='pgtrigger_insert_insert_484ed', table='organisation_ability', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_abilityevent" ("agent_id", "id", "level", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") VALUES (NEW."agent_id", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."skill_id"); RETURN NULL;', hash='9b0787bb7b7caad65db4dafd99adbeb61c6aa6aa', operation='UPDATE', pgid='pgtrigger_update_update_68cb2', table='organisation_ability', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_abilityevent" ("agent_id", "id", "level", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") VALUES (OLD."agent_id", OLD."id", OLD."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."skill_id"); RETURN NULL;', hash='3760157df1a776c6f4888e1240d0f8da59fd3b83', operation='DELETE', pgid='pgtrigger_delete_delete_506d9', table='organisation_ability', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AbilityEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('level', models.PositiveSmallIntegerField(choices=[(1, 'Basic'), (2, 'Good'), (3, 'Expert')])),
                        ('agent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.ability')),
                        ('skill', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.skill')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['skill', '-pgh_created_at', '-pgh_id'], name='organisatio_skill_i_aa68af_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_9b44a8_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f5c2f91e7c80fd88f803623f1d297bef71a91a67', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e13dd', table='organisation_abilityevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='BreakReasonEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.breakreason')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='organisatio_client__abcf54_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_3ee8d7_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='571723babf2dc94a502d85e4981f15a5966b1eed', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_667e3', table='organisation_breakreasonevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SkillEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.client')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.skill')),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['client', '-pgh_created_at', '-pgh_id'], name='organisatio_client__f49a04_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_7e4227_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d7bfbc7ff0381abc7dce1b77166fa56124aa1e43', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a323', table='organisation_skillevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='StandIn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('begins_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='stand_in_of', to=settings.AUTH_USER_MODEL)),
                        ('stand_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('agent', models.F('stand_in')), _negated=True), name='nobody_stands_in_for_themselves'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_standinevent" ("agent_id", "begins_at", "ended_at", "ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id") VALUES (NEW."agent_id", NEW."begins_at", NEW."ended_at", NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."stand_in_id"); RETURN NULL;', hash='6bf739affde71dbc8023aab710fc2fae9af91229', operation='INSERT', pgid='pgtrigger_insert_insert_0b98f', table='organisation_standin', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_standinevent" ("agent_id", "begins_at", "ended_at", "ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id") VALUES (NEW."agent_id", NEW."begins_at", NEW."ended_at", NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."stand_in_id"); RETURN NULL;', hash='fd4bdf95641dbead07036b04ad824e94d9a82536', operation='UPDATE', pgid='pgtrigger_update_update_3b91a', table='organisation_standin', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_standinevent" ("agent_id", "begins_at", "ended_at", "ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id") VALUES (OLD."agent_id", OLD."begins_at", OLD."ended_at", OLD."ends_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."stand_in_id"); RETURN NULL;', hash='a214c854b862737179f4566819eec5de84824be0', operation='DELETE', pgid='pgtrigger_delete_delete_5281f', table='organisation_standin', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='StandInEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('begins_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('agent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.standin')),
                        ('stand_in', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['agent', '-pgh_created_at', '-pgh_id'], name='organisatio_agent_i_506d76_idx'),
                            models.Index(fields=['pgh_obj', '-pgh_id'], name='organisatio_pgh_obj_bb68ff_idx'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4212d692c2d9b3ca303933424db9359b32463a37', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4bcaf', table='organisation_standinevent', when='BEFORE')),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_membershipevent" ("agent_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") VALUES (NEW."agent_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."team_id"); RETURN NULL;', hash='f85ea9fa3e8d2fd01c7eb1bd91681d076f5227e2', operation='INSERT', pgid='pgtrigger_insert_insert_01674', table='organisation_team_members', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_membershipevent" ("agent_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") VALUES (NEW."agent_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."team_id"); RETURN NULL;', hash='0980b71bf9d24ca27546553b2213f606ff2cd5b2', operation='UPDATE', pgid='pgtrigger_update_update_5f00d', table='organisation_team_members', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_membershipevent" ("agent_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") VALUES (OLD."agent_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."team_id"); RETURN NULL;', hash='c31d26bfe290f6b3823449043976d6ff6823d2dc', operation='DELETE', pgid='pgtrigger_delete_delete_31653', table='organisation_team_members', when='AFTER')),
                ),
            ],
        ),
        *(addressable_by_client(table) for table in ADDRESSABLE),
        *(same_client(*wall) for wall in WALLS),
        RunSQL(STATES),
        migrations.RunPython(first_partitions),
    ]
