"""The events: append-only, one table a month from the first day, no foreign keys."""

from django.db import migrations
from django.db.migrations import RunSQL

from threering.kernel.schema import addressable_by_client
from threering.kernel.time import now

TABLE = """
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
    dependencies = [("ledger", "0001_initial")]
    operations = [
        RunSQL(TABLE, "drop table ledger_event; drop function ledger_event_is_a_fact()"),
        migrations.RunPython(first_partitions, migrations.RunPython.noop),
        addressable_by_client("ledger_key"),
        addressable_by_client("ledger_blob"),
        addressable_by_client("ledger_arrival"),
        addressable_by_client("ledger_delivery"),
    ]
