"""Some messages of a ticket turn out to be about something else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import TicketSplit, TicketSplitOff
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets import moving
from threering.tickets.models import Message, Regrouping, Ticket
from threering.tickets.moving import Asked
from threering.tickets.queries import in_order


@transaction.atomic
def split_ticket(
    source: Ticket, chosen: Collection[Message], asked: Asked, *, at: datetime
) -> Regrouping:
    """Give the chosen messages a ticket of their own. The same key is one split.

    Raises CannotRegroup when nothing would be left, or a message is not there any more.
    """
    ledger.take_turns([source.client_id])
    if done := moving.asked_before(source.client_id, asked):
        return done
    (source,) = moving.held(source)
    done = moving.split(source, in_order(chosen), asked, at=at)
    who, messages = Actor.agent(asked.by), tuple(pk for pk, _ in done.before["messages"])
    split = TicketSplit(regrouping=done.pk, other=done.target.number, messages=messages)
    off = TicketSplitOff(regrouping=done.pk, other=source.number)
    record([split], tickets.about(source), who, at=at, cause=done.uuid)
    record([off], tickets.about(done.target), who, at=at, cause=done.uuid)
    return done
