"""One searchable line a ticket, kept by PostgreSQL in the transaction that writes the message.

Every message is searchable the moment it is committed, without accents or case. Ranked search over
millions of messages must not read all that say a common word. A line knows the week in which its
ticket was last spoken to, so that the index alone finds the newest (docs/adr).
"""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations
from django.db.migrations import RunSQL

# unaccent() is only STABLE since its dictionary could be changed; ours is named and never is.
IMMUTABLE = """
create function threering_unaccent(text) returns text language sql immutable strict parallel safe
as $$ select unaccent('unaccent'::regdictionary, $1) $$
"""
# A tsvector holds at most 1 MB: what stands beyond 200,000 characters is kept but not searched.
SAID = """
alter table tickets_message add column tsv tsvector generated always as
  (to_tsvector('simple', threering_unaccent(left(text, 200000)))) stored;
"""
# The parser of PostgreSQL takes the 12345 of QM-12345 for a negative number: the sign goes.
WORDS = """
create function threering_words(said text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(ltrim(word, '-+')) filter (where ltrim(word, '-+') <> ''), '{}')
  from unnest(tsvector_to_array(to_tsvector('simple', threering_unaccent(left(said, 200000))))) word
$$;
create function threering_folded(said text) returns tsvector language sql immutable parallel safe as
$$ select strip(to_tsvector('simple', threering_unaccent(said))) $$;
create function threering_apart(said text) returns text language sql immutable parallel safe as
$$ select said || ' ' || regexp_replace(said, '[^[:alnum:]]+', ' ', 'g') $$;
create function threering_week(at timestamptz) returns text language sql immutable parallel safe as
$$ select 'w' || floor(extract(epoch from at) / 604800)::bigint $$;
"""
# A tsvector holds at most 1 MB, and a mail shall not fail for its search: 64 * 13,000 stays below.
MOST = """
create aggregate threering_together(tsvector) (
  sfunc = tsvector_concat, stype = tsvector, initcond = '');
create function threering_most(ticket bigint) returns tsvector language plpgsql stable as $$
begin
  return array_to_tsvector(array(
    select distinct ltrim(word, '-+') from tickets_message m, unnest(tsvector_to_array(m.tsv)) word
    where m.ticket_id = ticket and m.taken_back_at is null and octet_length(word) <= 64
    and ltrim(word, '-+') <> '' limit 13000));
end $$;
"""
# Many tickets in one go, because starting a query costs more than a line; planned once, for the
# ways by the indexes, because that is right for one ticket and for a thousand.
LINES = """
create function threering_lines(ids bigint[])
  returns table (ticket_id bigint, client_id bigint, words tsvector) language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin return query
  with m as (
    select n.ticket_id, bool_or(n.kind = 'note') as noted,
      case when sum(pg_column_size(n.tsv)) <= 200000 then threering_together(strip(n.tsv)) end as said,
      string_agg(distinct concat_ws(' ', a.name, a.email, c.name, n.reading ->> 'sender'), ' ') as who,
      string_agg(concat_ws(' ', array_to_string(n.parties, ' '), d.recipients::text,
        n.reading ->> 'to', n.reading ->> 'cc'), ' ') as whom
    from tickets_message n left join organisation_agent a on a.id = n.author_id
    left join customers_customer c on c.id = n.customer_id
    left join ledger_delivery d on d.id = n.delivery_id
    where n.ticket_id = any(ids) and n.taken_back_at is null group by n.ticket_id
  ), t as (
    select k.id, k.client_id, k.brand_id, threering_week(k.last_at) as week, m.noted,
      case when m.ticket_id is null then '' else coalesce(m.said, threering_most(k.id)) end as said,
      threering_apart(left(concat_ws(' ', c.name, (select string_agg(h.value, ' ')
        from customers_handle h where h.customer_id = c.id), m.who), 20000)) as who,
      threering_apart(left(concat_ws(' ', b.address, m.whom), 20000)) as whom,
      k.subject || ' ' || translate(k.subject, '-+', '  ') as subject,
      (select string_agg(g.name, ' ') from tickets_tagging u join tickets_tag g on g.id = u.tag_id
        where u.ticket_id = k.id) as tags,
      (select string_agg(f.filename, ' ') from tickets_attachment f
        join tickets_message n on n.id = f.message_id
        where n.ticket_id = k.id and n.taken_back_at is null and not f.inline) as files
    from tickets_ticket k join customers_customer c on c.id = k.customer_id
    join channels_inbox b on b.id = k.inbox_id left join m on m.ticket_id = k.id
    where k.id = any(ids)
  ), x as (  -- each text is cut into words once: that is most of the work
    select t.*, threering_folded(t.who) as froms, threering_folded(t.whom) as tos,
      threering_folded(t.subject) as subjects, threering_folded(threering_apart(
        left(concat_ws(' ', t.files, t.tags), 20000))) as besides
    from t offset 0
  )
  select x.id, x.client_id, x.said || x.froms || x.subjects || x.besides || array_to_tsvector(
    array(select ltrim(word, '-+') from unnest(tsvector_to_array(x.said)) word
      where x.said @@ $q$'-':* | '+':*$q$ and ltrim(word, '-+') not in (word, ''))
    || array(select '=f:' || word from unnest(tsvector_to_array(x.froms)) word
      where octet_length(word) <= 200 limit 300)
    || array(select '=t:' || word from unnest(tsvector_to_array(x.tos)) word
      where octet_length(word) <= 200 limit 300)
    || array(select '=s:' || word from unnest(tsvector_to_array(x.subjects)) word
      where octet_length(word) <= 200)
    || case when x.files is not null then array['=h:attachment'] else '{}' end
    || case when x.noted then array['=h:note'] else '{}' end
    || array['=c' || x.client_id, '=b' || x.brand_id, '=c' || x.client_id || x.week,
      '=b' || x.brand_id || x.week])
  from x;
end $$;
"""
# Locked first, so that of two writers the second one reads what the first one wrote.
WRITE = """
create function threering_write_lines(ids bigint[]) returns void language plpgsql as $$
begin
  if cardinality(ids) = 0 then return; end if;
  perform 1 from tickets_ticket where id = any(ids) order by id for no key update;
  insert into tickets_searchable (ticket_id, client_id, words)
    select l.ticket_id, l.client_id, l.words from threering_lines(ids) l order by l.ticket_id
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
LIES = """
alter table tickets_searchable set (toast_tuple_target = 128);
alter table tickets_searchable alter column words set statistics 200;
create index tickets_searchable_words on tickets_searchable using gin (words)
  with (gin_pending_list_limit = 1024);
create index tickets_word_like on tickets_word using gin (word gin_trgm_ops);
"""


def goes_along(table: str) -> RunSQL:
    """A row of a ticket of its own client, which goes when the ticket goes."""
    name = f"{table}_ticket_id_same_client"
    return RunSQL(
        f"alter table {table} add constraint {name} foreign key (client_id, ticket_id) references"
        " tickets_ticket (client_id, id) on delete cascade deferrable initially deferred",
    )


class Migration(migrations.Migration):

    replaces = [("tickets", "0003_search"), ("tickets", "0012_searchable")]

    dependencies = [("tickets", "0001_beginning")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        RunSQL([IMMUTABLE, SAID]),
        goes_along("tickets_searchable"),
        goes_along("tickets_unlearned"),
        RunSQL([WORDS, MOST, LINES, WRITE, TRIGGERS, LIES]),
    ]
