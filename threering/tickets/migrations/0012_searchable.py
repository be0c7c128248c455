"""One searchable line a ticket, kept by PostgreSQL in the transaction that writes the message.

Ranked search over millions of messages must not read all that say a common word. A line knows the
week in which its ticket was last spoken to, so that the index alone finds the newest (docs/adr).
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations import RunSQL

# The parser of PostgreSQL takes the 12345 of QM-12345 for a negative number: the sign goes.
WORDS = """
create function threering_words(said text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(ltrim(word, '-+')) filter (where ltrim(word, '-+') <> ''), '{}')
  from unnest(tsvector_to_array(to_tsvector('simple', threering_unaccent(left(said, 200000))))) word
$$;
create function threering_parts(said text) returns text[] language sql immutable parallel safe as $$
  select threering_words(said || ' ' || regexp_replace(said, '[^[:alnum:]]+', ' ', 'g'))
$$;
"""
# A tsvector holds at most 1 MB, and a mail shall not fail for its search: 64 * 13,000 stays below.
LINE = """
create aggregate threering_together(tsvector) (
  sfunc = tsvector_concat, stype = tsvector, initcond = '');
create function threering_line(ticket bigint) returns tsvector language plpgsql stable as $$
declare whole boolean;  -- has so many words that they must be counted
begin
  select coalesce(sum(pg_column_size(tsv)), 0) > 200000 into whole from tickets_message
    where ticket_id = ticket and taken_back_at is null;
  return (  -- in plpgsql, because older servers plan an sql function anew each time
  with t as (
    select t.*, b.address as ours,
      c.name || ' ' || coalesce((select string_agg(h.value, ' ') from customers_handle h
        where h.customer_id = c.id), '') as who
    from tickets_ticket t join customers_customer c on c.id = t.customer_id
    join channels_inbox b on b.id = t.inbox_id where t.id = ticket
  ), m as (
    select m.tsv, m.kind, m.parties, m.reading, m.id, d.recipients,
      coalesce(a.name || ' ' || a.email, c.name, '') || ' '
        || coalesce(m.reading ->> 'sender', '') as who
    from tickets_message m left join organisation_agent a on a.id = m.author_id
    left join customers_customer c on c.id = m.customer_id
    left join ledger_delivery d on d.id = m.delivery_id
    where m.ticket_id = ticket and m.taken_back_at is null
  ), f as (
    select f.filename from tickets_attachment f join m on m.id = f.message_id where not f.inline
  ), froms as materialized (  -- each text is cut into words once: that is most of the work
    select distinct unnest(threering_parts(concat_ws(' ', (select who from t),
      (select string_agg(distinct who, ' ') from m)))) as word
  ), tos as materialized (
    select distinct unnest(threering_parts(concat_ws(' ', (select ours from t),
      (select string_agg(concat_ws(' ', array_to_string(parties, ' '), recipients::text,
        reading ->> 'to', reading ->> 'cc'), ' ') from m)))) as word
  ), subjects as materialized (
    select unnest(threering_words(subject)) as word from t
  ), said as (
    select ltrim(word, '-+') as word from m, unnest(tsvector_to_array(tsv)) word
      where whole or word like '-%' or word like '+%'
    union select unnest(threering_parts(filename)) from f
    union select word from froms
    union select word from subjects
    union select unnest(threering_words(g.name)) from tickets_tagging u
      join tickets_tag g on g.id = u.tag_id where u.ticket_id = ticket
  )
  select case when whole then '' else (select threering_together(strip(tsv)) from m) end
    || array_to_tsvector(
    array(select word from said where word <> '' and octet_length(word) <= 64 limit 13000)
    || array(select '=f:' || word from froms where octet_length(word) <= 200 limit 300)
    || array(select '=t:' || word from tos where octet_length(word) <= 200 limit 300)
    || array(select '=s:' || word from subjects)
    || case when exists (select from f) then array['=h:attachment'] else '{}' end
    || case when exists (select from m where kind = 'note') then array['=h:note'] else '{}' end
    || array(select unnest(array['=c' || client_id, '=b' || brand_id, '=c' || client_id || w.week,
      '=b' || brand_id || w.week]) from t, threering_week(last_at) as w(week))
  ));
end $$;
create function threering_week(at timestamptz) returns text language sql immutable parallel safe as
$$ select 'w' || floor(extract(epoch from at) / 604800)::bigint $$;
"""
# Locked first, so that of two writers the second one reads what the first one wrote.
WRITE = """
create function threering_write_lines(ids bigint[]) returns void language plpgsql as $$
begin
  if cardinality(ids) = 0 then return; end if;
  perform 1 from tickets_ticket where id = any(ids) order by id for no key update;
  insert into tickets_searchable (ticket_id, client_id, words)
    select id, client_id, threering_line(id) from tickets_ticket where id = any(ids) order by id
    on conflict (ticket_id) do update set client_id = excluded.client_id, words = excluded.words
    where tickets_searchable.words <> excluded.words;
  insert into tickets_unlearned (client_id, ticket_id, stale)
    select client_id, id, false from tickets_ticket where id = any(ids);
end $$;
"""
# What changes many tickets at once, a name or a tag, is written by the worker within a minute.
TRIGGERS = """
create function threering_message_said() returns trigger language plpgsql as $$
begin
  perform threering_write_lines(array(select distinct ticket_id from fresh));
  return null;
end $$;
create function threering_message_changed() returns trigger language plpgsql as $$
begin
  perform threering_write_lines(array(
    select unnest(array[before.ticket_id, fresh.ticket_id])
    from before join fresh on fresh.id = before.id
    where (before.ticket_id, before.taken_back_at, before.parties)
      is distinct from (fresh.ticket_id, fresh.taken_back_at, fresh.parties)
      or before.tsv <> fresh.tsv));
  return null;
end $$;
create function threering_message_gone() returns trigger language plpgsql as $$
begin
  perform threering_write_lines(array(select distinct ticket_id from before));
  return null;
end $$;
create function threering_file_came() returns trigger language plpgsql as $$
begin
  perform threering_write_lines(array(select distinct m.ticket_id from fresh
    join tickets_message m on m.id = fresh.message_id where not fresh.inline));
  return null;
end $$;
create function threering_ticket_changed() returns trigger language plpgsql as $$
begin
  perform threering_write_lines(array(
    select fresh.id from before join fresh on fresh.id = before.id
    where (before.subject, before.customer_id, before.brand_id, before.inbox_id,
        threering_week(before.last_at))
      is distinct from (fresh.subject, fresh.customer_id, fresh.brand_id, fresh.inbox_id,
        threering_week(fresh.last_at))));
  return null;
end $$;
create function threering_tags_changed() returns trigger language plpgsql as $$
begin
  insert into tickets_unlearned (client_id, ticket_id, stale)
    select distinct client_id, ticket_id, true from changed
    where exists (select from tickets_ticket t where t.id = changed.ticket_id);
  return null;
end $$;
create function threering_name_changed() returns trigger language plpgsql as $$
begin
  insert into tickets_unlearned (client_id, ticket_id, stale)
    select t.client_id, t.id, true from before join fresh on fresh.id = before.id
    join tickets_ticket t on t.customer_id = fresh.id where before.name <> fresh.name;
  return null;
end $$;
create function threering_handles_changed() returns trigger language plpgsql as $$
begin
  insert into tickets_unlearned (client_id, ticket_id, stale)
    select t.client_id, t.id, true from changed
    join tickets_ticket t on t.customer_id = changed.customer_id;
  return null;
end $$;
create trigger searchable_new after insert on tickets_message
  referencing new table as fresh for each statement execute function threering_message_said();
create trigger searchable_changed after update on tickets_message
  referencing old table as before new table as fresh
  for each statement execute function threering_message_changed();
create trigger searchable_gone after delete on tickets_message
  referencing old table as before for each statement execute function threering_message_gone();
create trigger searchable_file after insert on tickets_attachment
  referencing new table as fresh for each statement execute function threering_file_came();
create trigger searchable_changed after update on tickets_ticket
  referencing old table as before new table as fresh
  for each statement execute function threering_ticket_changed();
create trigger searchable_tagged after insert on tickets_tagging
  referencing new table as changed for each statement execute function threering_tags_changed();
create trigger searchable_untagged after delete on tickets_tagging
  referencing old table as changed for each statement execute function threering_tags_changed();
create trigger searchable_named after update on customers_customer
  referencing old table as before new table as fresh
  for each statement execute function threering_name_changed();
create trigger searchable_known after insert on customers_handle
  referencing new table as changed for each statement execute function threering_handles_changed();
create trigger searchable_unknown after delete on customers_handle
  referencing old table as changed for each statement execute function threering_handles_changed();
"""
# The words lie aside from the rows: of thousands of hits only the ids are read.
FILL = """
alter table tickets_searchable set (toast_tuple_target = 128);
alter table tickets_searchable alter column words set statistics 200;
insert into tickets_searchable (ticket_id, client_id, words)
  select id, client_id, threering_line(id) from tickets_ticket order by last_at;
create index tickets_searchable_words on tickets_searchable using gin (words)
  with (gin_pending_list_limit = 1024);
insert into tickets_unlearned (client_id, ticket_id, stale)
  select client_id, id, false from tickets_ticket order by last_at desc;
create index tickets_word_like on tickets_word using gin (word gin_trgm_ops);
drop index tickets_message_tsv;
"""
FUNCTIONS = (
    "message_said", "message_changed", "message_gone", "file_came", "ticket_changed",
    "tags_changed", "name_changed", "handles_changed",
)  # fmt: skip


def goes_along(table: str) -> RunSQL:
    """A row of a ticket of its own client, which goes when the ticket goes."""
    name = f"{table}_ticket_id_same_client"
    return RunSQL(
        f"alter table {table} add constraint {name} foreign key (client_id, ticket_id) references"
        " tickets_ticket (client_id, id) on delete cascade deferrable initially deferred",
        f"alter table {table} drop constraint {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0002_addressable_by_client'),
        ('tickets', '0011_workspans'),
    ]

    operations = [
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
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['client', '-last_at', '-id'], name='ticket_recent'),
        ),
        goes_along("tickets_searchable"),
        goes_along("tickets_unlearned"),
        RunSQL(WORDS, "drop function threering_parts(text); drop function threering_words(text)"),
        RunSQL("set local check_function_bodies = off;" + LINE,
               "drop function threering_line(bigint); drop function threering_week(timestamptz);"
               " drop aggregate threering_together(tsvector)"),
        RunSQL(WRITE, "drop function threering_write_lines(bigint[])"),
        RunSQL(TRIGGERS, "; ".join(f"drop function threering_{n}() cascade" for n in FUNCTIONS)),
        RunSQL(FILL, "create index tickets_message_tsv on tickets_message using gin (tsv)"),
    ]
