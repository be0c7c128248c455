"""An agent changed their mind about a reply, or a forward, before it left."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.knowledge import actions as knowledge
from threering.ledger import actions as ledger
from threering.ledger.events import Actor, record
from threering.ledger.models import Delivery
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import letters
from threering.tickets.models import Message
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair
from threering.tickets.queries import message_of


class TooLate(Exception):
    """The reply has left, or is just leaving."""


@transaction.atomic
def take_back_reply(delivery: Delivery, *, by: Agent, at: datetime) -> Message:
    """Unsay a reply that waits to leave; its text is its author's again. Twice is once.

    Raises TooLate. Whoever holds the delivery's row first decides: a worker's claim, or this.
    """
    message = message_of(delivery)
    ticket = tickets.locked(message.ticket)  # everybody locks the ticket before the delivery
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == Delivery.State.CANCELLED:
        return message
    if delivery.state != Delivery.State.QUEUED or delivery.before is None:
        raise TooLate
    ledger.settle(delivery, Delivery.State.CANCELLED, at=at)
    facts = letters.take_back(message, ticket, delivery.before, at=at)
    knowledge.forget_uses(message)
    about = tickets.about(ticket, message.contact)
    record([*facts, letters.unsaid(message, delivery)], about, Actor.agent(by), at=at,
           cause=delivery.uuid)  # fmt: skip
    tell_of(facts, ticket, Affair(by=by.pk), at=at)
    return message
