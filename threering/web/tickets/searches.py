"""A page of what was searched: the best hits, their words marked, and what was meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.tickets.finding import Found, Place, everything, find, snippets_of
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.ordering import BadCursor, Order, closed, opened
from threering.tickets.ranking import marked, snippet
from threering.tickets.searching import LONGEST, Search, Trouble, parse
from threering.tickets.viewing import View, tickets_in
from threering.web.tickets.lists import PAGE
from threering.web.tickets.pages import VIEWS, Marked, Row, label_of, row_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said above the hits, and the search with the view's switch thrown."""

    meant: str
    besides: bool
    troubles: tuple[str, ...]
    kept_to: str
    """The label of the view that the search is kept to; "" for everything."""
    here: str
    """The label of the view on the screen."""
    other: str


@dataclass(frozen=True, slots=True)
class _Page:
    """Which page: so many hits after a place, `wide` with what mistyped words may have meant."""

    offset: int = 0
    wide: bool = False
    before: Place | None = None


def asked_for(query: str) -> str:
    """The words of a search, as many as a person types and none that PostgreSQL cannot hold."""
    return query.replace("\0", " ").strip()[:LONGEST]


def found_in(actor: Agent, view: View, words: str = "") -> TicketQuerySet:
    """All tickets of a view, or all that a search finds, that the actor sees."""
    here = timezone.localtime(now())
    if words:
        return everything(parse(words, here), actor, now=here)
    return tickets_in(view, actor, now=here)


def rows_among(actor: Agent, view: View, words: str, uuids: Collection[UUID]) -> list[Row]:
    """Those of some tickets that are in the view, as rows of its list."""
    listed = found_in(actor, view, words).filter(uuid__in=uuids)
    with_all = listed.select_related("client", "brand", "customer", "assignee")
    return [row_of(ticket, view.key) for ticket in with_all]


def found_page(
    actor: Agent, view: View, words: str, *, cursor: str = "", current: int | None = None
) -> dict[str, object]:
    """What the list shows of a search: rows, cursor, and on the first page what is told.

    Raises BadCursor.
    """
    search, page = parse(words, timezone.localtime(now())), _page(cursor)
    found = find(search, actor, now=now(), before=page.before, wide=page.wide)
    hits = [hit.ticket for hit in found.hits[page.offset : page.offset + PAGE]]
    rows = _rows(actor, hits, found, view.key, current=current)
    told = None if cursor else _told(search, found, view, words)
    return {"rows": rows, "cursor": _next(page, found), "told": told}


def _rows(
    actor: Agent, hits: Sequence[int], found: Found, view: str, *, current: int | None
) -> list[Row]:
    mine = Ticket.objects.visible_to(actor).filter(pk__in=hits)
    tickets = mine.select_related("client", "brand", "customer", "assignee").in_bulk()
    said = snippets_of(hits, found.any_of)
    rows = {pk: row_of(one, view, current=pk == current) for pk, one in tickets.items()}
    return [
        _with_marks(rows[pk], said.get(pk, ("", "")), found.sought) for pk in hits if pk in rows
    ]


def _with_marks(row: Row, said: tuple[str, str], sought: Collection[str]) -> Row:
    shown = next(filter(None, (snippet(text, sought) for text in said)), row.preview)
    return replace(
        row,
        marked=Marked(
            subject=marked(row.subject, sought),
            customer=marked(row.customer, sought),
            preview=marked(shown, sought),
        ),
    )


def _told(search: Search, found: Found, view: View, words: str) -> Told:
    return Told(
        meant=", ".join(found.meant),
        besides=found.besides,
        troubles=tuple(_worded(trouble) for trouble in search.troubles),
        kept_to=_(VIEWS[search.view][0]) if search.view else "",
        here=label_of(view),
        other=_switched(search, view.key, words),
    )


def _switched(search: Search, view: str, words: str) -> str:
    """The same search in everything, or only in the view on the screen; "" where that is one."""
    if not search.view and (view == "all" or view not in VIEWS):
        return ""
    pieces = [piece for piece in words.split() if not piece.lower().startswith("in:")]
    return " ".join(pieces if search.view else [f"in:{view}", *pieces])


def _worded(trouble: Trouble) -> str:
    sentences = {
        "in": _("There is no view “%(value)s”: in:mine, in:open, in:solved, in:spam …"),
        "status": _("There is no status “%(value)s”: status:open, status:waiting, status:done …"),
        "is": _("“is:%(value)s” is nothing a ticket can be: is:unread, is:snoozed, is:urgent …"),
        "priority": _("There is no priority “%(value)s”: low, normal, high or urgent."),
        "has": _("“has:%(value)s” cannot be looked for: has:attachment or has:note."),
    }
    day = _("“%(value)s” is no day: %(name)s:2026-03-31, %(name)s:yesterday, %(name)s:7d …")
    return sentences.get(trouble.name, day) % {"name": trouble.name, "value": trouble.value}


def _page(cursor: str) -> _Page:
    if not cursor:
        return _Page()
    offset, _sep, rest = cursor.partition(".")
    how, _sep, place = rest.partition(".")
    if not offset.isdecimal() or len(offset) > 4 or how not in ("w", "e"):
        raise BadCursor(cursor)
    return _Page(int(offset), how == "w", _place(place) if place else None)


def _next(page: _Page, found: Found) -> str:
    """The cursor of the next page: further on in what was ranked together, or after all that."""
    how, seen = "w" if found.wide or page.wide else "e", page.offset + PAGE
    if seen < len(found.hits):
        place = closed(page.before) if page.before else ""
        return f"{seen}.{how}.{place}"
    return f"0.{how}.{closed(found.after)}" if found.after else ""


def _place(cursor: str) -> Place:
    at, pk = opened(cursor, Order.LATEST)
    return cast(datetime, at), cast(int, pk)
