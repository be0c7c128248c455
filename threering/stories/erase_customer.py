"""A customer is forgotten, portion by portion; with the last one their key is destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers import erasing
from threering.customers.models import Erasure
from threering.ledger import actions as ledger
from threering.ledger.catalogue_customers import CustomerErased, TicketForgotten
from threering.ledger.events import About, Actor, record_each
from threering.ledger.fact import Fact
from threering.tickets import actions as tickets
from threering.tickets import forgetting, striking


@transaction.atomic
def erase_customer(erasure_id: int, *, most: int, at: datetime) -> Erasure | None:
    """Forget the next portion, at most so many tickets; None when there is nothing to do.

    Within `blobs.forgetting` only. Raises erasing.NotYet.
    """
    erasure = erasing.held(erasure_id, at=at)
    if erasure is None:
        return None
    ledger.take_turns({erasure.client_id})  # nothing of theirs comes in between
    who, by = erasing.identity(erasure.client_id, erasure.customer_id), Actor.agent(erasure.by)
    forgotten = forgetting.forget_next(who, most=most, at=at)
    told: list[tuple[About, Sequence[Fact]]] = [
        (tickets.about(one), [TicketForgotten(erasure=erasure.pk)]) for one in forgotten
    ]
    if forgotten or striking.strike_next(erasure, who, at=at):
        erasing.moved(erasure, at=at)
    else:
        striking.strike_beside(who)
        forgetting.forget_searches(who)
        erasing.make_anonymous(who, at=at)
        forgetting.forget_lines(who)
        erasing.done(erasure, at=at)
        told = [(customers.about(erasure.customer), [CustomerErased(erasure=erasure.pk)])]
    record_each(told, by, at=at, cause=erasure.uuid, each_rings=False)
    return erasure
