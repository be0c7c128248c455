"""Asking for a bulk, and going on with it a portion at a time.

How far it is moves in the same commit as the tickets: killed in between, it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from threering.kernel.rows import find, insert, insert_many, select, update
from threering.ledger.events import About
from threering.ledger.fact import Fact
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.tickets.actions import about
from threering.tickets.bulk import rules
from threering.tickets.bulk.kinds import VERBS, Kind, kind_of, said_since
from threering.tickets.bulk.models import Bulk, BulkEntry
from threering.tickets.bulk.rules import Change, End, Stand
from threering.tickets.models import Ticket
from threering.tickets.rules import Status

Happened = tuple[About, Sequence[Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks for. `key` was made by the screen."""

    key: UUID
    by: Agent
    change: Change


def ask(client_id: int, asked: Asked, tickets: Sequence[int], *, at: datetime) -> Bulk:
    """Keep what was asked, of which tickets; asked twice is asked once."""
    bulk = Bulk(client_id=client_id, by=asked.by, key=asked.key, at=at, moved_at=at)
    bulk.what, bulk.value = asked.change.what.value, asked.change.to
    bulk.tickets, bulk.total = list(tickets), len(tickets)
    if insert_many([bulk], where_new=True):
        return bulk
    known: Bulk = Bulk.objects.get(client_id=client_id, key=asked.key, by=asked.by)
    return known


def held(bulk: Bulk) -> Bulk:
    """The bulk as it is now, held until the transaction ends."""
    rows = Bulk.objects.select_for_update(of=("self",)).select_related("by")
    fresh: Bulk = rows.get(pk=bulk.pk)
    return fresh


def change_next(bulk: Bulk, *, most: int, at: datetime) -> list[Happened]:
    """Change the next of its tickets, `most` at a time; what happened. The last ends it."""
    ids = [] if bulk.undo_at else bulk.tickets[bulk.done : bulk.done + most]
    portion = _locked(bulk, ids)
    kind = kind_of(bulk.change, list(portion.values()))
    happened: list[Happened] = []
    for pk in ids:
        if pk in portion:
            happened += _changed(bulk, portion[pk], kind, at)
    kind.end()
    bulk.done += len(ids)
    if bulk.undo_at or bulk.done >= bulk.total:
        bulk.finished_at = bulk.finished_at or at
    bulk.moved_at = at
    update(bulk, "done", "changed", "finished_at", "moved_at")
    return happened


def _locked(bulk: Bulk, ids: Sequence[int]) -> dict[int, Ticket]:
    """Tickets of the bulk's client as they are now, held until the transaction ends."""
    found = find(Ticket, client_id=bulk.client_id, id=list(ids), lock=True) if ids else []
    return {ticket.pk: ticket for ticket in found}


def _changed(bulk: Bulk, ticket: Ticket, kind: Kind, at: datetime) -> list[Happened]:
    entry = BulkEntry(client_id=bulk.client_id, bulk=bulk, ticket_id=ticket.pk)
    end = rules.ending(bulk.change.what, _stand(bulk, ticket, kind))
    facts: list[Fact] = []
    if end is End.CHANGED:
        entry.before, facts = kind.change(ticket, at=at)
        bulk.changed += 1
    entry.outcome = end.value
    insert(entry)
    return [(about(ticket), facts)] if facts else []


def _stand(bulk: Bulk, ticket: Ticket, kind: Kind) -> Stand:
    return Stand(
        status=Status(ticket.status),
        merged=ticket.merged_into_id is not None,
        allowed=may(bulk.by, VERBS[bulk.change.what], ticket),
        same=kind.is_so(ticket),
        able=kind.is_able(ticket),
        full=kind.is_full(ticket),
    )


def ask_back(bulk: Bulk, *, at: datetime) -> bool:
    """Ask to take a bulk back, which also stops it; False where that was asked already."""
    theirs = Bulk.objects.filter(pk=bulk.pk, undo_at=None)
    return bool(theirs.update(undo_at=at, moved_at=at, seen_at=None))


CHANGED = "bulk_id = %s and outcome = 'changed' order by id limit %s"


def restore_next(bulk: Bulk, *, most: int, at: datetime) -> list[Happened]:
    """Put the next of its changed tickets back, `most` at a time; what happened."""
    entries = select(BulkEntry, CHANGED, bulk.pk, most)
    portion = _locked(bulk, [entry.ticket_id for entry in entries])
    kind = kind_of(bulk.change, list(portion.values()))
    happened: list[Happened] = []
    for entry in entries:
        happened += _restored(bulk, entry, portion[entry.ticket_id], kind)
    kind.end()
    if len(entries) < most:
        bulk.undone_at = at
    bulk.finished_at, bulk.moved_at = bulk.finished_at or at, at
    update(bulk, "restored", "kept", "undone_at", "finished_at", "moved_at")
    return happened


def _restored(bulk: Bulk, entry: BulkEntry, ticket: Ticket, kind: Kind) -> list[Happened]:
    since = said_since(ticket, entry.before)
    end = rules.undone(bulk.change.what, _stand(bulk, ticket, kind), said_since=since)
    entry.outcome = end.value
    update(entry, "outcome")
    if end is End.KEPT:
        bulk.kept += 1
        return []
    bulk.restored += 1
    return [(about(ticket), kind.restore(ticket, entry.before))]


def put_aside(bulks: Sequence[Bulk], *, at: datetime) -> None:
    """Whoever asked has seen how they ended."""
    Bulk.objects.filter(pk__in=[bulk.pk for bulk in bulks]).update(seen_at=at)


def forget_before(moment: datetime) -> None:
    """Forget what was asked before that moment; nobody takes it back any more."""
    Bulk.objects.filter(at__lt=moment).delete()
