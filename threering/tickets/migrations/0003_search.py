"""Every message is searchable the moment it is committed, without accents or case."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations
from django.db.migrations import RunSQL

# unaccent() is only STABLE since its dictionary could be changed; ours is named and never is.
IMMUTABLE = """
create function threering_unaccent(text) returns text language sql immutable strict parallel safe
as $$ select unaccent('unaccent'::regdictionary, $1) $$
"""
# A tsvector holds at most 1 MB: what stands beyond 200,000 characters is kept but not searched.
SEARCH = """
alter table tickets_message add column tsv tsvector generated always as
  (to_tsvector('simple', threering_unaccent(left(text, 200000)))) stored;
create index tickets_message_tsv on tickets_message using gin (tsv);
create index tickets_ticket_subject on tickets_ticket using gin (subject gin_trgm_ops);
create index customers_customer_name on customers_customer using gin (name gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_same_client")]
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        RunSQL(IMMUTABLE, "drop function threering_unaccent(text)"),
        RunSQL(
            SEARCH,
            "drop index tickets_ticket_subject; drop index customers_customer_name;"
            " alter table tickets_message drop column tsv",
        ),
    ]
