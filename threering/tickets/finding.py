"""Searching: the newest tickets that fit, ranked, and what a mistyped word may have meant.

However many tickets say a word, only the newest of them are read: the index knows the weeks in
which tickets were spoken to (`searchable.py`), and KEPT of them are ranked together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from threering.organisation.models import Agent
from threering.organisation.rules import ALLOWED, Verb
from threering.tickets import asking, vocabulary
from threering.tickets.conditions import among, brands
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.ranking import WORD, Hit, ranked
from threering.tickets.searching import Search
from threering.tickets.spelling import folded

KEPT = 200
FEW = 5
"""Fewer hits than this, and words that were meant perhaps are looked for as well."""
SHOWN = 40  # hits that say which corrected words are told
MOST_MERGES = 20
FEW_LINES = 2000
_LEXEMES = "select text, threering_words(text) from unnest(%s::text[]) text"
_LINES = "select ticket_id from tickets_searchable where words @@ %s::tsquery"
_SOME_LINES = _LINES + " limit %s"
_PHRASE = """
(to_tsvector('simple', threering_unaccent(tickets_ticket.subject))
  @@ phraseto_tsquery('simple', threering_unaccent(%s))
or exists (select from tickets_message m where m.ticket_id = tickets_ticket.id
  and m.taken_back_at is null and m.tsv @@ phraseto_tsquery('simple', threering_unaccent(%s))))
"""
_SAID = """
select word from unnest(%s::text[]) word where exists (select from tickets_searchable
  where ticket_id = any(%s) and words @@ quote_literal(word)::tsquery)
"""
_SNIPPETS = """
select distinct on (ticket_id) ticket_id, case when quoted <> '' then visible else text end, text
from tickets_message where ticket_id = any(%s) and taken_back_at is null and tsv @@ %s::tsquery
order by ticket_id, at desc
"""
Place = tuple[datetime, int]
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, best first, and the place after which it goes on; None: nowhere.

    `sought`: the folded words to mark; `any_of`: the same as a tsquery. `meant`: words that were
    looked for instead of mistyped ones, `besides` what was typed when that was found, too.
    `query`: all that as a tsquery.
    """

    hits: tuple[Hit, ...] = ()
    after: Place | None = None
    sought: frozenset[str] = frozenset()
    any_of: str = ""
    wide: bool = False
    meant: tuple[str, ...] = ()
    besides: bool = False
    query: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """Where one looks, for whatever words; `before`: the last place that was shown already."""

    base: TicketQuerySet
    places: list[str]
    oldest: datetime | None
    before: Place | None
    now: datetime

    def hits(self, query: str) -> list[Hit]:
        """The newest KEPT tickets, newest first."""
        found, newest = self.base, self.now
        if self.before:
            newest, pk = self.before
            found = found.filter(Q(last_at__lt=newest) | Q(last_at=newest, pk__lt=pk))
        hits: list[Hit] = []
        for window in asking.windows(newest, self.oldest):
            within = found.filter(last_at__lt=window.ends)
            if window.begins:
                within = within.filter(last_at__gte=window.begins)
            if query:
                kept = asking.kept_to(query, self.places, window.weeks)
                lines = RawSQL(_LINES, [kept]) if window.begins else _lines(kept)  # noqa: S611 - a value
                within = within.filter(pk__in=lines)
            hits += _hits(within, KEPT - len(hits))
            if len(hits) == KEPT:
                break
        return hits


def find(
    search: Search, actor: Agent, *, now: datetime, before: Place | None = None, wide: bool = False
) -> Found:
    """The next KEPT hits after a place, ranked; `wide`: with what mistyped words may have meant."""
    lexemes = _lexemes(asking.texts_of(search, actor.email))
    base, numbered = _base(search, actor), _numbered(search, actor)
    named = [] if before or search.numbers else _hits(base.filter(pk__in=numbered), KEPT)
    if search.numbers:
        base = base.filter(pk__in=numbered)
    look = _Look(base, _places(search, actor), search.after, before, now)
    query = asking.asked(search, lexemes, actor.email)
    hits = look.hits(query) if search.asks else []
    exact = _Exact(search, lexemes, _sought(search), _named(named, hits))
    if wide or (before is None and len(exact.hits) < FEW):
        widened = _widened(exact, actor, look)
        if widened.wide:
            return widened
    return Found(
        hits=tuple(ranked(exact.hits, exact.sought, now)),
        after=_end(hits),
        sought=exact.sought,
        any_of=_any_of(exact, {}),
        query=query,
    )


def everything(search: Search, actor: Agent, *, now: datetime) -> TicketQuerySet:
    """All tickets that a search finds, however many: for what is done to all of them at once."""
    base, named = _base(search, actor), Q(pk__in=_numbered(search, actor))
    if not search.asks or search.numbers:
        return base.filter(named)
    if search.terms:  # slips of the keyboard are only looked into where little is found
        query = find(search, actor, now=now).query
    else:
        query = asking.asked(search, _lexemes(asking.texts_of(search, actor.email)), actor.email)
    if not query:
        return base
    kept = asking.kept_to(query, _places(search, actor), ())
    return base.filter(named | Q(pk__in=_lines(kept)))


def _base(search: Search, actor: Agent) -> TicketQuerySet:
    """What fits but for its plain words."""
    base = among(search, actor)
    for term in search.terms:
        base = _with_phrase(base, term.text, no=term.no) if term.exact else base
    return base


@dataclass(frozen=True, slots=True)
class _Exact:
    """What was typed, and what that found."""

    search: Search
    lexemes: Words
    sought: frozenset[str]
    hits: list[Hit]


def _widened(exact: _Exact, actor: Agent, look: _Look) -> Found:
    """The same with words that were meant perhaps; not `wide` when there are none."""
    plain = [term for term in exact.search.terms if not (term.exact or term.no)]
    words = [word for term in plain for word in exact.lexemes.get(term.text, ())]
    clients = sorted({grant.client_id for grant in actor.held})
    near = vocabulary.meant(clients, words, nothing_found=not exact.hits)
    other = {word: list(found) for word, found in near.items()}
    if plain and plain[-1] is exact.search.terms[-1] and words:
        other.setdefault(words[-1], []).extend(vocabulary.endings(clients, words[-1]))
    other = {word: found for word, found in other.items() if found}
    query = asking.asked(exact.search, exact.lexemes, actor.email, other)
    hits = look.hits(query) if other else []
    typed = {hit.ticket: hit for hit in exact.hits}
    if all(hit.ticket in typed for hit in hits):
        return Found()
    all_hits = [
        *exact.hits,
        *(replace(hit, exact=False) for hit in hits if hit.ticket not in typed),
    ]
    sought = exact.sought.union(*other.values())
    best = ranked(all_hits, sought, look.now)
    meant = sorted({word for found in near.values() for word in found})
    return Found(
        hits=tuple(best),
        after=_end(hits),
        sought=sought,
        any_of=_any_of(exact, other),
        wide=True,
        query=query,
        meant=tuple(_said(meant, best[:SHOWN])),
        besides=bool(exact.hits),
    )


def snippets_of(tickets: Collection[int], any_of: str) -> dict[int, tuple[str, str]]:
    """The latest message of each ticket that says one of the words: what is new in it, and all."""
    if not any_of or not tickets:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SNIPPETS, [list(tickets), any_of])
        return {ticket: (said, text) for ticket, said, text in cursor.fetchall()}


def _lexemes(texts: Sequence[str]) -> dict[str, list[str]]:
    if not texts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [list(dict.fromkeys(texts))])
        return dict(cursor.fetchall())


def _lines(kept: str) -> RawSQL | list[int]:
    """The tickets of all time that say it, themselves where they are few.

    PostgreSQL takes a word that it has no statistics of for a common one, and would read the
    tickets by their age until it has enough: of a rare word, all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SOME_LINES, [kept, FEW_LINES])
        few = [ticket for (ticket,) in cursor.fetchall()]
    return few if len(few) < FEW_LINES else RawSQL(_LINES, [kept])  # noqa: S611 - a value


def _with_phrase(base: TicketQuerySet, phrase: str, *, no: bool) -> TicketQuerySet:
    said = RawSQL(_PHRASE, [phrase, phrase], output_field=BooleanField())  # noqa: S611 - values
    return base.exclude(said) if no else base.filter(said)


def _places(search: Search, actor: Agent) -> list[str]:
    """Where the actor may look, as marks of the index: c12 a client, b3 a brand of one."""
    kept = brands(search, actor)
    if kept is not None:
        return [f"b{brand}" for brand in kept] or ["b0"]
    reach = [grant for grant in actor.held if Verb.READ_TICKET in ALLOWED[grant.role]]
    marks = (f"b{g.brand_id}" if g.brand_id else f"c{g.client_id}" for g in reach)
    return list(dict.fromkeys(marks)) or ["c0"]


def _numbered(search: Search, actor: Agent) -> list[int]:
    """The tickets whose numbers are asked for, or those that they were merged into."""
    typed = search.words[0] if len(search.words) == 1 else ""
    lone = [int(typed)] if typed.isdecimal() and len(typed) < 16 else []
    wanted = search.numbers or tuple(lone)
    if not wanted:
        return []
    mine = Ticket.objects.visible_to(actor)
    rows = list(mine.filter(number__in=wanted).values_list("pk", "merged_into"))
    for _ in range(MOST_MERGES):
        led = {into for _, into in rows if into}
        if not led:
            break
        kept = [(pk, None) for pk, into in rows if not into]
        rows = [*kept, *mine.filter(pk__in=led).values_list("pk", "merged_into")]
    return [pk for pk, _ in rows]


def _hits(found: TicketQuerySet, most: int) -> list[Hit]:
    listed = found.order_by("-last_at", "-pk").values_list(
        "pk", "last_at", "subject", "customer__name"
    )
    return [
        Hit(ticket=pk, last_at=at, subject=subject, customer=name)
        for pk, at, subject, name in listed[:most]
    ]


def _named(named: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    known = {hit.ticket for hit in named}
    return [
        *(replace(hit, named=True) for hit in named),
        *(h for h in hits if h.ticket not in known),
    ]


def _end(hits: Sequence[Hit]) -> Place | None:
    return (hits[-1].last_at, hits[-1].ticket) if len(hits) == KEPT else None


def _sought(search: Search) -> frozenset[str]:
    texts = [*search.words, *search.values("from"), *search.values("subject")]
    return frozenset(folded(word) for text in texts for word in WORD.findall(text))


def _any_of(exact: _Exact, other: Words) -> str:
    words = [w for text in exact.search.words for w in exact.lexemes.get(text, ())]
    return asking.either(
        asking.quoted(w) for w in (*words, *(o for f in other.values() for o in f))
    )


def _said(words: Sequence[str], hits: Sequence[Hit]) -> list[str]:
    """Those that stand in tickets which were found: no other's words are told to anybody."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(words), [hit.ticket for hit in hits]])
        return [word for (word,) in cursor.fetchall()]
