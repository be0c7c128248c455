"""Which ticket does a message belong to, and why: the evidence is gathered and weighed here.

What each piece of evidence is worth is decided in evidence.py. All of it is looked for within the
client the message came to, so that two clients never meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import connection

from threering.channels.contract import Inbound
from threering.channels.models import Inbox
from threering.channels.rules import with_detail
from threering.customers.models import Customer, Handle
from threering.customers.queries import family_of
from threering.customers.rules import normal
from threering.kernel.rows import find, select
from threering.kernel.signing import is_signature, signature, signing_key
from threering.ledger.models import Arrival
from threering.tickets import evidence
from threering.tickets.evidence import Clues, Standing, Tie
from threering.tickets.models import Contact, Message, Ticket
from threering.tickets.queries import says_the_same
from threering.tickets.rules import Status, takes_more

_SAME_THREAD = "client_id = %s and thread_ids && %s and thread_ids <> '{}' order by id desc limit 5"
_TAKES_PART = """
select exists (select 1 from tickets_message m left join ledger_delivery d on d.id = m.delivery_id
  where m.ticket_id = %s and m.taken_back_at is null and (m.customer_id = any(%s)
    or %s = any(m.parties) or jsonb_exists(d.recipients, %s)))
"""


FEW = 5
"""Messages that await the same and are looked at, the latest."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said before and may have to do with a message."""

    by_id: dict[str, Message]
    waiting: list[Message]
    """Messages that name it, or an ancestor that it names too, and came before it."""

    def is_our_own(self, inbound: Inbound) -> bool:
        """Whether it is a mail that we sent and that came back to us."""
        same = self.by_id.get(inbound.external_id)
        return bool(same and same.delivery and same.delivery.sender == inbound.sender_handle)

    def told_apart(self, inbound: Inbound, arrival: Arrival) -> tuple[Message | None, Inbound]:
        """The message that it repeats, if any, and the message itself.

        Two different mails may stand under one id: then the later one goes without it.
        """
        same = self.by_id.get(inbound.external_id)
        if same is None or (same.arrival_id and says_the_same(same, inbound, arrival)):
            return same, inbound
        return None, replace(inbound, external_id="")


@dataclass(frozen=True, slots=True)
class Sought:
    """A message whose place is sought, and who wrote it."""

    inbox: Inbox
    customer: Customer
    inbound: Inbound
    clues: Clues


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence."""

    tie: Tie
    ticket_id: int
    named: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message goes: into a ticket, or into a new one.

    A new one may follow an older one that is closed, or may belong to one that did not let it in.
    """

    why: str
    ticket: Ticket | None = None
    follows: Ticket | None = None
    may_belong_to: Ticket | None = None
    why_there: str = ""
    """Why it belongs to the closed ticket that it follows."""
    unproven: bool = False
    """A number anybody can write tied it, under a sender's name that anybody can write."""


def heard_of(client_id: int, kind: str, inbound: Inbound) -> Heard:
    """The messages of a client that this one names, and those that await it or what it names."""
    ids = _ids(inbound)
    if not ids:
        return Heard({}, [])
    named = find(Message, client_id=client_id, external_id=ids)
    by_id = {message.external_id: message for message in named if message.external_id}
    value = normal(kind, inbound.sender_handle)
    waiting = find(Message, client_id=client_id, parties=value, awaits=ids)
    for handle in find(Handle, client_id=client_id, kind=kind, value=value):
        waiting += find(Message, client_id=client_id, customer_id=handle.customer_id, awaits=ids)
    latest = sorted({message.pk: message for message in waiting}.items(), reverse=True)
    return Heard({i: by_id[i] for i in ids if i in by_id}, [message for _, message in latest[:FEW]])


def _ids(inbound: Inbound) -> list[str]:
    return [i for i in (inbound.external_id, *inbound.thread_keys) if i]


def recall(client_id: int, kind: str, mails: list[tuple[Inbound, Customer | None]]) -> None:
    """Look for what many mails may answer, at once: in a batch their placing asks no more.

    Each comes with the customer who wrote it, where they are known.
    """
    named = find(Message, client_id=client_id, external_id=[i for m, _ in mails for i in _ids(m)])
    theirs = [(who.pk, i) for mail, who in mails if who for i in _ids(mail)]
    owners, ids = [one for one, _ in theirs], [i for _, i in theirs]
    waiting = find(Message, client_id=client_id, customer_id=owners, awaits=ids)
    shared = [(normal(kind, mail.sender_handle), i) for mail, _ in mails for i in _ids(mail)]
    senders, ids = [one for one, _ in shared], [i for _, i in shared]
    waiting += find(Message, client_id=client_id, parties=senders, awaits=ids)
    ticket_ids = sorted({message.ticket_id for message in (*named, *waiting)})
    tickets = find(Ticket, id=ticket_ids, lock=True)
    keys = [[ticket.pk for ticket in tickets], [ticket.channel for ticket in tickets]]
    find(Contact, ticket_id=keys[0], channel=keys[1], ended_at=None)


def place_for(sought: Sought, heard: Heard, at: datetime) -> Place:
    """Take the evidence in its order; the first that lets the sender in decides.

    The rows of the tickets that are looked at are locked until the transaction ends.
    """
    refused: Place | None = None
    for found in _evidence(sought, heard):
        ticket = leading(found.ticket_id)
        if ticket.forgotten_at:  # nobody can know any more what it was about
            continue
        standing = _standing(ticket, sought, found.tie)
        if evidence.joins(found.tie, standing, sought.clues):
            return _joined(found, ticket, standing, sought.clues, at)
        why = evidence.why_apart(found.tie, found.named, ticket.number, closed=False)
        refused = refused or Place(why=why, may_belong_to=ticket)
    nothing = evidence.UNKNOWN if sought.inbound.thread_keys else evidence.NOTHING
    return refused or Place(why=nothing)


def _joined(found: Found, ticket: Ticket, standing: Standing, clues: Clues, at: datetime) -> Place:
    there = evidence.why_joined(found.tie, found.named, ticket.number, standing)
    unproven = found.tie is Tie.TOKEN and not clues.proven
    if takes_more(Status(ticket.status), ticket.solved_at, at):
        return Place(ticket=ticket, why=there, unproven=unproven)
    why = evidence.why_apart(found.tie, found.named, ticket.number, closed=True)
    return Place(follows=ticket, why=why, why_there=there, unproven=unproven)


def leading(ticket_id: int) -> Ticket:
    """The ticket, or the one it was merged into, locked until the transaction ends."""
    ticket = find(Ticket, id=ticket_id, lock=True)[0]
    return leading(ticket.merged_into_id) if ticket.merged_into_id else ticket


def _evidence(sought: Sought, heard: Heard) -> Iterator[Found]:
    """All there is, strongest first; what is not reached is not looked for."""
    named = [(key, heard.by_id[key]) for key in sought.inbound.thread_keys if key in heard.by_id]
    written = {Message.Kind.AGENT, Message.Kind.FORWARD}
    ours = [(key, message) for key, message in named if message.kind in written]
    yield from (Found(Tie.OURS, message.ticket_id, key) for key, message in ours)
    yield from _addressed(sought)
    theirs = [pair for pair in named if pair not in ours]
    yield from (Found(Tie.THEIRS, message.ticket_id, key) for key, message in theirs)
    numbered = _numbered(sought.inbox.client_id, sought.clues.numbers)
    yield from (Found(Tie.TOKEN, ticket.pk) for ticket in numbered)
    for message in _in_thread(sought.inbox.client_id, sought.clues.thread_ids):
        yield Found(Tie.PROVIDER, message.ticket_id)
    yield from (Found(Tie.AWAITED, message.ticket_id) for message in heard.waiting)


def _addressed(sought: Sought) -> Iterator[Found]:
    client_id = sought.inbox.client_id
    said = [evidence.signed(address) for address in sought.clues.addresses]
    ours = tuple(number for number, sign in said if _is_ours(sign, client_id, number))
    yield from (Found(Tie.ADDRESS, ticket.pk) for ticket in _numbered(client_id, ours))


def _numbered(client_id: int, numbers: tuple[int, ...]) -> list[Ticket]:
    if not numbers:
        return []
    return select(Ticket, "client_id = %s and number = any(%s)", client_id, list(numbers))


def _in_thread(client_id: int, thread_ids: tuple[str, ...]) -> list[Message]:
    return select(Message, _SAME_THREAD, client_id, list(thread_ids)) if thread_ids else []


def _standing(ticket: Ticket, sought: Sought, tie: Tie) -> Standing:
    if sought.customer.pk == ticket.customer_id:
        return Standing.PARTICIPANT
    family = family_of(sought.customer.pk)
    if ticket.customer_id in family or _takes_part(ticket, family, sought.inbound.sender_handle):
        return Standing.PARTICIPANT
    names = _names(ticket) if tie in evidence.SECRET else []
    known = any(evidence.is_same_name(sought.inbound.sender_name, name) for name in names)
    return Standing.NAMESAKE if known else Standing.STRANGER


def _takes_part(ticket: Ticket, family: list[int], handle: str) -> bool:
    address = handle.strip().lower()
    with connection.cursor() as cursor:
        cursor.execute(_TAKES_PART, [ticket.pk, family, address, address])
        return bool(cursor.fetchone()[0])


def _names(ticket: Ticket) -> list[str]:
    """The names of the customers who wrote in a ticket, and of the one it is about."""
    wrote = Message.objects.filter(ticket=ticket, customer__isnull=False)
    names = set(wrote.values_list("customer__name", flat=True))
    return [*names, Customer.objects.get(pk=ticket.customer_id).name]


@cache
def _keys() -> list[bytes]:
    """The key that signs, and the one before it, of which customers hold addresses."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [signing_key(secret, "reply address") for secret in secrets]


def _signed_words(client_id: int, number: int) -> str:
    return f"{client_id}.{number}"


def _is_ours(sign: str, client_id: int, number: int) -> bool:
    words = _signed_words(client_id, number)
    return any(is_signature(sign, words, key) for key in _keys())


def reply_address(ticket: Ticket, inbox: Inbox) -> str:
    """Where answers to a ticket find their way by themselves; "" where the inbox has none."""
    if not inbox.signs_replies:
        return ""
    sign = signature(_signed_words(ticket.client_id, ticket.number), _keys()[0])
    return with_detail(inbox.address, evidence.reply_detail(ticket.number, sign))
