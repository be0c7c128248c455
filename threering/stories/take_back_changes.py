"""Somebody takes back a change of many tickets, perhaps while it still runs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.kernel.later import later
from threering.tickets.bulk import actions as bulks
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.rules import is_quick


@transaction.atomic
def take_back_changes(bulk: Bulk, *, at: datetime) -> None:
    """Stop it, and let what it changed be put back; twice is once."""
    if bulks.ask_back(bulk, at=at) and not is_quick(bulk.total):
        later("undo_changes", bulk=bulk.pk)
