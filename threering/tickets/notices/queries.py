"""What waits for somebody: their notices of what they may still see, alike ones as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from threering.ledger.models import Notice
from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.tickets.models import Ticket

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Folded:
    """One line of the list: the latest notice of those that are alike, and how many they are."""

    notice: Notice
    count: int
    ticket: Ticket | None


def mine(actor: Agent) -> QuerySet[Notice]:
    """What somebody was told of what they may still see."""
    there = Ticket.objects.visible_to(actor).filter(pk=OuterRef("ticket_id"))
    told: QuerySet[Notice] = Notice.objects.visible_to(actor, Verb.ENTER)
    return told.filter(Q(ticket_id=None) | Exists(there))


def _folded(rows: QuerySet[Notice]) -> Any:
    """Of a ticket what is alike and was read together, or not at all; anything else alone."""
    alone = Case(
        When(ticket_id=None, then=F("pk")), default=Value(0), output_field=BigIntegerField()
    )
    alike = rows.annotate(alone=alone).values("kind", "ticket_id", "read_at", "alone")
    counted = alike.annotate(count=Count("pk"), newest=Max("at"), last=Max("pk"))
    return counted.order_by("-newest", "-last")


def unread(actor: Agent) -> int:
    """How many lines of the list somebody has not read."""
    return int(_folded(mine(actor).filter(read_at=None)).count())


def latest(actor: Agent, *, most: int = SHOWN) -> list[Folded]:
    """What somebody was told, the latest first."""
    lines = list(_folded(mine(actor))[:most])
    notices = Notice.objects.in_bulk([line["last"] for line in lines])
    tickets = Ticket.objects.visible_to(actor).select_related("client", "customer")
    known = tickets.in_bulk([line["ticket_id"] for line in lines if line["ticket_id"]])
    return [
        Folded(notices[line["last"]], line["count"], known.get(line["ticket_id"])) for line in lines
    ]
