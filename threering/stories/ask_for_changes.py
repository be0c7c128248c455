"""Somebody asks to change many tickets at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from threering.kernel.later import later
from threering.tickets.bulk import actions as bulks
from threering.tickets.bulk.actions import Asked
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.rules import is_quick


@transaction.atomic
def ask_for_changes(client_id: int, asked: Asked, tickets: Sequence[int], *, at: datetime) -> Bulk:
    """Keep what is asked for these tickets of a client; unless it is quick, a job does it."""
    bulk = bulks.ask(client_id, asked, tickets, at=at)
    if not is_quick(bulk.total):
        later("change_tickets", bulk=bulk.pk)
    return bulk
