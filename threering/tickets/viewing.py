"""A reader's views: those that everybody has, of brands, inboxes and teams, and saved ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from threering.channels.models import Inbox
from threering.kernel.time import now as clock
from threering.organisation.models import Agent
from threering.organisation.queries import brands_of, may, teams_of
from threering.organisation.rules import Verb
from threering.organisation.standins.queries import away_for
from threering.tickets.finding import everything
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.ordering import COLUMNS, Order
from threering.tickets.ordering import Value as Sorted
from threering.tickets.queries import VIEWS
from threering.tickets.savedview import SavedView
from threering.tickets.searching import parse

KEY = re.compile(r"(?P<kind>brand|inbox|team|for|saved)-(?P<pk>[1-9][0-9]{0,17})")
MOST_COUNTED = 1000
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
DERIVED = {
    Order.WAITING: ("waits_since", "waiting_since"),
    Order.WAKING: ("wakes_at", "snoozed_until"),
}


@dataclass(frozen=True, slots=True)
class View:
    """A view as its reader may open it; `name` as people gave it, "" for one that all have."""

    key: str
    name: str = ""
    order: Order = Order.LATEST
    brand: int | None = None
    inbox: int | None = None
    team: int | None = None
    away: int | None = None
    """For whom the reader stands in."""
    saved: SavedView | None = None


def view_at(key: str, actor: Agent) -> View | None:
    """The view of that key; None where the actor has none."""
    if key in VIEWS:
        return View(key)
    found = KEY.fullmatch(key)
    return FINDS[found["kind"]](key, int(found["pk"]), actor) if found else None


def _of_brand(key: str, pk: int, actor: Agent) -> View | None:
    brand = brands_of(actor).filter(pk=pk).first()
    return View(key, brand.name, brand=pk) if brand else None


def _of_inbox(key: str, pk: int, actor: Agent) -> View | None:
    inbox = inboxes_of(actor).filter(pk=pk).first()
    return View(key, inbox.name or inbox.address, inbox=pk) if inbox else None


def _of_team(key: str, pk: int, actor: Agent) -> View | None:
    team = teams_of(actor).filter(pk=pk).first()
    return View(key, team.name, team=pk) if team else None


def _of_away(key: str, pk: int, actor: Agent) -> View | None:
    away = next((one for one in away_for(actor, clock()) if one.pk == pk), None)
    return View(key, away.name, away=pk) if away else None


def _saved(key: str, pk: int, actor: Agent) -> View | None:
    saved = saved_views(actor).filter(pk=pk).first()
    return View(key, saved.name, Order(saved.order), saved=saved) if saved else None


FINDS = {"brand": _of_brand, "inbox": _of_inbox, "team": _of_team, "for": _of_away, "saved": _saved}


def inboxes_of(actor: Agent) -> Any:
    """The inboxes of the brands an actor has to do with, by name."""
    return Inbox.objects.filter(brand__in=brands_of(actor)).order_by("name", "address")


def saved_views(actor: Agent) -> Any:
    """The views that the actor saved, and those that are everybody's, by name."""
    mine = SavedView.objects.visible_to(actor).filter(Q(owner=None) | Q(owner=actor))
    return mine.order_by("name", "pk")


def may_change(saved: SavedView, actor: Agent) -> bool:
    """Whether they may rename it or take it away: their own, or everybody's where they lead."""
    return saved.owner_id == actor.pk or (
        saved.owner_id is None and may(actor, Verb.SHARE_VIEW, saved)
    )


def tickets_in(view: View, actor: Agent, *, now: datetime) -> TicketQuerySet:
    """The tickets of a view that the actor may see; `now` in the reader's zone."""
    if view.saved:
        return everything(parse(view.saved.query, now), actor, now=now)
    found: TicketQuerySet = Ticket.objects.visible_to(actor)
    if view.brand:
        return found.in_view("open", actor.pk).filter(brand=view.brand)
    if view.inbox:
        return found.in_view("open", actor.pk).filter(inbox=view.inbox)
    if view.team:
        return found.in_view("open", actor.pk).filter(team=view.team)
    if view.away:
        return found.in_view("open", actor.pk).filter(assignee=view.away)
    return found.in_view(view.key, actor.pk)


def ordered(found: TicketQuerySet, order: Order, after: Sequence[Sorted] = ()) -> TicketQuerySet:
    """In that order, from after the row with these values."""
    if order in DERIVED:
        name, column = DERIVED[order]
        found = found.annotate(**{name: Coalesce(column, Value(NEVER))})
    columns = COLUMNS[order]
    if after:
        found = found.filter(_beyond(columns, after))
    return found.order_by(*columns)


def _beyond(columns: Sequence[str], after: Sequence[Sorted]) -> Q:
    """Rows that come after these values: more in the first column, or as much and so on."""
    column, value = columns[0], after[0]
    name = column.lstrip("-")
    beyond = Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
    if len(columns) == 1:
        return beyond
    return beyond | (Q(**{name: value}) & _beyond(columns[1:], after[1:]))


def place_in(ticket: Ticket, order: Order) -> list[Sorted]:
    """The values by which a ticket stands where it does."""
    return [getattr(ticket, column.lstrip("-")) for column in COLUMNS[order]]


def saved_counts(views: Sequence[SavedView], actor: Agent, *, now: datetime) -> dict[int, int]:
    """How many tickets each of these holds, MOST_COUNTED at most; `now` in the reader's zone."""
    return {
        saved.pk: everything(parse(saved.query, now), actor, now=now)[:MOST_COUNTED].count()
        for saved in views
    }
