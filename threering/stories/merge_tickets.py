"""Two tickets turn out to be about the same."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import TicketMergedAway, TicketsMerged
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets import moving
from threering.tickets.models import Regrouping, Ticket
from threering.tickets.moving import Asked


@transaction.atomic
def merge_tickets(source: Ticket, target: Ticket, asked: Asked, *, at: datetime) -> Regrouping:
    """Move everything of the source into the target. The same key is one merge.

    Raises CannotRegroup when one of them leads into another ticket already.
    """
    ledger.take_turns([source.client_id])  # nothing arrives for either meanwhile
    if done := moving.asked_before(source.client_id, asked):
        return done
    source, target = moving.held(source, target)
    done = moving.merge(source, target, asked, at=at)
    who, contacts = Actor.agent(asked.by), tuple(done.before["contacts"])
    into = TicketsMerged(regrouping=done.pk, other=source.number, contacts=contacts)
    away = TicketMergedAway(regrouping=done.pk, other=target.number)
    record([into], tickets.about(target), who, at=at, cause=done.uuid)
    record([away], tickets.about(source), who, at=at, cause=done.uuid)
    return done
