"""Somebody changes many tickets at once: one portion of them."""

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
def change_tickets(bulk: Bulk, *, most: int, at: datetime) -> Bulk:
    """Change the next `most` tickets of a bulk, in one commit with how far it is; as it is then."""
    ledger.take_turns([bulk.client_id])
    bulk = bulks.held(bulk)
    with together(most):
        done = bulks.change_next(bulk, most=most, at=at)
        few, who = len(done) <= EACH_TELLS, Actor.agent(bulk.by)
        record_each(done, who, at=at, cause=bulk.uuid, each_rings=few)
    tell_of_many(bulk, at=at)
    return bulk
