"""What a brand keeps no longer: old tickets are forgotten, and who wrote nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from threering.customers import erasing
from threering.customers.erasing import Identity
from threering.ledger import letting_go
from threering.ledger.models import Arrival, Delivery
from threering.organisation.models import Brand
from threering.organisation.rules import ACTED_ON, months_before
from threering.tickets import forgetting
from threering.tickets.models import Message, Ticket
from threering.tickets.rules import Status

OVER = [Status.CLOSED.value, Status.SPAM.value]


def keeping_not_for_ever(at: datetime) -> Iterable[Brand]:
    """Brands that keep what was said for so long only, and said so some time ago."""
    some = Brand.objects.filter(kept_months__isnull=False, kept_from__lte=at - ACTED_ON)
    return some.order_by("pk")


def outdated(brand: Brand, *, most: int, at: datetime) -> list[int]:
    """Tickets of a brand that are over for longer than it keeps them, but what is just leaving."""
    mine = Ticket.objects.filter(brand=brand, status__in=OVER, forgotten_at=None)
    old = mine.filter(last_at__lt=_since(brand, at)).exclude(
        messages__delivery__state__in=[Delivery.State.QUEUED, Delivery.State.SENDING]
    )
    return list(old.order_by("last_at", "pk").values_list("pk", flat=True)[:most])


def unread(brand: Brand, *, most: int, at: datetime) -> list[int]:
    """What came for a brand as long ago, and was never understood."""
    aside = [Arrival.Outcome.QUARANTINED, Arrival.Outcome.REJECTED]
    mine = Arrival.objects.filter(brand=brand, outcome__in=aside, raw__isnull=False)
    old = mine.filter(received_at__lt=_since(brand, at))
    return list(old.order_by("pk").values_list("pk", flat=True)[:most])


def forget_old(brand: Brand, *, most: int, at: datetime) -> list[Ticket]:
    """Forget the next ones: which. Within `blobs.forgetting` only."""
    letting_go.let_go_of_arrivals(unread(brand, most=most, at=at))
    return forgetting.forget(outdated(brand, most=most, at=at), at=at)


def forget_silent(tickets: Sequence[Ticket], *, at: datetime) -> Iterator[Identity]:
    """Of whom these were the last words: they are nobody any more. Within `forgetting` only."""
    for client_id, customer_id in sorted({(one.client_id, one.customer_id) for one in tickets}):
        who = erasing.identity(client_id, customer_id)
        theirs = Ticket.objects.filter(customer__in=who.family, forgotten_at=None)
        said = Message.objects.filter(customer__in=who.family, ticket__forgotten_at=None)
        if not (theirs.exists() or said.exists()):
            forgetting.forget_searches(who)
            erasing.make_anonymous(who, at=at)
            forgetting.forget_lines(who)
            yield who


def _since(brand: Brand, at: datetime) -> datetime:
    return months_before(at, brand.kept_months or 0)
