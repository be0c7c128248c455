"""What the console's templates are given: values, already worded for their reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.kernel.time import now
from threering.organisation.models import Agent, Brand
from threering.organisation.presence.queries import colleagues_for
from threering.organisation.queries import brands_of, teams_in_use
from threering.organisation.standins.queries import away_for
from threering.tickets.attendance import Attending
from threering.tickets.attending import Doing
from threering.tickets.models import Ticket
from threering.tickets.queries import counts
from threering.tickets.ranking import Piece
from threering.tickets.viewing import View, inboxes_of, saved_counts, saved_views
from threering.web.labels import PRIORITY_LABELS
from threering.web.presence.words import Dot, plain_dot
from threering.web.standins.words import away_of

VIEWS = {
    "mine": (gettext_noop("Assigned to me"), "inbox"),
    "unassigned": (gettext_noop("Unassigned"), "user-round-x"),
    "open": (gettext_noop("All open"), "mail"),
    "pending": (gettext_noop("Waiting"), "clock"),
    "on_hold": (gettext_noop("On hold"), "hourglass"),
    "snoozed": (gettext_noop("Snoozed"), "alarm-clock"),
    "solved": (gettext_noop("Done"), "circle-check"),
    "spam": (gettext_noop("Spam"), "circle-alert"),
    "all": (gettext_noop("Everything"), "history"),
}
STATUS_LABELS = {
    "new": gettext_noop("New"),
    "open": gettext_noop("Open"),
    "pending": gettext_noop("Waiting"),
    "on_hold": gettext_noop("On hold"),
    "solved": gettext_noop("Done"),
    "closed": gettext_noop("Closed"),
    "spam": gettext_noop("Spam"),
}


ICONS = {True: "users-round", False: "bookmark"}
"""Of a saved view that everybody has, and of one's own."""


@dataclass(frozen=True, slots=True)
class ViewItem:
    """One view in the side list."""

    key: str
    label: str
    icon: str
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody shown as an avatar."""

    uuid: str
    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class Companion(Person):
    """Somebody who is at a ticket."""

    typing: bool


@dataclass(frozen=True, slots=True)
class Colleague(Person):
    """Somebody to whom a ticket may be given, and whether they are here."""

    dot: Dot
    away: str
    """That they are away, and who stands in for them; "" where they are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a row says when it was searched for."""

    subject: tuple[Piece, ...]
    customer: tuple[Piece, ...]
    preview: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One ticket in a list."""

    dom_id: str
    uuid: str
    client: str
    number: int
    url: str
    part_url: str
    subject: str
    customer: str
    hue: int
    channel: str
    at: datetime
    snoozed_until: datetime | None
    preview: str
    status: str
    status_label: str
    priority: int
    priority_label: str
    unread: bool
    assignee: Person | None
    brand: str
    show_brand: bool
    version: int
    current: bool
    fresh: bool
    marked: Marked | None = None
    """Its words with those apart that were searched for."""


def person(agent: Agent | None) -> Person | None:
    """An agent as an avatar."""
    return Person(str(agent.uuid), agent.name, agent.hue) if agent else None


def colleagues_of(brand: Brand) -> list[Colleague]:
    """To whom a brand's tickets may be given."""
    return [
        Colleague(str(one.uuid), one.name, one.hue, plain_dot(one.uuid, one.state), away_of(one))
        for one in colleagues_for(brand, at=now())
    ]


def colleagues_everywhere(actor: Agent) -> list[Colleague]:
    """To whom tickets of any brand may be given that the actor has to do with, by name."""
    found = {one.uuid: one for brand in brands_of(actor) for one in colleagues_of(brand)}
    return sorted(found.values(), key=lambda one: one.name)


def companions(people: Iterable[Attending]) -> list[Companion]:
    """Who is at a ticket, in their order."""
    return [
        Companion(str(one.agent.uuid), one.agent.name, one.agent.hue, one.doing is Doing.TYPING)
        for one in people
    ]


def row_of(
    ticket: Ticket, view: str, *, preview: str = "", fresh: bool = False, current: bool = False
) -> Row:
    """A ticket as a row of a view's list. Times aware UTC; templates show the reader's zone."""
    place = [view, ticket.client.slug, ticket.number]
    return Row(
        dom_id=f"t-{ticket.uuid}",
        uuid=str(ticket.uuid),
        client=ticket.client.slug,
        number=ticket.number,
        url=reverse("ticket", args=place),
        part_url=reverse("ticket-part", args=place),
        subject=subject_of(ticket),
        customer=ticket.customer.called,
        hue=ticket.customer.hue,
        channel=ticket.channel,
        at=ticket.last_at,
        snoozed_until=ticket.snoozed_until,
        preview=preview or ticket.preview,
        status=ticket.status,
        status_label=_(STATUS_LABELS[ticket.status]),
        priority=ticket.priority,
        priority_label=_(PRIORITY_LABELS[ticket.priority]),
        unread=ticket.waiting_since is not None,
        assignee=person(ticket.assignee),
        brand=ticket.brand.name,
        show_brand=False,
        version=ticket.version,
        current=current,
        fresh=fresh,
    )


def subject_of(ticket: Ticket) -> str:
    """What it is about, or why nobody knows that."""
    return ticket.subject or (_("(erased)") if ticket.forgotten_at else _("(no subject)"))


def label_of(view: View) -> str:
    """What a view is called."""
    if view.away:
        return _("For %(name)s") % {"name": view.name}
    return view.name or _(VIEWS[view.key][0])


def frame_of(actor: Agent, view: View) -> dict[str, object]:
    """What stands around every page of the console: the views with their counts."""
    away = away_for(actor, now())
    counted = counts(actor, [one.pk for one in away])
    brands, inboxes = list(brands_of(actor)), list(inboxes_of(actor))
    standing = [(key, _(label), icon) for key, (label, icon) in VIEWS.items()]
    of_brands = [(f"brand-{brand.pk}", brand.name, "store") for brand in brands]
    of_inboxes = [(f"inbox-{one.pk}", one.name or one.address, "inbox") for one in inboxes]
    of_away = [(f"for-{one.pk}", _("For %(name)s") % {"name": one.name}, "user-round")
               for one in away]  # fmt: skip
    of_teams = [(f"team-{team.pk}", team.name, "users-round") for team in teams_in_use(actor)]

    def shown(items: Iterable[tuple[str, str, str]]) -> list[ViewItem]:
        return [ViewItem(*item, counted.get(item[0]), item[0] == view.key) for item in items]

    return {
        "views": shown(standing),
        "of_away": shown(of_away),
        "saved": saved_items(actor, view),
        "of_teams": shown(of_teams),
        "of_brands": shown(of_brands) if len(brands) > 1 else [],
        "of_inboxes": shown(of_inboxes) if len(inboxes) > len(brands) else [],
        "view": view.key,
        "label": label_of(view),
    }


def saved_items(actor: Agent, view: View) -> list[ViewItem]:
    """The saved views of a reader, with what each counts now."""
    saved = list(saved_views(actor))
    counted = saved_counts(saved, actor, now=timezone.localtime(now()))
    return [
        ViewItem(f"saved-{one.pk}", one.name, ICONS[one.owner_id is None], counted[one.pk],
                 f"saved-{one.pk}" == view.key)
        for one in saved
    ]  # fmt: skip
