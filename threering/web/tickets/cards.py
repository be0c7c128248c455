"""What templates are given of a customer: values, already worded for their reader."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from threering.customers.models import Customer, CustomerNote, Handle
from threering.customers.queries import family_of, handles_of, leading_of, notes_of
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.tickets.akin import at_a_glance
from threering.tickets.conversation import Conversation
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.people import knows, tickets_of
from threering.web.knowledge.languages import language_name
from threering.web.tickets.likeness import Likeness, likeness_of

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


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another ticket of somebody."""

    url: str
    subject: str
    at: datetime


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
    earlier: list[Earlier]
    likeness: Likeness | None
    url: str
    details_url: str
    notes_url: str
    same_url: str
    can_note: bool
    can_describe: bool
    can_merge: bool
    privacy_url: str
    """"" for whoever may not give out or erase what is known of them."""


def card_of(customer: Customer, actor: Agent, *, beside: Conversation | None = None) -> Card:
    """A customer as this actor sees them; `beside` is on the ticket that they look at."""
    family = beside.family if beside else family_of(customer.pk)
    handles = beside.handles if beside else handles_of(family)
    leading = customer if family == [customer.pk] else leading_of(family)
    theirs = tickets_of(family, actor)
    earlier, total = _earlier(theirs, beside.ticket) if beside else ([], theirs.count())
    place = [leading.uuid]

    def may_here(verb: Verb) -> bool:
        return leading.erased_at is None and knows(actor, leading, family, verb)

    keeps = may(actor, Verb.KEEP_PRIVACY, leading)
    sought = beside and may_here(Verb.REGROUP)
    likely = at_a_glance(leading, family, handles, actor) if sought else None
    return Card(
        uuid=str(leading.uuid),
        name=leading.called,
        hue=leading.hue,
        since=leading.since,
        language=leading.language,
        language_name=language_name(leading.language) if leading.language else "",
        handles=handles,
        notes=notes_for(leading, family, actor),
        total=total,
        earlier=earlier,
        likeness=likeness_of(likely, leading) if likely else None,
        url=reverse("customer", args=place),
        details_url=reverse("customer-details", args=place),
        notes_url=reverse("customer-notes", args=place),
        same_url=reverse("customer-same", args=place),
        can_note=may_here(Verb.NOTE),
        can_describe=may_here(Verb.DESCRIBE),
        can_merge=may_here(Verb.REGROUP),
        privacy_url=reverse("customer-privacy", args=place) if keeps else "",
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


def _earlier(theirs: TicketQuerySet, beside: Ticket) -> tuple[list[Earlier], int]:
    """The latest other tickets of a person, and how many they have in all."""
    told = theirs.order_by("-last_at").values_list("client__slug", "number", "subject", "last_at")
    latest = list(told[: EARLIER + 2])
    total = len(latest) if len(latest) < EARLIER + 2 else theirs.count()
    here = (beside.client.slug, beside.number)
    others = [
        Earlier(reverse("ticket", args=["all", client, number]), subject, at)
        for client, number, subject, at in latest
        if (client, number) != here
    ]
    return others[:EARLIER], total
