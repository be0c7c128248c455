"""Decisions that wait to be carried out: one job for each story that can be decided."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from threering.channels.contract import NotSendable
from threering.customers.consent.queries import may_write
from threering.customers.consent.rules import Purpose
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.organisation.actions import system
from threering.stories.acknowledge import acknowledge as tell_acknowledge
from threering.stories.set_status import set_status as tell_set_status
from threering.tickets import actions as tickets
from threering.tickets.letters import acknowledgement_of
from threering.tickets.models import Message, Ticket
from threering.tickets.queries import acknowledged_since
from threering.tickets.rules import Status, may_acknowledge_again

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PATIENT = RetryStrategy(max_attempts=10, exponential_wait=2)


def close_ticket(ticket: Ticket, *, cause: UUID) -> None:
    """Decide that a ticket is over; the job below carries it out."""
    data: dict[str, object] = {"ticket": ticket.pk, "status": Status.CLOSED.value}
    data["before"] = ticket.status
    ledger.decide(ticket.client_id, "set_status", data, at=now(), cause=cause)


@app.task(name="set_status", retry=PATIENT)
@transaction.atomic
def set_status(decision: int) -> None:
    """Carry out the decision to set a ticket's status. Twice is once.

    A ticket that has another status by now than when it was decided keeps it.
    """
    decided = ledger.undone(decision)
    if decided is None:
        return
    ticket = tickets.locked(Ticket.objects.get(pk=decided.data["ticket"]))
    if ticket.status == decided.data["before"]:
        status = Status(decided.data["status"])
        tell_set_status(ticket, status, by=system(), at=now(), cause=decided.uuid)
    ledger.carried_out(decided, at=now())


@app.task(name="acknowledge", retry=PATIENT)
@transaction.atomic
def acknowledge(decision: int) -> None:
    """Carry out the decision to tell a customer that their message has come. Twice is once.

    Not to one who was told a moment ago or wants none, and not without words for it.
    """
    decided = ledger.undone(decision)
    if decided is None:
        return
    question = Message.objects.select_related("ticket", "contact", "customer").get(
        pk=decided.data["message"]
    )
    ticket = tickets.locked(question.ticket)  # two mails of one customer in the same moment
    at = now()
    counts = (acknowledged_since(ticket.customer, at - length) for length in (HOUR, DAY))
    asked = question.customer or ticket.customer
    wanted = may_write(Purpose.ACKNOWLEDGEMENT, asked, ticket.brand)
    if wanted and acknowledgement_of(ticket)[1] and may_acknowledge_again(*counts):
        with suppress(NotSendable):
            tell_acknowledge(question, at=at, cause=decided.uuid)
    ledger.carried_out(decided, at=at)
