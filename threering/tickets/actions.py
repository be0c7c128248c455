"""Opening tickets and writing into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from threering.channels.contract import Inbound
from threering.channels.models import Inbox
from threering.customers.models import Customer
from threering.kernel.rows import find, insert, update
from threering.ledger.catalogue import (
    Assigned,
    ContactEnded,
    ContactOpened,
    Fact,
    StatusChanged,
    TicketOpened,
)
from threering.ledger.catalogue_snooze import Snoozed, Woken
from threering.ledger.events import About
from threering.ledger.models import Arrival, Delivery
from threering.organisation.models import Agent
from threering.tickets import attaching, rules
from threering.tickets.addressing import NOBODY, Recipients
from threering.tickets.models import Contact, Message, Ticket
from threering.tickets.numbers import next_number
from threering.tickets.reading import kept
from threering.tickets.rules import Status


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, or the one it was merged into, held until the transaction ends."""
    held = Ticket.objects.select_for_update(of=("self",))
    fresh: Ticket = held.select_related("inbox__brand", "brand", "customer__key").get(pk=ticket.pk)
    return locked(fresh.merged_into) if fresh.merged_into else fresh


def open_ticket(inbox: Inbox, customer: Customer, inbound: Inbound, *, at: datetime) -> Ticket:
    """A new ticket of an inbox's brand, in which the customer waits for us; not stored yet."""
    return Ticket(
        client_id=inbox.client_id,
        brand=inbox.brand,
        number=next_number(inbox.client_id),
        customer=customer,
        inbox=inbox,
        channel=inbox.kind,
        subject=inbound.subject,
        preview=rules.preview(inbound.visible_text or inbound.text),
        opened_at=at,
        last_at=at,
        waiting_since=at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an utterance found its place, why there, and what had to be opened for it."""

    ticket: Ticket
    contact: Contact
    why: str
    facts: list[Fact]
    marks: dict[str, object] = field(default_factory=dict)
    """What else the message itself keeps of how it was placed."""
    unproven: bool = False
    """It may be a stranger's: a number that anybody can write tied it, and nothing vouches for its
    sender."""

    def about(self) -> About:
        """What facts about this utterance are about."""
        return about(self.ticket, self.contact)

    @property
    def opened_ticket(self) -> bool:
        """Whether it is the first utterance of its ticket."""
        return any(isinstance(fact, TicketOpened) for fact in self.facts)


def about(ticket: Ticket, contact: Contact | None = None) -> About:
    """What facts about a ticket are about."""
    return About(
        client_id=ticket.client_id,
        brand_id=ticket.brand_id,
        ticket_id=ticket.pk,
        contact_id=contact.pk if contact else None,
        customer_id=ticket.customer_id,
    )


def running_contact(ticket: Ticket, *, direction: str, at: datetime) -> tuple[Contact, list[Fact]]:
    """The contact that an utterance belongs to, and what it took to open one."""
    running = find(Contact, ticket_id=ticket.pk, channel=ticket.channel, ended_at=None)
    if running:  # one that came with a merge runs on only where the ticket has none of its own
        return min(running, key=lambda contact: contact.origin_id != ticket.pk), []
    contact = new_contact(ticket, direction=direction, at=at)
    return contact, [ContactOpened(channel=ticket.channel, direction=direction)]


def latest_contact(ticket: Ticket) -> Contact:
    """The contact that a note is about: the last one, running or not."""
    return ticket.contacts.latest("opened_at", "pk")


def new_contact(ticket: Ticket, *, direction: str, at: datetime) -> Contact:
    """A contact that begins now."""
    contact = Contact(
        client_id=ticket.client_id,
        ticket=ticket,
        origin=ticket,
        channel=ticket.channel,
        direction=direction,
        opened_at=at,
    )
    return insert(contact)


def end_contacts(ticket: Ticket, *, at: datetime) -> list[Fact]:
    """End what still runs on a ticket; tells what ended."""
    running = find(Contact, ticket_id=ticket.pk, ended_at=None)
    for contact in running:
        contact.ended_at = at
        update(contact, "ended_at")
    return [ContactEnded(channel=contact.channel) for contact in running]


def add_customer_message(
    placed: Placed, customer: Customer, inbound: Inbound, arrival: Arrival
) -> Message:
    """Write what a customer said, with its files, into its place."""
    message = as_read(placed, inbound, arrival)
    message.kind, message.customer = Message.Kind.CUSTOMER, customer
    insert(message)
    attaching.attach(message, inbound.attached, customer.key)
    return message


def as_read(placed: Placed, inbound: Inbound, arrival: Arrival) -> Message:
    """What a mail says as a message that is not written yet, nor anybody's."""
    contact = placed.contact
    return Message(
        client_id=contact.client_id,
        ticket_id=contact.ticket_id,
        contact=contact,
        text=inbound.text,
        html=inbound.html,
        visible=inbound.visible_text if inbound.quoted else "",
        quoted=inbound.quoted,
        reading=kept(inbound, unproven=placed.unproven),
        external_id=inbound.external_id or None,
        why=placed.why[:300],
        **placed.marks,
        at=arrival.received_at,
        arrival=arrival,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an agent wrote. `key` was made by the screen: the same key is the same message."""

    author: Agent
    text: str
    key: UUID
    files: tuple[UUID, ...] = ()
    """Uploads of theirs that go with it."""
    seen: UUID | None = None
    """The latest message that the screen had shown to its author; None: nobody asked."""
    wanted: Recipients = NOBODY
    """Who gets it. Nobody in `to`: whoever the customer wants it to go to."""


def add_agent_message(
    contact: Contact, written: Written, delivery: Delivery, *, at: datetime, **marks: object
) -> Message:
    """Write an agent's reply into a contact. `marks`: what else it keeps, as of whom it is for."""
    return Message.objects.create(
        client_id=contact.client_id,
        ticket_id=contact.ticket_id,
        contact=contact,
        kind=Message.Kind.AGENT,
        author=written.author,
        text=written.text,
        key=written.key,
        external_id=delivery.external_id,
        at=at,
        delivery=delivery,
        **marks,
    )


def add_note(contact: Contact, written: Written, *, at: datetime) -> Message:
    """Write an internal note into a contact."""
    return Message.objects.create(
        client_id=contact.client_id,
        ticket_id=contact.ticket_id,
        contact=contact,
        kind=Message.Kind.NOTE,
        author=written.author,
        text=written.text,
        key=written.key,
        at=at,
    )


def customer_wrote(ticket: Ticket, text: str, *, at: datetime) -> list[Fact]:
    """Move the ticket to our side; tells whether that changed its status."""
    before = ticket.status
    ticket.status = rules.after_customer_message(Status(before)).value
    ticket.waiting_since = ticket.waiting_since or at
    ticket.solved_at = None
    ticket.preview = rules.preview(text)
    ticket.last_at = max(ticket.last_at, at)
    woken = snooze(ticket, None)
    _changed(ticket, "status", "waiting_since", "solved_at", "preview", "last_at")
    return [*woken, *_status_fact(before, ticket.status)]


def agent_replied(ticket: Ticket, text: str, *, at: datetime) -> list[Fact]:
    """Move the ticket to the customer's side; tells whether that changed its status."""
    before = ticket.status
    ticket.status = rules.after_reply(Status(before)).value
    ticket.waiting_since = None
    ticket.preview = rules.preview(text)
    ticket.last_at = max(ticket.last_at, at)
    _changed(ticket, "status", "waiting_since", "preview", "last_at")
    return _status_fact(before, ticket.status)


def _status_fact(before: str, after: str) -> list[Fact]:
    return [] if before == after else [StatusChanged(before=before, after=after)]


def touch(ticket: Ticket, *fields: str) -> None:
    """Something about the ticket changed: these columns, or what none of its columns shows."""
    _changed(ticket, *fields)


def assign(ticket: Ticket, agent: Agent | None) -> list[Fact]:
    """Give the ticket to an agent, or back to the queue; nothing happens when it is there."""
    before, after = ticket.assignee_id, agent.pk if agent else None
    if before == after:
        return []
    ticket.assignee = agent
    _changed(ticket, "assignee")
    return [Assigned(before=before, after=after)]


def set_status(ticket: Ticket, status: Status, *, at: datetime) -> list[Fact]:
    """Set the status an agent chose; an ended ticket ends its contacts."""
    before = ticket.status
    if before == status.value:
        return []
    ticket.status = status.value
    ticket.solved_at = at if status is Status.SOLVED else None
    facts: list[Fact] = [StatusChanged(before=before, after=status.value)]
    if status in rules.ENDED:
        ticket.waiting_since = ticket.snoozed_until = None
        facts += end_contacts(ticket, at=at)
    _changed(ticket, "status", "solved_at", "waiting_since", "snoozed_until")
    return facts


def put_back(ticket: Ticket, status: str, moments: dict[str, datetime | None]) -> list[Fact]:
    """Give it a status again with the moments that went with it; tells whether that changed it."""
    facts = _status_fact(ticket.status, status)
    ticket.status = status
    for name, moment in moments.items():
        setattr(ticket, name, moment)
    _changed(ticket, "status", *moments)
    return facts


def snooze(ticket: Ticket, until: datetime | None) -> list[Fact]:
    """Let it sleep until then, or wake it; nothing happens when it is so."""
    if ticket.snoozed_until == until:
        return []
    ticket.snoozed_until = until
    _changed(ticket, "snoozed_until")
    return [Snoozed(until=int(until.timestamp())) if until else Woken()]


def _changed(ticket: Ticket, *fields: str) -> None:
    ticket.version += 1
    update(ticket, *fields, "version")
