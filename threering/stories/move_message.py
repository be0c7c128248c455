"""One message turns out to belong to another ticket."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import MessageMovedAway, MessageMovedHere
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets import moving
from threering.tickets.models import Message, Regrouping, Ticket
from threering.tickets.moving import Asked
from threering.tickets.queries import in_order


@transaction.atomic
def move_message(message: Message, target: Ticket, asked: Asked, *, at: datetime) -> Regrouping:
    """Put a message into another ticket. The same key is one move.

    Raises CannotRegroup when nothing would be left where it is: then the tickets are merged.
    """
    ledger.take_turns([target.client_id])
    if done := moving.asked_before(target.client_id, asked):
        return done
    (message,) = in_order([message])
    source, target = moving.held(message.ticket, target)
    done = moving.move(message, source, target, asked, at=at)
    who = Actor.agent(asked.by)
    away = MessageMovedAway(regrouping=done.pk, other=target.number, message=message.pk)
    here = MessageMovedHere(regrouping=done.pk, other=source.number, message=message.pk)
    record([away], tickets.about(source), who, at=at, cause=done.uuid)
    record([here], tickets.about(target), who, at=at, cause=done.uuid)
    return done
