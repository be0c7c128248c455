"""Somebody left a word for the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue import NoteAdded
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets import letters, naming
from threering.tickets.actions import Written
from threering.tickets.drafts import drop_draft
from threering.tickets.models import Message, Ticket
from threering.tickets.naming import Named
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair
from threering.tickets.queries import typed_before


@transaction.atomic
def add_note(
    ticket: Ticket, written: Written, *, at: datetime, chosen: Sequence[Named] = ()
) -> Message:
    """Write an internal note; customers never see it. The same key is one note.

    `chosen`: colleagues who are told, where the note still names them. Raises NotAReader, and
    NotSendable where a file of it is not there any more.
    """
    ticket = tickets.locked(ticket)
    if typed := typed_before(ticket, written.key):
        return typed
    author = written.author
    named = naming.meant(ticket, author, written.text, chosen)
    files = letters.files_of(ticket, written)
    contact = tickets.latest_contact(ticket)
    message = tickets.add_note(contact, written, at=at)
    letters.attach(message, files)
    tickets.touch(ticket)
    drop_draft(ticket, author)
    facts = [*naming.keep(message, named), NoteAdded(message=message.pk)]
    record(facts, tickets.about(ticket, contact), Actor.agent(author), at=at)
    tell_of(facts, ticket, Affair(by=author.pk), at=at)
    return message
