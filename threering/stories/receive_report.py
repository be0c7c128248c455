"""A mail server told us what became of something we sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels.contract import Report
from threering.ledger import actions as ledger
from threering.ledger.catalogue import DeliveryBounced
from threering.ledger.events import Actor, record
from threering.ledger.models import Arrival, Delivery
from threering.ledger.queries import delivery_named
from threering.organisation.actions import system
from threering.tickets import actions as tickets
from threering.tickets.queries import message_of


@transaction.atomic
def receive_report(arrival: Arrival, report: Report, *, at: datetime) -> None:
    """Tie a report to its delivery; one that names none of ours is quarantined."""
    delivery = delivery_named(arrival.client_id, report.about)
    if delivery is None:
        reason = "A delivery report about a mail that we did not send."
        ledger.conclude(arrival, Arrival.Outcome.QUARANTINED, at=at, reason=reason)
        return
    ledger.conclude(arrival, Arrival.Outcome.REPORT, at=at, reason=report.reason, delivery=delivery)
    if not report.failed:
        return
    message = message_of(delivery)
    tickets.touch(tickets.locked(message.ticket))  # the ticket before the delivery, as everywhere
    ledger.settle(delivery, Delivery.State.FAILED, at=at, reason=report.reason)
    ledger.notify(message.author, arrival.client_id, "bounced", ticket_id=message.ticket_id, at=at)
    bounced = DeliveryBounced(delivery=delivery.pk, arrival=arrival.pk)
    about = tickets.about(message.ticket, message.contact)
    record([bounced], about, Actor.agent(system()), at=arrival.received_at, cause=arrival.uuid)
