"""A mail server told us what became of something we sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from threering.channels.contract import Report
from threering.customers import actions as customers
from threering.customers.consent.actions import refuse_everything
from threering.customers.models import Customer
from threering.ledger import actions as ledger
from threering.ledger import blobs, letting_go
from threering.ledger.catalogue import Fact
from threering.ledger.events import Actor, record
from threering.ledger.models import Arrival, Delivery
from threering.ledger.queries import delivery_named, reported_before
from threering.ledger.rules import (
    ReportMeans,
    Standing,
    concerned,
    is_of_before,
    is_outdated,
    means,
    moves_to,
    report_key,
)
from threering.organisation.actions import system
from threering.tickets import actions as tickets
from threering.tickets.models import Message
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair
from threering.tickets.queries import bounced, carries_message, message_of
from threering.tickets.recipients import is_of_readers

NOT_OURS = "A delivery report about a mail that we did not send, or that could mean several."


@transaction.atomic
def receive_report(arrival: Arrival, report: Report, *, at: datetime) -> None:
    """Tie a report to its delivery and tell its author; without a delivery it is quarantined.

    A mailbox may be read anew, so the same report is taken once.
    """
    named = delivery_named(arrival.client_id, report.about)
    # What names another mail's id is not about ours, whoever its recipient is.
    delivery = named if report.about else bounced(arrival, report.recipients)
    if delivery is None or not carries_message(delivery):
        _conclude_alone(arrival, report, delivery, at)
        return
    message = message_of(delivery)
    ticket = tickets.locked(message.ticket)  # the ticket before the delivery, as everywhere
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    key, report = _key(arrival, report), _kept(arrival, report, delivery, ticket.customer)
    if first := reported_before(delivery, key):
        ledger.conclude(arrival, Arrival.Outcome.DUPLICATE, at=at, duplicate_of=first)
        return
    tickets.touch(ticket)
    arrival.report_key = key
    ledger.conclude(arrival, Arrival.Outcome.REPORT, at=at, reason=report.reason, delivery=delivery)
    meaning = means(report.kind, report.action, failed=report.failed)
    facts: list[Fact] = [ledger.report_fact(meaning, delivery, arrival)]
    current = not is_of_before(arrival.source, arrival.received_at, _standing(delivery))
    if current:
        _stand_as_told(delivery, message, meaning, report, at)
    if not is_outdated(arrival.received_at, delivery.handed_over_at):
        facts += _about_the_address(arrival, report, delivery, meaning)
    about = tickets.about(ticket, message.contact)
    record(facts, about, Actor.agent(system()), at=arrival.received_at, cause=arrival.uuid)
    if current:
        tell_of(facts, ticket, Affair(author=message.author_id), at=at)


def _conclude_alone(
    arrival: Arrival, report: Report, delivery: Delivery | None, at: datetime
) -> None:
    """What it is about is not known, or no message: a digest, of which nobody need be told."""
    if delivery is None:
        ledger.conclude(arrival, Arrival.Outcome.QUARANTINED, at=at, reason=NOT_OURS)
        return
    letting_go.let_go_at_once(arrival)  # the words of a digest go once it has left
    outcome, why = Arrival.Outcome.REPORT, report.reason
    ledger.conclude(arrival, outcome, at=at, reason=why, delivery=delivery)


def _kept(arrival: Arrival, report: Report, delivery: Delivery, customer: Customer) -> Report:
    """Keep it as what it tells of is kept: under the customer's key, or nothing of it any more."""
    if letting_go.was_let_go(delivery):
        letting_go.let_go_at_once(arrival)
        return replace(report, reason="", recipients=())
    if arrival.raw:
        blobs.hand_over(arrival.raw, customer.key)
    return report


def _key(arrival: Arrival, report: Report) -> str:
    """By its own id and date. One without either is known by when it came into its mailbox."""
    came = "" if report.external_id or report.sent_at else arrival.received_at
    said = (report.kind, report.action, *sorted(report.recipients))
    return report_key([report.external_id, report.sent_at, came, *said])


def _standing(delivery: Delivery) -> Standing:
    state, attempts = delivery.state, delivery.attempts
    return Standing(state=state, attempts=attempts, handed_over_at=delivery.handed_over_at)


def _stand_as_told(
    delivery: Delivery, message: Message, meaning: ReportMeans, report: Report, at: datetime
) -> None:
    """Let the delivery stand as the report says."""
    others = is_of_readers(message, concerned(report.recipients, delivery.recipients))
    if state := moves_to(meaning, delivery.state, reached_others=others):
        ledger.settle(delivery, Delivery.State(state), at=at, reason=report.reason)


def _about_the_address(
    arrival: Arrival, report: Report, delivery: Delivery, meaning: ReportMeans
) -> list[Fact]:
    """What the report says about the addresses themselves."""
    named = concerned(report.recipients, delivery.recipients)
    client, kind, at = arrival.client_id, delivery.kind, arrival.received_at
    if meaning is ReportMeans.UNWANTED:
        complained = customers.mark_complained(client, kind, named, at=at)
        return [*complained, *refuse_everything(client, kind, named, at=at)]
    if meaning is ReportMeans.BOUNCED and report.hard:
        return customers.mark_unreachable(client, kind, named, why=report.reason, at=at)
    return []
