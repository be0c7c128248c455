"""A ticket's thread as a reader sees it: messages, notes and what happened, in order of time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.customers.queries import merges_that_hold, unreachable
from threering.kernel.time import now
from threering.ledger.catalogue import Fact, fact_of
from threering.ledger.catalogue_regrouped import CustomersMerged
from threering.ledger.models import Delivery, Event
from threering.organisation.models import Agent
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.naming import names_in
from threering.tickets.queries import undoable
from threering.tickets.reading import Sent, reading_of, sent_of
from threering.web.tickets.files import File, files_of
from threering.web.tickets.mails import Mail, mail_of
from threering.web.tickets.named import namer, namers
from threering.web.tickets.troubles import Advice, advice

REMEMBERED = timedelta(minutes=10)

STATE_LABELS = {
    Delivery.State.QUEUED: gettext_noop("Queued"),
    Delivery.State.SENDING: gettext_noop("Sending…"),
    Delivery.State.SENT: gettext_noop("Sent"),
    Delivery.State.FAILED: gettext_noop("Not delivered"),
    Delivery.State.UNCERTAIN: gettext_noop("May have been sent"),
    Delivery.State.CANCELLED: gettext_noop("Taken back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in the thread."""

    uuid: str
    dom_id: str
    kind: str
    name: str
    at: datetime
    hue: int = 0
    mail: Mail | None = None
    mentions: dict[str, str] = field(default_factory=dict)
    """What stands behind each @, and what that colleague is called now."""
    why: str = ""
    attachments: tuple[File, ...] = ()
    state: str | None = None
    state_label: str = ""
    state_reason: str = ""
    settle_url: str = ""
    advice: Advice | None = None
    """What is in the way of it, where something is."""
    leaves_at: datetime | None = None
    """When it is tried next, while it waits."""
    leaves_in: int = 0
    """Seconds until then."""
    retried: bool = False
    take_back_url: str = ""
    automatic: bool = False
    readers: str = ""
    """Of one that we sent, whom it went to, by name where that is known."""
    sent: Sent | None = None
    """Their addresses, for one that has to be written again."""
    aside: bool = False
    """Somebody else than the customer said it."""
    event_icon: str = ""
    sentence: str = ""
    regrouping: str = ""
    part_url: str = ""
    """Where it is taken back that two customers are one."""
    ref: str = ""
    """The ticket in whose history it stands."""
    new_topic: bool = False
    new_day: bool = False


def entries_of(conversation: Conversation) -> list[Entry]:
    """Everything said and done on a ticket, oldest first."""
    ticket, said = conversation.ticket, conversation.said
    notes = [message for message in said if message.kind == Message.Kind.NOTE]
    prefetch_related_objects(said, "attachments__blob")
    prefetch_related_objects(notes, "mentions__agent")
    entries = [entry_of(message, conversation.family) for message in said]
    entries += happened(Event.objects.filter(ticket_id=ticket.pk), ticket)
    entries.sort(key=lambda entry: (entry.at, entry.uuid))
    return _with_days(with_offers(entries))


def entry_of(message: Message, family: Collection[int] = ()) -> Entry:
    """One message or note. `family`: the customers who are the one that the ticket is about."""
    who = message.author or message.customer
    delivery = message.delivery
    unsure = delivery is not None and delivery.state in {"uncertain", "failed"}
    unsure = unsure and not message.reading.get("erased")
    return Entry(
        uuid=str(message.uuid),
        dom_id=place_of(message),
        kind=message.kind,
        name=str(who) if who else "",
        hue=who.hue if who else 0,
        at=message.at,
        mail=mail_of(message),
        mentions=names_in(message) if message.kind == Message.Kind.NOTE else {},
        why=message.why,
        new_topic=message.new_topic,
        attachments=files_of(message),
        automatic=message.author is not None and message.author.kind == Agent.Kind.SYSTEM,
        readers=_readers(message.reading) if delivery else "",
        sent=sent_of(message.reading) if delivery else None,
        aside=bool(family and message.customer_id and message.customer_id not in family),
        state=delivery.state if delivery else None,
        state_label=_(STATE_LABELS[Delivery.State(delivery.state)]) if delivery else "",
        state_reason=delivery.reason if delivery else "",
        settle_url=reverse("delivery-settle", args=[delivery.uuid]) if delivery and unsure else "",
        **(_waiting(delivery) if delivery else {}),
    )


def _readers(said: dict[str, Any]) -> str:
    reading = reading_of(said)
    both = ([one.name or one.handle for one in some] for some in (reading.to, reading.cc))
    to, cc = map(", ".join, both)
    if not to:
        return ""
    return _("to %(to)s, cc %(cc)s") % {"to": to, "cc": cc} if cc else _("to %(to)s") % {"to": to}


def _waiting(delivery: Delivery) -> dict[str, Any]:
    """What is shown of a delivery that has not left, or could not."""
    found: dict[str, Any] = {}
    if delivery.state in {"failed", "queued"} and delivery.reason:
        lost = unreachable(delivery.client_id, delivery.kind, delivery.recipients)
        found["advice"] = advice(delivery.reason, lost=bool(lost))
    if delivery.state == "queued":
        found["leaves_at"], found["retried"] = delivery.due_at, delivery.attempts > 0
        found["leaves_in"] = max(0, round((delivery.due_at - now()).total_seconds()))
        if delivery.before is not None:
            found["take_back_url"] = reverse("reply-take-back", args=[delivery.uuid])
    return found


def unsaid(ticket: Ticket) -> list[str]:
    """The places in the page of replies that were taken back a moment ago."""
    lately = ticket.messages.filter(taken_back_at__gte=now() - REMEMBERED).select_related("author")
    return [place_of(message) for message in lately]


def place_of(message: Message) -> str:
    """Its id in the page: what somebody typed stands there under its key before it is stored.

    The key of what a machine of ours says is the message that it answers.
    """
    typed = message.key and message.author and message.author.kind == Agent.Kind.PERSON
    return f"m-{message.key if typed else message.uuid}"


def happened(events: Iterable[Event], ticket: Ticket, *, whole: bool = False) -> list[Entry]:
    """The facts that have a sentence of their own in the thread, with what can be undone.

    `whole`: all facts, for the history, where nothing is undone.
    """
    told = [(event, fact_of(event.kind, event.version, event.data)) for event in events]
    told = [(event, fact) for event, fact in told if whole or not fact.silent]
    if not told:
        return []
    ids = {event.actor_id for event, _fact in told}
    ids |= {getattr(fact, "after", None) for _event, fact in told if fact.kind == "assigned"}
    people = Agent.objects.filter(pk__in=[pk for pk in ids if pk])
    merges = [fact for _event, fact in told if isinstance(fact, CustomersMerged)]
    merged = merges_that_hold(fact.customer for fact in merges)
    customer, ref = ticket.customer.called, f"{ticket.client.slug}/{ticket.number}"
    names: dict[int | None, str] = dict(people.values_list("pk", "name"))
    name_of = {"agent": namer(names), **namers(fact for _event, fact in told)}
    regrouped = not whole and any(hasattr(fact, "regrouping") for _event, fact in told)
    undo = undoable(ticket) if regrouped else {}
    return [
        Entry(
            uuid=str(event.uuid),
            dom_id=f"m-{event.uuid}",
            kind="event",
            name="",
            at=event.at,
            event_icon=fact.icon,
            regrouping=_undoable(fact, undo),
            part_url=_parting(fact, merged),
            ref=ref,
            sentence=fact.describe(
                customer if event.actor_kind == "customer" else names.get(event.actor_id, ""),
                name_of[fact.names],
            ),
        )
        for event, fact in told
    ]


def _undoable(fact: Fact, undo: dict[int, UUID]) -> str:
    told = fact.kind != "regrouping_undone" and undo.get(getattr(fact, "regrouping", 0))
    return str(told) if told else ""


def _parting(fact: Fact, merged: dict[int, tuple[int | None, UUID]]) -> str:
    if not isinstance(fact, CustomersMerged):
        return ""
    into, uuid = merged.get(fact.customer, (None, None))
    return reverse("customer-same", args=[uuid]) if uuid and into == fact.into else ""


def with_offers(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, a split offered only where nobody has answered a new topic yet."""
    answered, done = False, []
    for entry in reversed(entries):
        answered = answered or entry.kind == Message.Kind.AGENT
        done.append(replace(entry, new_topic=False) if answered and entry.new_topic else entry)
    return done[::-1]


def _with_days(entries: list[Entry]) -> list[Entry]:
    days = [timezone.localtime(entry.at).date() for entry in entries]
    return [
        replace(entry, new_day=True) if n == 0 or days[n] != days[n - 1] else entry
        for n, entry in enumerate(entries)
    ]
