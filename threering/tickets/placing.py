"""Putting what a customer wrote into its ticket and contact, or opening them."""

from __future__ import annotations

from datetime import datetime

from threering.kernel.rows import insert
from threering.ledger.catalogue import ContactOpened, TicketOpened
from threering.tickets import evidence
from threering.tickets.actions import (
    Placed,
    customer_wrote,
    latest_contact,
    new_contact,
    open_ticket,
    running_contact,
    touch,
)
from threering.tickets.models import Ticket
from threering.tickets.rules import only_joins
from threering.tickets.threading import Heard, Place, Sought, place_for

RECENT = 5
"""How many of the last messages are looked at for what a new one quotes."""


def place(sought: Sought, heard: Heard, *, at: datetime) -> Placed:
    """Put a customer's message into the ticket and contact it belongs to, or open them."""
    found = place_for(sought, heard, at)
    marks = marks_of(sought, heard, unproven=found.unproven)
    answered = found.ticket or found.follows
    if answered and only_joins(sought.inbound.kind):  # also a closed one: it moves nothing
        touch(answered)
        contact, why = latest_contact(answered), found.why_there or found.why
        return Placed(
            ticket=answered,
            contact=contact,
            why=why,
            facts=[],
            marks=marks,
            unproven=found.unproven,
        )
    if not found.ticket:
        return _opened(sought, found, marks_of(sought, heard), at)
    marks["new_topic"] = _is_new_topic(found.ticket, sought, at)
    inbound = sought.inbound
    facts = customer_wrote(found.ticket, inbound.visible_text or inbound.text, at=at)
    contact, opened = running_contact(found.ticket, direction="in", at=at)
    facts += opened
    return Placed(
        ticket=found.ticket,
        contact=contact,
        why=found.why,
        facts=facts,
        marks=marks,
        unproven=found.unproven,
    )


def _opened(sought: Sought, found: Place, marks: dict[str, object], at: datetime) -> Placed:
    ticket = open_ticket(sought.inbox, sought.customer, sought.inbound, at=at)
    ticket.follows, ticket.may_belong_to = found.follows, found.may_belong_to
    insert(ticket)
    contact = new_contact(ticket, direction="in", at=at)
    kind = sought.inbox.kind
    return Placed(
        ticket=ticket,
        contact=contact,
        why=found.why,
        facts=[TicketOpened(channel=kind), ContactOpened(channel=kind, direction="in")],
        marks=marks,
    )


def marks_of(sought: Sought, heard: Heard, *, unproven: bool = False) -> dict[str, object]:
    """What a message keeps so that later ones find it, and who may answer it.

    `unproven`: it may be a stranger's, who must not bring others into the ticket.
    """
    inbound, clues = sought.inbound, sought.clues
    unknown = [key for key in inbound.thread_keys if key not in heard.by_id]
    parties = evidence.others(clues, inbound.sender_handle, sought.inbox.address)
    return {
        "subject": inbound.subject[:500],
        "parties": [] if unproven else parties,
        "thread_ids": list(clues.thread_ids),
        "awaits": unknown[: evidence.MOST_AWAITED],
    }


def _is_new_topic(ticket: Ticket, sought: Sought, at: datetime) -> bool:
    inbound = sought.inbound
    if inbound.kind != "message" or not evidence.is_other_subject(inbound.subject, ticket.subject):
        return False
    said = ticket.messages.order_by("-at", "-pk").values_list("text", flat=True)[:RECENT]
    quotes = evidence.quotes_any(inbound.text, said)
    return evidence.is_new_topic(quotes=quotes, gap=at - ticket.last_at)
