"""The words of a client's tickets: learned after these were written, asked for typos."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from threering.tickets.spelling import TWO_SLIPS, may_be_mistyped, nearest, variants

SHORTEST_BEGINNING = 3  # letters
MOST_ENDINGS = 12
LONG = 6  # letters
_TAKEN = """
delete from tickets_unlearned where id in
  (select id from tickets_unlearned order by id limit %s for update skip locked)
returning ticket_id, stale
"""
_STALE = "select threering_write_lines(%s)"
# Digits and signs nobody mistypes but copies; letters of all scripts pass.
_LEARN = r"""
insert into tickets_word (client_id, word)
  select distinct s.client_id, said.word
  from tickets_searchable s, unnest(tsvector_to_array(s.words)) as said(word)
  where s.ticket_id = any(%s) and said.word ~ '^[^\x01-\x40\x5b-\x60\x7b-\x7f]{3,30}$'
  and not exists (select from tickets_word w where w.client_id = s.client_id and w.word = said.word)
  order by 1, 2
on conflict do nothing
"""
_KNOWN = """
select word from tickets_word where client_id = any(%(clients)s) and word = any(%(words)s)
union select word from (
  select s.words from tickets_unlearned u join tickets_searchable s using (ticket_id)
  where u.client_id = any(%(clients)s) order by u.id desc limit 30
) fresh, unnest(tsvector_to_array(fresh.words)) word where word = any(%(words)s)
"""
_ALIKE = """
select word from tickets_word where client_id = any(%(clients)s) and word %% %(word)s
  and length(word) between length(%(word)s) - 2 and length(%(word)s) + 2
order by similarity(word, %(word)s) desc limit 30
"""
_BEGINNING = """
select distinct word from tickets_word
where client_id = any(%s) and word like %s limit %s
"""


@transaction.atomic
def learn(*, most: int = 300) -> int:
    """Learn the words of tickets that wait for it; how many waited. Killed, they still wait."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [most])
        taken = cursor.fetchall()
        if stale := sorted({ticket for ticket, is_stale in taken if is_stale}):
            cursor.execute(_STALE, [stale])
        if taken:
            cursor.execute(_LEARN, [sorted({ticket for ticket, _ in taken})])
    return len(taken)


def meant(
    clients: Sequence[int], words: Sequence[str], *, nothing_found: bool
) -> dict[str, list[str]]:
    """What mistyped words may have meant, out of the words of these clients.

    Words that nobody ever wrote are looked for first. Where all are known, each may be mistyped if
    nothing was found, else the longer ones: of short words every one is near another.
    """
    asked = [word for word in words if may_be_mistyped(word)]
    if not asked or not clients:
        return {}
    slipped = {word: variants(word) for word in asked}
    known = _known(clients, sorted(set(asked).union(*slipped.values())))
    doubted = [word for word in asked if word not in known]
    if not doubted:
        doubted = [word for word in asked if nothing_found or len(word) >= LONG]
    found = {word: nearest(word, known & slipped[word]) for word in doubted}
    for word in doubted:
        if not found[word] and len(word) >= TWO_SLIPS:
            found[word] = nearest(word, _alike(clients, word))
    return {word: near for word, near in found.items() if near}


def endings(clients: Sequence[int], beginning: str) -> list[str]:
    """Words that begin so: its author may not have ended typing."""
    if len(beginning) < SHORTEST_BEGINNING or not beginning.isalpha():
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [list(clients), beginning + "%", MOST_ENDINGS])
        return [word for (word,) in cursor.fetchall() if word != beginning]


def _known(clients: Sequence[int], words: Sequence[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"clients": list(clients), "words": list(words)})
        return {word for (word,) in cursor.fetchall()}


def _alike(clients: Sequence[int], word: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"clients": list(clients), "word": word})
        return {found for (found,) in cursor.fetchall()}


_HOLD = "delete from tickets_unlearned where ticket_id = any(%s)"
_SAID = r"""
select distinct s.client_id, said.word
from tickets_searchable s, unnest(tsvector_to_array(s.words)) as said(word)
where s.ticket_id = any(%s) and said.word ~ '^[^\x01-\x40\x5b-\x60\x7b-\x7f]{3,30}$'
"""
# One statement a word: PostgreSQL then knows whether it is common, and where to look first.
_UNLEARN = """
delete from tickets_word where client_id = %s and word = %s and not exists (
  select from tickets_searchable where client_id = %s and words @@ %s::tsquery limit 1)
"""


def held_words(tickets: Sequence[int]) -> list[tuple[int, str]]:
    """The words of tickets, with their client, which nobody learns until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(tickets)])
        cursor.execute(_SAID, [list(tickets)])
        return [(client, word) for client, word in cursor.fetchall()]


def write_lines(tickets: Sequence[int]) -> None:
    """Word the lines of tickets anew."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE, [list(tickets)])


def unlearn(words: Sequence[tuple[int, str]]) -> None:
    """Forget those of these words that nobody says any more."""
    with connection.cursor() as cursor:
        for client, word in words:
            cursor.execute(_UNLEARN, [client, word, client, f"'{word}'"])
