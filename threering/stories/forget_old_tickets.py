"""What was said to a brand long ago is forgotten, because it keeps it no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue_customers import CustomerErased, TicketForgotten
from threering.ledger.events import About, Actor, record_each
from threering.ledger.fact import Fact
from threering.organisation.actions import system
from threering.organisation.models import Brand
from threering.tickets import actions as tickets
from threering.tickets import retention


@transaction.atomic
def forget_old_tickets(brand: Brand, *, most: int, at: datetime) -> int:
    """Forget the next ones, and who wrote nothing else; how many tickets.

    Within `blobs.forgetting` only.
    """
    ledger.take_turns({brand.client_id})  # nothing comes in between
    forgotten = retention.forget_old(brand, most=most, at=at)
    told: list[tuple[About, Sequence[Fact]]] = [
        (tickets.about(one), [TicketForgotten(erasure=None)]) for one in forgotten
    ]
    told += [
        (About(client_id=who.client_id, customer_id=who.family[0]), [CustomerErased(erasure=None)])
        for who in retention.forget_silent(forgotten, at=at)
    ]
    record_each(told, Actor.agent(system()), at=at, cause=brand.uuid, each_rings=False)
    return len(forgotten)
