"""A ticket's conversation, read once for all who ask: who its customer is, and what was said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from threering.customers.models import Handle
from threering.customers.queries import family_of, handles_of
from threering.tickets.models import Message, Ticket


class Conversation:
    """What stands on a ticket at the moment of the first look; who changes it makes a new one."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket

    @cached_property
    def family(self) -> list[int]:
        """All customers who are the one that it is with."""
        return family_of(self.ticket.customer_id)

    @cached_property
    def handles(self) -> list[Handle]:
        """Where they can be reached, each customer's own together."""
        found = handles_of(self.family)
        for one in found:
            if one.customer_id == self.ticket.customer_id:
                one.customer = self.ticket.customer
        return found

    @cached_property
    def said(self) -> list[Message]:
        """What was said and not taken back, oldest first."""
        told = self.ticket.messages.filter(taken_back_at=None)
        return list(told.select_related("author", "customer", "delivery").order_by("at", "pk"))

    @property
    def theirs(self) -> list[Message]:
        """What customers said."""
        return [one for one in self.said if one.kind == Message.Kind.CUSTOMER]

    @cached_property
    def asides(self) -> set[int]:
        """The messages of people whom we brought in: an answer is never for them by itself."""
        named = _parties(one for one in self.said if one.delivery_id)
        others = (one for one in self.theirs if one.customer_id not in self.family)
        return {one.pk for one in others if one.reading.get("sender") in named}

    @property
    def question(self) -> Message | None:
        """The last thing the customer said; what people said whom we brought in is none."""
        asked = [one for one in self.theirs if one.pk not in self.asides]
        return asked[-1] if asked else None

    @property
    def addresses(self) -> list[str]:
        """Where the customer can be reached, whichever of their handles it belongs to."""
        return [one.value for one in self._on_its_channel()]

    @property
    def own_addresses(self) -> list[str]:
        """Those of the very customer whom the ticket names."""
        own = self.ticket.customer_id
        return [one.value for one in self._on_its_channel() if one.customer_id == own]

    def takes_part(self, address: str) -> bool:
        """Whether the customer is known by an address, or a message was for it."""
        return address in self.own_addresses or address in _parties(self.said)

    def _on_its_channel(self) -> list[Handle]:
        some = (one for one in self.handles if one.kind == self.ticket.channel)
        return sorted(some, key=lambda one: one.pk)


def _parties(messages: Iterable[Message]) -> set[str]:
    return set(chain.from_iterable(one.parties for one in messages))
