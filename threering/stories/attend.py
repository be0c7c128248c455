"""There is a sign of an agent at a ticket."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from threering.kernel.announce import LIVE, announce
from threering.ledger import notices
from threering.organisation.models import Agent
from threering.tickets import attendance
from threering.tickets.attending import Doing
from threering.tickets.models import Ticket


@transaction.atomic
def attend(ticket: Ticket, doing: Doing | None, *, by: Agent, at: datetime) -> None:
    """Note what they do there (None: they went away) and show it to whoever else is there.

    What they were told about the ticket they have seen now.
    """
    if doing is None:
        attendance.leave(ticket, by, at=at)
    else:
        attendance.note(ticket, by, doing, at=at)
        notices.read(by, Q(ticket_id=ticket.pk), at=at)
    announce(LIVE, {"attended": ticket.pk})
