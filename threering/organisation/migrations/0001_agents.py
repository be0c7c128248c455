# Made by Django's makemigrations, then folded (docs/adr/0027)

import django.contrib.postgres.fields
import django.db.models.functions.text
import pgtrigger.compiler
import threering.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("organisation", "0001_initial"),
        ("organisation", "0003_reading"),
        ("organisation", "0005_digest"),
        ("organisation", "0010_untold"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('uuid', models.UUIDField(default=threering.kernel.ids.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('person', 'Person'), ('bot', 'Bot'), ('api', 'Api'), ('system', 'System')], default='person', max_length=10)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('language', models.CharField(default='en', max_length=10)),
                ('time_zone', models.CharField(default='UTC', max_length=64)),
                ('hue', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('language_chosen', models.BooleanField(db_default=False, default=False)),
                ('time_zone_chosen', models.BooleanField(db_default=False, default=False)),
                ('digest', models.CharField(choices=[('off', 'off'), ('hourly', 'hourly'), ('daily', 'daily')], db_default='off', default='off', max_length=6)),
                ('digest_hour', models.PositiveSmallIntegerField(db_default=8, default=8)),
                ('untold', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='agent_email_once')],
                'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_agentevent" ("created_at", "digest", "digest_hour", "email", "id", "is_active", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "untold", "uuid") VALUES (NEW."created_at", NEW."digest", NEW."digest_hour", NEW."email", NEW."id", NEW."is_active", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."untold", NEW."uuid"); RETURN NULL;', hash='81692c025efd91f9f23b92e9687a092447a6fd48', operation='INSERT', pgid='pgtrigger_insert_insert_29398', table='organisation_agent', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."digest_hour" IS DISTINCT FROM (NEW."digest_hour") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."password" IS DISTINCT FROM (NEW."password") OR OLD."untold" IS DISTINCT FROM (NEW."untold") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))', func='INSERT INTO "organisation_agentevent" ("created_at", "digest", "digest_hour", "email", "id", "is_active", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "untold", "uuid") VALUES (NEW."created_at", NEW."digest", NEW."digest_hour", NEW."email", NEW."id", NEW."is_active", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."untold", NEW."uuid"); RETURN NULL;', hash='dca572722c8b98cf64f15f9b5fc1d73b4e85ccd7', operation='UPDATE', pgid='pgtrigger_update_update_55ec7', table='organisation_agent', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_agentevent" ("created_at", "digest", "digest_hour", "email", "id", "is_active", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "untold", "uuid") VALUES (OLD."created_at", OLD."digest", OLD."digest_hour", OLD."email", OLD."id", OLD."is_active", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."untold", OLD."uuid"); RETURN NULL;', hash='34b7efbf90d03e5e4372a21f1ac7dd1bd04a4af1', operation='DELETE', pgid='pgtrigger_delete_delete_cac21', table='organisation_agent', when='AFTER')),
                ],
            },
        ),
    ]
