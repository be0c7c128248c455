"""Bulks in the background: one portion a job, each deferring the next in its own commit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from threering.jobs.decisions import PATIENT
from threering.kernel.later import later
from threering.kernel.time import now
from threering.stories.change_tickets import change_tickets as tell_change
from threering.stories.undo_changes import undo_changes as tell_undo
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.queries import standing_still
from threering.tickets.bulk.rules import PORTION


@app.task(name="change_tickets", retry=PATIENT)
@transaction.atomic
def change_tickets(bulk: int) -> None:
    """Change a portion. Other jobs have their turn between two portions."""
    asked = Bulk.objects.filter(pk=bulk, finished_at=None).first()
    if asked and not tell_change(asked, most=PORTION, at=now()).finished_at:
        later("change_tickets", bulk=bulk)


@app.task(name="undo_changes", retry=PATIENT)
@transaction.atomic
def undo_changes(bulk: int) -> None:
    """Put a portion back."""
    asked = Bulk.objects.filter(pk=bulk, undo_at__isnull=False, undone_at=None).first()
    if asked and not tell_undo(asked, most=PORTION, at=now()).undone_at:
        later("undo_changes", bulk=bulk)


def go_on(since: datetime) -> None:
    """Go on with what stands still since then: its worker was killed. Twice is once."""
    for bulk in standing_still(since):
        later("undo_changes" if bulk.undo_at else "change_tickets", bulk=bulk.pk)
