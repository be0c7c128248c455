"""What agents should know about a customer: written, said otherwise, pinned, removed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from threering.customers.models import Customer, CustomerNote, NoteWording
from threering.ledger.catalogue_customers import (
    CustomerNoteAdded,
    CustomerNoteChanged,
    CustomerNotePinned,
    CustomerNoteRemoved,
    CustomerNoteRestored,
    CustomerNoteUnpinned,
)
from threering.ledger.fact import Fact
from threering.organisation.models import Agent


class NotTheirNote(Exception):
    """Only who wrote a note says it otherwise."""


def write(
    customer: Customer, text: str, *, key: UUID, by: Agent, at: datetime
) -> tuple[CustomerNote, list[Fact]]:
    """A new note; the same key is the same note."""
    held = Customer.objects.select_for_update().get(pk=customer.pk)
    note = CustomerNote.objects.filter(client=held.client_id, key=key).first()
    if note:
        return note, []
    place = {"client_id": held.client_id}
    note = CustomerNote.objects.create(**place, customer=held, author=by, key=key, at=at)
    NoteWording.objects.create(**place, note=note, text=text, at=at)
    return note, [CustomerNoteAdded(note=note.pk)]


def change(note: CustomerNote, text: str, *, by: Agent, at: datetime) -> list[Fact]:
    """Say it otherwise; the same words change nothing. Raises NotTheirNote."""
    held = _held(note)
    if held.author_id != by.pk:
        raise NotTheirNote
    if held.worded()[-1].text == text:
        return []
    NoteWording.objects.create(client_id=held.client_id, note=held, text=text, at=at)
    return [CustomerNoteChanged(note=held.pk)]


def pin(note: CustomerNote, *, pinned: bool) -> list[Fact]:
    """Have it stand above all others, or no more; nothing happens when it is so."""
    held = _held(note)
    if held.pinned == pinned:
        return []
    held.pinned = pinned
    held.save(update_fields=["pinned"])
    fact = CustomerNotePinned if pinned else CustomerNoteUnpinned
    return [fact(note=held.pk)]


def remove(note: CustomerNote, *, removed: bool, at: datetime) -> list[Fact]:
    """Show it no longer, or again; nothing happens when it is so."""
    held = _held(note)
    if (held.removed_at is not None) == removed:
        return []
    held.removed_at = at if removed else None
    held.save(update_fields=["removed_at"])
    fact = CustomerNoteRemoved if removed else CustomerNoteRestored
    return [fact(note=held.pk)]


def _held(note: CustomerNote) -> CustomerNote:
    held: CustomerNote = CustomerNote.objects.select_for_update().get(pk=note.pk)
    return held
