"""Striking a person out of what others wrote, in tickets that are not theirs.

Their address is looked for in all that a client's customers and agents wrote, in the order of
their ids; their name only where their address stands or where they wrote themselves, because
others may be called alike. What they wrote there themselves is emptied, and so is what was quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Max

from threering.customers.erasing import Identity, NotYet
from threering.customers.models import Erasure
from threering.customers.rules import STRUCK
from threering.ledger import letting_go
from threering.ledger.models import Arrival, Delivery
from threering.tickets import forgetting, vocabulary
from threering.tickets.models import Draft, FieldValue, Message, Step, Ticket

AT_ONCE = 20_000
"""Ids that are looked through in one commit."""
TEXTS = ("text", "html", "visible", "quoted", "subject", "why")
BESIDE: tuple[tuple[type[Draft | FieldValue | Step], tuple[str, ...]], ...] = (
    (Draft, ("text", "to", "cc", "mentions")),
    (FieldValue, ("value",)),
    (Step, ("text",)),
)
_SPEAKING = """
select distinct m.ticket_id from tickets_message m
join tickets_ticket t on t.id = m.ticket_id
left join tickets_contact c on c.id = m.contact_id left join tickets_ticket o on o.id = c.origin_id
where m.id > %(after)s and m.id <= %(up_to)s and m.client_id = %(client)s
and not t.customer_id = any(%(family)s) and (
  m.customer_id = any(%(family)s) or o.customer_id = any(%(family)s) or lower(concat_ws(' ', m.text,
  m.html, m.visible, m.quoted, m.subject, m.why, m.reading::text, m.external_id,
  array_to_string(m.parties, ' '), t.subject)) like any(%(likes)s))
order by 1
"""


def strike_next(erasure: Erasure, who: Identity, *, at: datetime) -> bool:
    """Look through the next messages, then the next arrivals; False when all were looked at.

    Raises NotYet.
    """
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    if erasure.messages_seen < last:
        up_to = min(erasure.messages_seen + AT_ONCE, last)
        speaking = _speaking(who, after=erasure.messages_seen, up_to=up_to)
        _must_have_left(speaking)
        for ticket in speaking:
            strike(ticket, who, at=at)
        erasure.messages_seen = up_to
        return True
    last = Arrival.objects.aggregate(last=Max("pk"))["last"] or 0
    if erasure.arrivals_seen < last:
        after, up_to = erasure.arrivals_seen, min(erasure.arrivals_seen + AT_ONCE, last)
        theirs = letting_go.arrivals_naming(who.client_id, who.handles, after=after, up_to=up_to)
        letting_go.let_go_of_arrivals(theirs)
        erasure.arrivals_seen = up_to
        return True
    return False


def _must_have_left(tickets: list[int]) -> None:
    """Others shall get what was written to them."""
    open_ones = Delivery.objects.filter(message__ticket__in=tickets, state=Delivery.State.QUEUED)
    sending = Delivery.objects.filter(message__ticket__in=tickets)
    if open_ones.exists() or letting_go.are_leaving(sending):
        raise NotYet


def _speaking(who: Identity, *, after: int, up_to: int) -> list[int]:
    """Tickets of others in which the person is spoken of, or wrote."""
    likes = [f"%{letting_go.escaped(handle)}%" for handle in who.handles]
    asked = {"after": after, "up_to": up_to, "client": who.client_id}
    with connection.cursor() as cursor:
        cursor.execute(_SPEAKING, asked | {"family": who.family, "likes": likes})
        return [row[0] for row in cursor.fetchall()]


def strike(ticket_id: int, who: Identity, *, at: datetime) -> None:
    """Empty what they wrote in a ticket of somebody else, and strike them out of the rest."""
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    words = vocabulary.held_words([ticket.pk])
    said = Message.objects.filter(ticket=ticket)
    theirs = said.filter(customer__in=who.family) | said.filter(
        contact__origin__customer__in=who.family
    )
    ids = set(theirs.values_list("pk", flat=True))
    forgetting.empty(Message.objects.filter(pk__in=ids), at=at)
    for message in said.exclude(pk__in=ids):
        _strike_message(message, who, unquoted=bool(ids), at=at)
    Ticket.objects.filter(pk=ticket.pk).update(
        subject=who.names.sub(STRUCK, ticket.subject),
        preview=who.names.sub(STRUCK, ticket.preview),
        version=F("version") + 1,
    )
    vocabulary.write_lines([ticket.pk])
    vocabulary.unlearn(words)


def _strike_message(message: Message, who: Identity, *, unquoted: bool, at: datetime) -> None:
    """`unquoted`: they wrote in this ticket, so what is quoted may be theirs."""
    before = {name: getattr(message, name) for name in (*TEXTS, "parties", "awaits", "reading")}
    spoken_of = any(who.names.search(before[name]) for name in TEXTS)
    if spoken_of or unquoted:
        message.text, message.visible, message.quoted = message.said, "", ""
        message.html = ""
    for name in TEXTS:
        setattr(message, name, who.names.sub(STRUCK, getattr(message, name)))
    message.parties = _without(message.parties, who)
    message.awaits = _without(message.awaits, who)
    message.reading = _reading_without(message.reading, who)
    if before != {name: getattr(message, name) for name in before}:
        message.save(update_fields=list(before))
        letting_go.let_go_of_arrivals([message.arrival_id] if message.arrival_id else [])
        letting_go.let_go_of_deliveries([message.delivery_id] if message.delivery_id else [], at=at)


def _without(values: Iterable[str], who: Identity) -> list[str]:
    return [value for value in values if not who.addresses.search(value)]


def _reading_without(reading: dict[str, Any], who: Identity) -> dict[str, Any]:
    """Whom it was for, and who sent it, without them; a pair is a name and a handle."""
    kept: dict[str, Any] = {}
    for name, value in reading.items():
        if isinstance(value, list):
            kept[name] = [one for one in value if not who.addresses.search(str(one))]
        else:
            kept[name] = STRUCK if who.addresses.search(str(value)) else value
    return {name: value for name, value in kept.items() if value != []}


def strike_beside(who: Identity) -> None:
    """What people keep beside conversations with others may name their address."""
    for model, names in BESIDE:
        for name in names:
            for handle in who.handles:
                theirs = {"client": who.client_id, f"{name}__icontains": handle}
                for one in model.objects.filter(**theirs):
                    setattr(one, name, who.names.sub(STRUCK, getattr(one, name)))
                    one.save(update_fields=[name])
