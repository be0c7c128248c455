"""What templates are given of a customer: values, already worded for their reader."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from threering.customers.models import Customer, CustomerNote, Handle
from threering.customers.queries import family_of, handles_of, leading_of, notes_of
from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.tickets.akin import at_a_glance
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.people import knows, tickets_of
from threering.web.knowledge.languages import language_name
from threering.web.tickets.likeness import Likeness, likeness_of
from threering.web.tickets.pages import Row, row_of

EARLIER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be known about a customer."""

    uuid: str
    text: str
    author: str
    at: datetime
    changed_at: datetime | None
    earlier: list[tuple[datetime, str]]
    """What it said before, the latest wording first."""
    pinned: bool
    url: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Who somebody is, beside a ticket and on their page."""

    uuid: str
    name: str
    hue: int
    since: datetime
    language: str
    language_name: str
    """"" where nobody set it."""
    handles: list[Handle]
    notes: list[Note]
    total: int
    """Tickets of theirs that the reader may see."""
    earlier: list[Row]
    likeness: Likeness | None
    url: str
    details_url: str
    notes_url: str
    same_url: str
    can_note: bool
    can_describe: bool
    can_merge: bool


def card_of(customer: Customer, actor: Agent, *, beside: Ticket | None = None) -> Card:
    """A customer as this actor sees them; `beside` is the ticket that they look at."""
    family = family_of(customer.pk)
    leading = customer if family == [customer.pk] else leading_of(family)
    theirs = tickets_of(family, actor)
    place = [leading.uuid]

    def may_here(verb: Verb) -> bool:
        return knows(actor, leading, family, verb)

    likely = at_a_glance(leading, actor) if beside and may_here(Verb.REGROUP) else None
    return Card(
        uuid=str(leading.uuid),
        name=leading.name,
        hue=leading.hue,
        since=leading.since,
        language=leading.language,
        language_name=language_name(leading.language) if leading.language else "",
        handles=handles_of(family),
        notes=notes_for(leading, family, actor),
        total=theirs.count(),
        earlier=_earlier(theirs, beside) if beside else [],
        likeness=likeness_of(likely, leading) if likely else None,
        url=reverse("customer", args=place),
        details_url=reverse("customer-details", args=place),
        notes_url=reverse("customer-notes", args=place),
        same_url=reverse("customer-same", args=place),
        can_note=may_here(Verb.NOTE),
        can_describe=may_here(Verb.DESCRIBE),
        can_merge=may_here(Verb.REGROUP),
    )


def notes_for(leading: Customer, family: Collection[int], actor: Agent) -> list[Note]:
    """What is to be known about a person, as this actor may change it."""
    return [_note(note, leading, actor) for note in notes_of(family)]


def _note(note: CustomerNote, leading: Customer, actor: Agent) -> Note:
    *before, now = note.worded()
    return Note(
        uuid=str(note.uuid),
        text=now.text,
        author=note.author.name,
        at=note.at,
        changed_at=now.at if before else None,
        earlier=[(wording.at, wording.text) for wording in reversed(before)],
        pinned=note.pinned,
        url=reverse("customer-note", args=[leading.uuid, note.uuid]),
        mine=note.author_id == actor.pk,
    )


def _earlier(theirs: TicketQuerySet, beside: Ticket) -> list[Row]:
    listed = theirs.select_related("client", "brand", "customer", "assignee")
    latest = listed.exclude(pk=beside.pk).order_by("-last_at")[:EARLIER]
    return [row_of(one, "all") for one in latest]
