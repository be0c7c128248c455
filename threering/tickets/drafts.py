"""What people are writing and have not sent: kept for whatever device they go on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from threering.organisation.models import Agent
from threering.tickets.models import Draft, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """A draft as its author typed it, and the files that are to go with it."""

    kind: str
    text: str
    uploads: tuple[UUID, ...] = ()
    besides: str = ""
    """What else is to happen when it is sent, as the composer says it."""
    mentions: str = ""
    """Who is named in a note, as the composer says it."""
    to: str = ""
    cc: str = ""
    """Who shall get it, where its author chose: addresses with commas between them."""
    forwards: UUID | None = None
    """The message that is to be passed on."""


def keep_draft(ticket: Ticket, author: Agent, unsent: Unsent, *, at: datetime) -> None:
    """Keep it instead of what was kept before; an empty one is none."""
    if not (unsent.text.strip() or unsent.uploads or unsent.cc or unsent.forwards):
        return drop_draft(ticket, author)
    now = {"kind": unsent.kind, "text": unsent.text, "uploads": list(unsent.uploads), "at": at}
    now |= {"besides": unsent.besides, "mentions": unsent.mentions}
    now |= {"to": unsent.to, "cc": unsent.cc, "forwards": unsent.forwards}
    Draft.objects.update_or_create(
        client_id=ticket.client_id, ticket=ticket, author=author, defaults=now
    )
    return None


def draft_of(ticket: Ticket, author: Agent) -> Draft | None:
    """What they were writing there."""
    return Draft.objects.filter(ticket=ticket, author=author).first()


def drop_draft(ticket: Ticket, author: Agent) -> None:
    """It was sent, or given up."""
    Draft.objects.filter(ticket=ticket, author=author).delete()
