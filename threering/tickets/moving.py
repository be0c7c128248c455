"""Moving messages and contacts between tickets, and putting them back where they were.

A contact that moves keeps its `origin`, so that figures follow it. What is needed to take a
regrouping back stands in its row: where everything was, and how both tickets stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from threering.kernel.rows import insert, update
from threering.organisation.models import Agent
from threering.tickets import rules, standing
from threering.tickets.models import Contact, Message, Regrouping, Ticket
from threering.tickets.numbers import next_number
from threering.tickets.rules import Status
from threering.tickets.standing import Footing, Said

FOOTING = tuple(field.name for field in fields(Footing))
MOMENTS = ("last_at", "waiting_since", "next_due_at", "solved_at")
_COLUMNS = tuple(name.removesuffix("_id") for name in FOOTING)


class CannotRegroup(Exception):
    """These messages cannot go there; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a regrouping, and under which key of the screen."""

    by: Agent
    key: UUID


def asked_before(client_id: int, asked: Asked) -> Regrouping | None:
    """The regrouping that a screen asked for already under this key."""
    pairs = Regrouping.objects.select_related("source", "target", "by")
    return pairs.filter(client_id=client_id, key=asked.key).first()


def held(*tickets: Ticket) -> list[Ticket]:
    """The tickets as they are now, locked in the order of their ids, given in the order asked."""
    ids = sorted({ticket.pk for ticket in tickets})
    locked = Ticket.objects.select_for_update(of=("self",)).order_by("pk")
    found = {ticket.pk: ticket for ticket in locked.filter(pk__in=ids)}
    return [found[ticket.pk] for ticket in tickets]


def merge(source: Ticket, target: Ticket, asked: Asked, *, at: datetime) -> Regrouping:
    """Move all contacts of the source into the target; the source leads there from now on."""
    if source.pk == target.pk or source.merged_into_id or target.merged_into_id:
        raise CannotRegroup("One of these tickets leads into another one already.")
    before = _before(source, target, source.messages.all())
    done = _row(Regrouping.Kind.MERGE, source, target, asked, at)
    source.contacts.update(ticket=target)
    source.messages.update(ticket=target)
    footing = standing.merged(footing_of(target), footing_of(source))
    source.merged_into = target
    _stand(source, standing.gone(footing_of(source)), "merged_into")
    _stand(target, footing)
    return _kept(done, before)


def split(source: Ticket, chosen: Sequence[Message], asked: Asked, *, at: datetime) -> Regrouping:
    """Move messages into a ticket of their own; one must stay behind."""
    _must_leave_something(source, chosen)
    target = _apart(source, chosen)
    done = _row(Regrouping.Kind.SPLIT, source, target, asked, at)
    before = _before(source, target, chosen)
    _carry(chosen, target)
    _resettle(source, target)
    return _kept(done, before)


def move(
    message: Message, source: Ticket, target: Ticket, asked: Asked, *, at: datetime
) -> Regrouping:
    """Move one message into another ticket; one must stay behind."""
    if source.pk == target.pk or target.merged_into_id:
        raise CannotRegroup("The message cannot move there.")
    _must_leave_something(source, [message])
    done = _row(Regrouping.Kind.MOVE, source, target, asked, at)
    before = _before(source, target, [message])
    _carry([message], target)
    _resettle(source, target)
    return _kept(done, before)


def footing_of(ticket: Ticket) -> Footing:
    """How a ticket stands now."""
    values = {name: getattr(ticket, name) for name in FOOTING}
    return Footing(**values | {"status": Status(ticket.status)})


def said_in(ticket: Ticket) -> list[Said]:
    """What was said in a ticket, oldest first."""
    rows = ticket.messages.order_by("at", "pk").values_list("kind", "at", "text", "reading__kind")
    return [
        Said("machine" if rules.only_joins(came or "") else kind, at, text)
        for kind, at, text, came in rows
    ]


def _row(
    kind: Regrouping.Kind, source: Ticket, target: Ticket, asked: Asked, at: datetime
) -> Regrouping:
    done = Regrouping(client_id=source.client_id, kind=kind, source=source, target=target, at=at)
    done.key, done.by = asked.key, asked.by
    return done


def _kept(done: Regrouping, before: dict[str, Any]) -> Regrouping:
    before["after"] = {
        side: {"footing": _written(footing_of(ticket)), "said": _spoken(ticket)}
        for side, ticket in (("source", done.source), ("target", done.target))
    }
    done.before = before
    return insert(done)


def _spoken(ticket: Ticket) -> list[int]:
    """What was said in a ticket; notes move nothing."""
    said = ticket.messages.exclude(kind=Message.Kind.NOTE)
    return sorted(said.values_list("pk", flat=True))


def _before(source: Ticket, target: Ticket, moved: Iterable[Message]) -> dict[str, Any]:
    messages = [[message.pk, message.contact_id] for message in moved]
    contacts = {contact for _, contact in messages} | set(
        source.contacts.filter(messages=None).values_list("pk", flat=True)
    )
    return {
        "source": _written(footing_of(source)),
        "target": _written(footing_of(target)),
        "messages": messages,
        "contacts": sorted(contacts),
    }


def _written(footing: Footing) -> dict[str, Any]:
    said = asdict(footing)
    return said | {name: said[name].isoformat() for name in MOMENTS if said[name]}


def footing_from(said: dict[str, Any]) -> Footing:
    """A footing as a regrouping keeps it."""
    moments = {name: datetime.fromisoformat(said[name]) for name in MOMENTS if said[name]}
    return Footing(**said | moments | {"status": Status(said["status"])})


def _stand(ticket: Ticket, footing: Footing, *names: str) -> None:
    for name in FOOTING:
        setattr(ticket, name, getattr(footing, name))
    ticket.status = footing.status.value
    ticket.version += 1
    update(ticket, *_COLUMNS, *names, "version")


def _must_leave_something(source: Ticket, chosen: Sequence[Message]) -> None:
    spoken = source.messages.exclude(kind=Message.Kind.NOTE)
    if not chosen or any(message.ticket_id != source.pk for message in chosen):
        raise CannotRegroup("Choose messages of this ticket.")
    if not spoken.exclude(pk__in=[message.pk for message in chosen]).exists():
        raise CannotRegroup("Nothing would be left here: merge the whole ticket instead.")
    if source.merged_into_id:
        raise CannotRegroup("This ticket was merged into another one.")


def _apart(source: Ticket, chosen: Sequence[Message]) -> Ticket:
    """A ticket for messages that leave another: its own subject if they brought one."""
    theirs = [message for message in chosen if message.kind == Message.Kind.CUSTOMER]
    first = (theirs or list(chosen))[0]
    answered = any(message.kind == Message.Kind.AGENT for message in chosen)
    ticket = Ticket(client_id=source.client_id, brand=source.brand, inbox=source.inbox)
    ticket.number = next_number(source.client_id)
    ticket.customer_id = first.customer_id or source.customer_id
    ticket.channel, ticket.assignee, ticket.team = source.channel, source.assignee, source.team
    ticket.subject = first.subject or source.subject
    ticket.status = (Status.PENDING if answered else Status.NEW).value
    ticket.opened_at, ticket.last_at = chosen[0].at, chosen[-1].at
    return insert(ticket)


def _carry(chosen: Sequence[Message], target: Ticket) -> None:
    """Move messages with their contacts; a contact that others stay in is divided."""
    ids = [message.pk for message in chosen]
    for contact in Contact.objects.filter(messages__in=ids).distinct().order_by("pk"):
        leaving = [message for message in chosen if message.contact_id == contact.pk]
        if contact.messages.exclude(pk__in=ids).exists():
            part = _divided(contact, leaving, target, origin_id=contact.origin_id)
            Message.objects.filter(pk__in=[m.pk for m in leaving]).update(contact=part)
        else:
            contact.ticket = target
            update(contact, "ticket")
    Message.objects.filter(pk__in=ids).update(ticket=target)


def _divided(
    contact: Contact, leaving: Sequence[Message], target: Ticket, *, origin_id: int
) -> Contact:
    part = Contact(client_id=contact.client_id, ticket=target, origin_id=origin_id)
    part.channel, part.ended_at = contact.channel, contact.ended_at
    part.direction = "in" if leaving[0].kind == Message.Kind.CUSTOMER else "out"
    part.opened_at = leaving[0].at
    return insert(part)


def _resettle(source: Ticket, target: Ticket) -> None:
    _stand(source, lessened(source, footing_of(source), said_in(source)))
    _stand(target, standing.grown(footing_of(target), said_in(target)))


def _ended_at(ticket: Ticket) -> datetime | None:
    """When the last contact of a ticket ended; None while one runs."""
    ends = list(ticket.contacts.values_list("ended_at", flat=True))
    moments = [end for end in ends if end]
    return max(moments) if moments and len(moments) == len(ends) else None


# --- taking it back ----------------------------------------------------------------------------


def undo(done: Regrouping, source: Ticket, target: Ticket, *, at: datetime) -> None:
    """Put everything back. A ticket that stands as it was left stands exactly as before.

    Raises CannotRegroup when one of them was merged on: that has to be taken back first.
    """
    _must_be_there(done, source, target)
    as_left = {"source": _is_as_left(done, "source", source)}
    as_left["target"] = _is_as_left(done, "target", target)
    _put_back(done, source, target)
    if done.kind == Regrouping.Kind.MERGE:
        source.merged_into = None
        _stand(source, footing_from(done.before["source"]), "merged_into")
    else:
        _stand(source, _former(done, "source", source, exact=as_left["source"]))
    if done.kind == Regrouping.Kind.SPLIT:
        _fold(target, source)
    else:
        _stand(target, _former(done, "target", target, exact=as_left["target"]))
    done.undone_at = at
    update(done, "undone_at")


def _must_be_there(done: Regrouping, source: Ticket, target: Ticket) -> None:
    led_on = target if done.kind == Regrouping.Kind.MERGE or target.merged_into_id else source
    if led_on.merged_into_id:
        raise CannotRegroup(
            f"Ticket {led_on.number} was merged into another one since: undo that first."
        )


def _is_as_left(done: Regrouping, side: str, ticket: Ticket) -> bool:
    """Whether nothing was said or changed since. That a mail left or came back changes neither."""
    left = done.before["after"][side]
    return _spoken(ticket) == left["said"] and footing_of(ticket) == footing_from(left["footing"])


def _former(done: Regrouping, side: str, ticket: Ticket, *, exact: bool) -> Footing:
    before = footing_from(done.before[side])
    if exact:
        return before
    left = footing_from(done.before["after"][side]["footing"])
    now, said = standing.given_back(footing_of(ticket), left, before), said_in(ticket)
    return standing.grown(now, said) if side == "source" else lessened(ticket, now, said)


def lessened(ticket: Ticket, now: Footing, said: list[Said]) -> Footing:
    """How a ticket stands that messages were taken out of."""
    return standing.lessened(now, said, _ended_at(ticket))


def _put_back(done: Regrouping, source: Ticket, target: Ticket) -> None:
    """What is still where it was put returns; what was moved on since stays there."""
    was_in: dict[int, int] = {pk: contact for pk, contact in done.before["messages"]}
    for message in target.messages.filter(pk__in=was_in):
        message.ticket, message.contact_id = source, was_in[message.pk]
        update(message, "ticket", "contact")
    for contact in target.contacts.filter(pk__in=done.before["contacts"]).order_by("pk"):
        later = list(contact.messages.exclude(pk__in=was_in).order_by("at", "pk"))
        if later:  # what was said in it since stays behind, in a contact of its own
            part = _divided(contact, later, target, origin_id=target.pk)
            contact.messages.filter(pk__in=[m.pk for m in later]).update(contact=part)
        contact.ticket = source
        update(contact, "ticket")
    # the parts that a division made hold nothing any more
    target.contacts.filter(messages=None).exclude(origin=target).delete()


def _fold(target: Ticket, source: Ticket) -> None:
    """A ticket that was split off leads back; what came into it later goes along."""
    target.messages.update(ticket=source)
    target.contacts.update(ticket=source)
    target.merged_into = source
    _stand(target, standing.gone(footing_of(target)), "merged_into")
