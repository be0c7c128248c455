"""An agent knows whether a reply that may have been sent has to be sent again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue import DeliverySettled
from threering.ledger.events import Actor, record
from threering.ledger.models import Delivery
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.models import Message
from threering.tickets.queries import message_of

UNSETTLED = {Delivery.State.UNCERTAIN, Delivery.State.FAILED}


@transaction.atomic
def settle_delivery(delivery: Delivery, answer: str, *, by: Agent, at: datetime) -> Message:
    """answer "again": send the same mail once more; "arrived": it did arrive. Twice is once."""
    message = message_of(delivery)
    ticket = tickets.locked(message.ticket)  # everybody locks the ticket before the delivery
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state not in UNSETTLED:
        return message
    if answer == "again":
        delivery.attempts = 0
        ledger.queue_again(delivery, due_at=at)
    else:
        ledger.settle(
            delivery, Delivery.State.SENT, at=at, reason="An agent knows that it arrived."
        )
    tickets.touch(ticket)
    about = tickets.about(ticket, message.contact)
    fact = DeliverySettled(delivery=delivery.pk, answer=answer)
    record([fact], about, Actor.agent(by), at=at, cause=delivery.uuid)
    message.delivery = delivery
    return message
