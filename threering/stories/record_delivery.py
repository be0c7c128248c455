"""An attempt to send something ended: this is how."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue import DeliveryFailed, DeliverySent, DeliveryUncertain, Fact
from threering.ledger.events import Actor, record
from threering.ledger.models import Delivery
from threering.ledger.rules import next_attempt_at
from threering.organisation.actions import system
from threering.tickets import actions as tickets
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair
from threering.tickets.queries import message_of

FACTS: dict[str, type[DeliverySent | DeliveryFailed | DeliveryUncertain]] = {
    Delivery.State.SENT: DeliverySent,
    Delivery.State.FAILED: DeliveryFailed,
    Delivery.State.UNCERTAIN: DeliveryUncertain,
}


@transaction.atomic
def record_delivery(
    delivery: Delivery, state: Delivery.State, reason: str, *, at: datetime, provider_id: str = ""
) -> None:
    """Write the result of an attempt. QUEUED: it surely did not leave and may be tried again."""
    message = message_of(delivery)
    ticket = tickets.locked(message.ticket)  # everybody locks the ticket before the delivery
    held = ledger.still_attempted(delivery)
    if held is None:
        return
    delivery = held
    again = next_attempt_at(delivery.attempts, at) if state is Delivery.State.QUEUED else None
    tickets.touch(ticket)
    if again:
        ledger.queue_again(delivery, due_at=again, reason=reason)
        return
    state = Delivery.State.FAILED if state is Delivery.State.QUEUED else state
    ledger.settle(delivery, state, at=at, reason=reason, provider_id=provider_id)
    fact: Fact = FACTS[state](delivery=delivery.pk, attempts=delivery.attempts)
    about = tickets.about(ticket, message.contact)
    by = system()
    record([fact], about, Actor.agent(by), at=at, cause=delivery.uuid)
    tell_of([fact], ticket, Affair(by=by.pk, author=message.author_id), at=at)
