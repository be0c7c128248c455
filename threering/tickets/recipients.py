"""Whom a letter of a ticket goes to, and which message it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from threering.channels.contract import Party
from threering.channels.queries import inboxes_named
from threering.channels.rules import forms_of
from threering.customers.models import Handle
from threering.customers.queries import family_of
from threering.tickets.addressing import Known, Recipients, agreed, is_among, passed_on
from threering.tickets.models import Message, Ticket
from threering.tickets.reading import Reading, reading_of, sent_of

MOST_TO = 5  # addresses that a Reply-To may name


@dataclass(frozen=True, slots=True)
class Thread:
    """What a reply has to name: the message it answers and those before, oldest first."""

    answers: str
    keys: tuple[str, ...]


def thread_of(ticket: Ticket, *, most: int = 20) -> Thread:
    """The ids a reply to this ticket carries. The first and the latest ones are kept.

    The customer is told nothing of what was passed on to others, nor of what they answered.
    """
    said = ticket.messages.filter(taken_back_at=None).exclude(external_id=None)
    said = said.exclude(kind=Message.Kind.FORWARD).exclude(pk__in=asides(ticket))
    ids = list(said.order_by("at", "id").values_list("kind", "external_id"))
    keys = tuple(external_id for _, external_id in ids if external_id)
    theirs = [external_id for kind, external_id in ids if kind == Message.Kind.CUSTOMER]
    kept = keys if len(keys) <= most else (keys[0], *keys[1 - most :])
    return Thread((theirs or list(keys) or [""])[-1] or "", kept)


def latest_question(ticket: Ticket) -> Message | None:
    """The last thing the customer said; what people said whom we brought in is none."""
    asked = ticket.messages.filter(kind=Message.Kind.CUSTOMER).select_related("customer")
    return asked.exclude(pk__in=asides(ticket)).order_by("at", "id").last()


def asides(ticket: Ticket) -> set[int]:
    """The messages of people whom we brought in: an answer is never for them by itself."""
    ours = ticket.messages.filter(delivery__isnull=False, taken_back_at=None)
    named = ours.exclude(parties=[]).values_list("parties", flat=True)
    brought = set(chain.from_iterable(named))
    if not brought:
        return set()
    theirs = ticket.messages.filter(kind=Message.Kind.CUSTOMER)
    others = theirs.exclude(customer__in=family_of(ticket.customer_id))
    senders = others.values_list("pk", "reading__sender")
    return {pk for pk, sender in senders if sender in brought}


def answer_to(ticket: Ticket) -> Recipients:
    """Where the next answer goes: where the customer's last message wants it, else to its sender.

    One that may be forged leads the answer only to who takes part anyway. `cc`: who else read that
    message, or our last answer. They get the next one where its author says so.
    """
    question, ours = latest_question(ticket), ticket.inbox.address
    reading = reading_of(question.reading if question else {})
    asked = [party.handle for party in reading.reply_to if "@" in party.handle]
    wanted = tuple(address for address in asked if ours not in forms_of(address))
    if reading.unproven:
        wanted = tuple(address for address in wanted if _takes_part(ticket, address.lower()))
    to = wanted[:MOST_TO] or ((reading.sender,) if reading.sender else ())
    to = to or tuple(_reached_at(ticket)[:1])
    return Recipients(to, _others(ticket, reading, to))


def _others(ticket: Ticket, question: Reading, to: Collection[str]) -> tuple[str, ...]:
    parties = (*question.to, *question.cc, *_answered(ticket).cc)
    found = dict.fromkeys(party.handle for party in parties if party.handle)
    ours = own_inboxes(ticket, found)
    return tuple(one for one in found if one not in to and not is_among(one, ours))


def _answered(ticket: Ticket) -> Reading:
    """Our last answer, as far as it says who got it."""
    left = ticket.messages.filter(kind=Message.Kind.AGENT, taken_back_at=None)
    last = left.order_by("at", "pk").last()
    return reading_of(last.reading if last and last.delivery_id else {})


def _takes_part(ticket: Ticket, address: str) -> bool:
    """Whether the customer is known by an address, or a message of the ticket was for it."""
    known = address in _reached_at(ticket)
    return known or ticket.messages.filter(parties__contains=[address]).exists()


def _reached_at(ticket: Ticket) -> list[str]:
    known = ticket.customer.handles.filter(kind=ticket.channel).order_by("pk")
    return list(known.values_list("value", flat=True))


def own_inboxes(ticket: Ticket, addresses: Iterable[str]) -> set[str]:
    """The client's own inboxes that some of these addresses lead to."""
    return {inbox.address for inbox in inboxes_named([ticket.client_id], addresses)}


def customers_addresses(ticket: Ticket) -> tuple[str, ...]:
    """Where the customer can be reached, whichever of their handles it belongs to."""
    family = family_of(ticket.customer_id)
    known = Handle.objects.filter(customer__in=family, kind=ticket.channel).order_by("pk")
    return tuple(known.values_list("value", flat=True))


def chosen(ticket: Ticket, wanted: Recipients) -> Recipients:
    """Those who get a reply; where its author named nobody, whom the customer wants it to go to.

    Raises NotSendable.
    """
    usual = answer_to(ticket).to
    to = wanted.to or usual
    ours = own_inboxes(ticket, (*to, *wanted.cc))
    customer = {*usual, *customers_addresses(ticket)}
    return agreed(Recipients(to, wanted.cc), Known(customer=customer, ours=ours))


def strangers(ticket: Ticket, wanted: Recipients) -> Recipients:
    """Those to whom a message of the ticket is passed on. Raises NotSendable."""
    ours = own_inboxes(ticket, (*wanted.to, *wanted.cc))
    customer = {*answer_to(ticket).to, *customers_addresses(ticket)}
    return passed_on(wanted, Known(customer=customer, ours=ours))


def known_at(ticket: Ticket, addresses: Iterable[str]) -> dict[str, Handle]:
    """Those of the addresses whose owners are known here."""
    found = Handle.objects.filter(client_id=ticket.client_id, kind=ticket.channel)
    some = found.filter(value__in=list(addresses)).select_related("customer")
    return {handle.value: handle for handle in some}


def parties(ticket: Ticket, addresses: Collection[str]) -> tuple[Party, ...]:
    """Addresses with the names under which their owners are known here."""
    names = {one: handle.customer.name for one, handle in known_at(ticket, addresses).items()}
    return tuple(Party(name=names.get(address, ""), handle=address) for address in addresses)


def is_of_readers(message: Message, addresses: Collection[str]) -> bool:
    """Whether all of these only read a message of ours in Cc."""
    sent = sent_of(message.reading)
    return bool(addresses) and {address.lower() for address in addresses} <= {*sent.cc}
