"""Telling people of what happened to a ticket, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from threering.kernel.rows import find
from threering.ledger import notices
from threering.ledger.catalogue import Assigned
from threering.ledger.catalogue_notes import Mentioned
from threering.ledger.fact import Fact
from threering.ledger.notices import Word
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.organisation.standins.queries import stand_ins_of
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.rules import What
from threering.tickets.models import Ticket
from threering.tickets.notices.rules import FOR_OTHERS, TOLD_OF, Affair, Kind, told, worth_telling


def tell_of(facts: Sequence[Fact], ticket: Ticket, affair: Affair, *, at: datetime) -> None:
    """Tell whom these facts about a ticket concern; whose it is now is known from the ticket.

    Somebody from whom it was taken is not told any more that it was given to them.
    """
    affair = replace(affair, owner=ticket.assignee_id)
    worth = worth_telling([fact.kind for fact in facts])
    for fact in facts:
        if isinstance(fact, Assigned) and fact.before:
            given = Q(kind=Kind.ASSIGNED.value, ticket_id=ticket.pk)
            notices.withdraw(given, fact.before)
        if fact.kind in worth:
            _tell(fact, ticket, affair, at)


def _tell(fact: Fact, ticket: Ticket, affair: Affair, at: datetime) -> None:
    if isinstance(fact, Mentioned):
        affair = replace(affair, named=frozenset(fact.agents))
    kind = TOLD_OF[fact.kind]
    ids = sorted(told(kind, affair))
    if not ids:
        return
    word = Word(
        client_id=ticket.client_id,
        kind=kind.value,
        fact=_sign(fact, ticket),
        ticket_id=ticket.pk,
        data={"by": affair.by},
    )
    notices.tell(find(Agent, id=ids), word, at=at)
    if kind in FOR_OTHERS:
        for away in ids:
            _tell_stand_ins(away, {*ids, affair.by}, ticket, word, at=at)


def _tell_stand_ins(
    away: int, but: Collection[int | None], ticket: Ticket, word: Word, *, at: datetime
) -> None:
    """Tell whoever stands in for somebody the same, where they may read the ticket."""
    ids = [one for one in stand_ins_of(away, at) if one not in but]
    people = find(Agent, id=sorted(ids)) if ids else []
    readers = [one for one in people if may(one, Verb.READ_TICKET, ticket)]
    notices.tell(readers, replace(word, data=word.data | {"for": away}), at=at)


def _sign(fact: Fact, ticket: Ticket) -> str:
    """By what a fact is known again: its message or report, else how often its ticket changed."""
    for name in ("message", "arrival"):
        if number := getattr(fact, name, None):
            return f"{name} {number}"
    return f"ticket {ticket.pk} {ticket.version}"


def tell_of_many(bulk: Bulk, *, at: datetime) -> None:
    """Tell somebody that many tickets were given to them, once all are; undone, it is not said."""
    to = bulk.value if bulk.change.what is What.ASSIGN else None
    if not isinstance(to, int) or to == bulk.by_id:
        return
    sign = f"bulk {bulk.pk}"
    if bulk.undo_at:
        notices.withdraw(Q(kind=Kind.ASSIGNED_MANY.value, fact=sign), to)
    elif bulk.finished_at and bulk.changed:
        word = Word(
            client_id=bulk.client_id,
            kind=Kind.ASSIGNED_MANY.value,
            fact=sign,
            data={"by": bulk.by_id, "count": bulk.changed},
        )
        notices.tell(find(Agent, id=to), word, at=at)
