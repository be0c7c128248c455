"""Somebody left a word for the team."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue import NoteAdded
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets.actions import Written
from threering.tickets.drafts import drop_draft
from threering.tickets.models import Message, Ticket
from threering.tickets.queries import typed_before


@transaction.atomic
def add_note(ticket: Ticket, written: Written, *, at: datetime) -> Message:
    """Write an internal note; customers never see it. The same key is one note."""
    ticket = tickets.locked(ticket)
    if typed := typed_before(ticket, written.key):
        return typed
    contact = tickets.latest_contact(ticket)
    message = tickets.add_note(contact, written, at=at)
    tickets.touch(ticket)
    drop_draft(ticket, written.author)
    fact = NoteAdded(message=message.pk)
    record([fact], tickets.about(ticket, contact), Actor.agent(written.author), at=at)
    return message
