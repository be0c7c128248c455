"""A change of many tickets was a mistake: one portion of them is put back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.kernel.batch import together
from threering.ledger import actions as ledger
from threering.ledger.events import Actor, record_each
from threering.tickets.bulk import actions as bulks
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.rules import EACH_TELLS
from threering.tickets.notices.actions import tell_of_many


@transaction.atomic
def undo_changes(bulk: Bulk, *, most: int, at: datetime) -> Bulk:
    """Put the next changed tickets back where nobody changed them since; the bulk as it is then."""
    ledger.take_turns([bulk.client_id])
    bulk = bulks.held(bulk)
    with together(most):
        done = bulks.restore_next(bulk, most=most, at=at)
        few, who = len(done) <= EACH_TELLS, Actor.agent(bulk.by)
        record_each(done, who, at=at, cause=bulk.uuid, each_rings=few)
    tell_of_many(bulk, at=at)
    return bulk
