"""A merge, split or move was a mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import RegroupingUndone
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import moving
from threering.tickets.models import Regrouping


@transaction.atomic
def undo_regrouping(done: Regrouping, *, by: Agent, at: datetime) -> None:
    """Put everything back where it was; twice is once.

    Raises CannotRegroup when one of the tickets was merged on since.
    """
    ledger.take_turns([done.client_id])
    done.refresh_from_db()
    if done.undone_at:
        return
    source, target = moving.held(done.source, done.target)
    moving.undo(done, source, target, at=at)
    who = Actor.agent(by)
    here = RegroupingUndone(regrouping=done.pk, what=done.kind, other=target.number)
    there = RegroupingUndone(regrouping=done.pk, what=done.kind, other=source.number)
    record([here], tickets.about(source), who, at=at, cause=done.uuid)
    record([there], tickets.about(target), who, at=at, cause=done.uuid)
