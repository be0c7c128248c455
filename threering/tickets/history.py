"""What was said before Threering was here: put in its place without becoming anybody's work.

While an import runs its tickets are solved without a moment: every later mail of the thread joins,
and no view of open work shows them. At its end `settle` gives each the state it deserves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from threering.channels.contract import Inbound
from threering.channels.models import Inbox
from threering.customers.models import Customer
from threering.kernel.rows import find, insert, select, update
from threering.ledger.catalogue import (
    ContactEnded,
    ContactOpened,
    Fact,
    StatusChanged,
    TicketOpened,
)
from threering.ledger.models import Arrival
from threering.organisation.models import Agent
from threering.tickets import actions, attaching, rules
from threering.tickets.actions import Placed
from threering.tickets.models import Contact, Message, Ticket
from threering.tickets.placing import marks_of
from threering.tickets.rules import Status
from threering.tickets.threading import Heard, Sought, place_for


def recall(client_id: int, external_ids: Sequence[str]) -> None:
    """Look for where many old mails may go, at once: in a batch their placing asks no more."""
    named = find(Message, client_id=client_id, external_id=list(external_ids))
    find(Contact, ticket_id=sorted({message.ticket_id for message in named}))


def place_history(sought: Sought, heard: Heard, *, direction: str, at: datetime) -> Placed:
    """Put an old mail into the ticket it belonged to, closed or not, or open one for it."""
    found = place_for(sought, heard, at)
    marks = marks_of(sought, heard, unproven=found.unproven)
    ticket = found.ticket or found.follows
    if ticket:
        contact = find(Contact, ticket_id=ticket.pk)[-1]
        _join(ticket, contact, sought.inbound, at)
        why = found.why if found.ticket else f"It answered ticket {ticket.number} in its day."
        return Placed(
            ticket=ticket, contact=contact, why=why, facts=[], marks=marks, unproven=found.unproven
        )
    ticket = actions.open_ticket(sought.inbox, sought.customer, sought.inbound, at=at)
    ticket.status, ticket.waiting_since = Status.SOLVED.value, None
    ticket.may_belong_to = found.may_belong_to
    insert(ticket)
    contact = actions.new_contact(ticket, direction=direction, at=at)
    kind = sought.inbox.kind
    facts: list[Fact] = [TicketOpened(channel=kind)]
    facts.append(ContactOpened(channel=kind, direction=direction))
    return Placed(ticket=ticket, contact=contact, why=found.why, facts=facts, marks=marks)


def _join(ticket: Ticket, contact: Contact, inbound: Inbound, at: datetime) -> None:
    """Carry the ticket's times along; one that an import closed is settled anew at its end."""
    if rules.was_closed_by_import(Status(ticket.status), ticket.solved_at):
        ticket.status, ticket.solved_at, contact.ended_at = Status.SOLVED.value, None, None
        update(contact, "ended_at")
    if at >= ticket.last_at:
        ticket.preview = rules.preview(inbound.visible_text or inbound.text)
    ticket.last_at, ticket.opened_at = max(ticket.last_at, at), min(ticket.opened_at, at)
    contact.opened_at = min(contact.opened_at, at)
    update(contact, "opened_at")
    ticket.version += 1
    update(ticket, "status", "solved_at", "preview", "last_at", "opened_at", "version")


def add_old_reply(
    placed: Placed, customer: Customer, inbound: Inbound, arrival: Arrival, author: Agent
) -> Message:
    """Write what one of us had answered, with its files, into its place."""
    message = actions.as_read(placed, inbound, arrival)
    message.kind, message.author = Message.Kind.AGENT, author
    insert(message)
    attaching.attach(message, inbound.attached, customer.key)
    return message


_UNSETTLED = """
inbox_id = %s and status = 'solved' and solved_at is null order by id limit %s for update
"""
_SAID_LAST = """
id in (select distinct on (ticket_id) id from tickets_message
  where ticket_id = any(%s) and kind <> 'note' order by ticket_id, at desc, id desc)
"""


def unsettled(inbox: Inbox, *, limit: int) -> list[tuple[Ticket, Message]]:
    """Tickets of an import that have no final state yet, each with what was said last in it."""
    waiting = select(Ticket, _UNSETTLED, inbox.pk, limit)
    last = select(Message, _SAID_LAST, [ticket.pk for ticket in waiting])
    by_ticket = {message.ticket_id: message for message in last}
    find(Contact, ticket_id=[ticket.pk for ticket in waiting])
    return [(ticket, by_ticket[ticket.pk]) for ticket in waiting]


def settle(ticket: Ticket, last: Message, *, now: datetime) -> list[Fact]:
    """Close an imported ticket, or give it to the people when a customer waits in it."""
    by_customer = last.kind == Message.Kind.CUSTOMER
    status = rules.after_import(last.at, now, by_customer=by_customer)
    facts: list[Fact] = [StatusChanged(before=Status.NEW.value, after=status.value)]
    ticket.status = status.value
    if status is Status.CLOSED:
        ticket.solved_at = ticket.last_at
        contact = find(Contact, ticket_id=ticket.pk)[-1]
        contact.ended_at = ticket.last_at
        update(contact, "ended_at")
        facts.append(ContactEnded(channel=contact.channel))
    else:
        ticket.waiting_since = last.at
    ticket.version += 1
    update(ticket, "status", "solved_at", "waiting_since", "version")
    return facts
