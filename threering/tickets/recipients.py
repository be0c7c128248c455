"""Whom a letter of a ticket goes to, and which message it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from threering.channels.contract import Party
from threering.channels.queries import inboxes_named
from threering.channels.rules import forms_of
from threering.customers.models import Handle
from threering.tickets.addressing import Known, Recipients, agreed, is_among, passed_on
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.reading import Reading, reading_of, sent_of

MOST_TO = 5  # addresses that a Reply-To may name


@dataclass(frozen=True, slots=True)
class Thread:
    """What a reply has to name: the message it answers and those before, oldest first."""

    answers: str
    keys: tuple[str, ...]


def thread_of(conversation: Conversation, *, most: int = 20) -> Thread:
    """The ids a reply to this ticket carries. The first and the latest ones are kept.

    The customer is told nothing of what was passed on to others, nor of what they answered.
    """
    named = [one for one in conversation.said if one.external_id is not None]
    named = [one for one in named if one.kind != Message.Kind.FORWARD]
    named = [one for one in named if one.pk not in conversation.asides]
    keys = tuple(one.external_id for one in named if one.external_id)
    theirs = [one.external_id for one in named if one.kind == Message.Kind.CUSTOMER]
    kept = keys if len(keys) <= most else (keys[0], *keys[1 - most :])
    return Thread((theirs or list(keys) or [""])[-1] or "", kept)


def answer_to(conversation: Conversation) -> Recipients:
    """Where the next answer goes: where the customer's last message wants it, else to its sender.

    One that may be forged leads the answer only to who takes part anyway. `cc`: who else read that
    message, or our last answer. They get the next one where its author says so.
    """
    question, ours = conversation.question, conversation.ticket.inbox.address
    reading = reading_of(question.reading if question else {})
    asked = [party.handle for party in reading.reply_to if "@" in party.handle]
    wanted = tuple(address for address in asked if ours not in forms_of(address))
    if reading.unproven:
        wanted = tuple(one for one in wanted if conversation.takes_part(one.lower()))
    to = wanted[:MOST_TO] or ((reading.sender,) if reading.sender else ())
    to = to or tuple(conversation.own_addresses[:1])
    return Recipients(to, _others(conversation, reading, to))


def _others(conversation: Conversation, question: Reading, to: Collection[str]) -> tuple[str, ...]:
    parties = (*question.to, *question.cc, *_answered(conversation).cc)
    found = dict.fromkeys(party.handle for party in parties if party.handle)
    ours = own_inboxes(conversation.ticket, found)
    return tuple(one for one in found if one not in to and not is_among(one, ours))


def _answered(conversation: Conversation) -> Reading:
    """Our last answer, as far as it says who got it."""
    left = [one for one in conversation.said if one.kind == Message.Kind.AGENT]
    return reading_of(left[-1].reading if left and left[-1].delivery_id else {})


def own_inboxes(ticket: Ticket, addresses: Iterable[str]) -> set[str]:
    """The client's own inboxes that some of these addresses lead to."""
    return {inbox.address for inbox in inboxes_named([ticket.client_id], addresses)}


def chosen(conversation: Conversation, wanted: Recipients) -> Recipients:
    """Those who get a reply; where its author named nobody, whom the customer wants it to go to.

    Raises NotSendable.
    """
    usual = answer_to(conversation).to
    to = wanted.to or usual
    ours = own_inboxes(conversation.ticket, (*to, *wanted.cc))
    customer = {*usual, *conversation.addresses}
    return agreed(Recipients(to, wanted.cc), Known(customer=customer, ours=ours))


def strangers(conversation: Conversation, wanted: Recipients) -> Recipients:
    """Those to whom a message of the ticket is passed on. Raises NotSendable."""
    ours = own_inboxes(conversation.ticket, (*wanted.to, *wanted.cc))
    customer = {*answer_to(conversation).to, *conversation.addresses}
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
