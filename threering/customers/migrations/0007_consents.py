import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import threering.kernel.ids
from threering.kernel.schema import same_client

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
NOT_APPEND_ONLY = """
drop trigger append_only on customers_consent; drop function customers_consent_is_said()
"""
# Who called our mail unwanted before there were these lines refused all that is no answer.
COMPLAINTS = """
insert into customers_consent (said, client_id, customer_id, purpose, agreed, how, at)
select gen_random_uuid(), client_id, customer_id, purpose, false, 'complaint', min(complained_at)
from customers_handle, unnest(array['acknowledgement', 'survey', 'offer']) purpose
where complained_at is not null group by client_id, customer_id, purpose;
set constraints all immediate
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0006_erasures'),
        ('organisation', '0015_audit_retention'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        same_client("customers_consent", "customer_id", "customers_customer"),
        same_client("customers_consent", "brand_id", "organisation_brand"),
        migrations.RunSQL(COMPLAINTS, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
