"""How bulks are going."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from threering.organisation.models import Agent
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.rules import LEFT_ALONE

SHOWN_FOR = timedelta(minutes=30)
"""How long the outcome of a bulk is offered to be taken back, unless it is put aside."""
UNDER_WAY = Q(undo_at=None, finished_at=None) | Q(undo_at__isnull=False, undone_at=None)


def standing_still(since: datetime) -> list[Bulk]:
    """Bulks with something left to do that nobody went on with since then."""
    return list(Bulk.objects.filter(UNDER_WAY, moved_at__lte=since).order_by("at"))


def asked_by(actor: Agent, key: UUID) -> list[Bulk]:
    """What an actor asked for under a key: one bulk for each client."""
    mine = Bulk.objects.visible_to(actor).filter(by=actor, key=key)
    return list(mine.defer("tickets").order_by("pk"))


def latest_of(actor: Agent, *, at: datetime) -> list[list[Bulk]]:
    """The bulks that the actor has not put aside, while they are worth showing: by key, latest
    first, one for each client."""
    mine = Bulk.objects.visible_to(actor).filter(by=actor, seen_at=None, at__gt=at - SHOWN_FOR)
    by_key: defaultdict[UUID, list[Bulk]] = defaultdict(list)
    for bulk in mine.defer("tickets").order_by("-at", "pk"):
        by_key[bulk.key].append(bulk)
    return list(by_key.values())


def left_alone(bulks: Sequence[Bulk]) -> Counter[str]:
    """How many of their tickets were left alone, for which reason."""
    ends: Counter[str] = Counter()
    for bulk in bulks:
        told = bulk.entries.filter(outcome__in=[end.value for end in LEFT_ALONE])
        ends.update(dict(told.values_list("outcome").annotate(n=Count("pk")).order_by()))
    return ends
