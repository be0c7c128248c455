"""Which tickets have to do with one: those it follows and that follow it, and what people say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from threering.ledger.catalogue_regrouped import TicketRelated, TicketUnrelated
from threering.ledger.fact import Fact
from threering.organisation.models import Agent
from threering.tickets.actions import touch
from threering.tickets.models import Relation, Ticket

_NEAR = """
select one_id, 'related' from tickets_relation where other_id = %(ticket)s
union select other_id, 'related' from tickets_relation where one_id = %(ticket)s
union select id, 'followed_by' from tickets_ticket where follows_id = %(ticket)s
"""


class How(StrEnum):
    """What a ticket is to another one."""

    FOLLOWS = "follows"
    FOLLOWED_BY = "followed_by"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Related:
    """Another ticket, and what it is to this one."""

    how: How
    ticket: Ticket


def relate(ticket: Ticket, other: Ticket, *, at: datetime) -> list[Fact]:
    """Say that two tickets have to do with each other; the fact of each side, none if it was so."""
    if ticket.pk == other.pk:
        return []
    _made, is_new = Relation.objects.get_or_create(
        **_pair(ticket, other), defaults={"client_id": ticket.client_id, "at": at}
    )
    return _both(ticket, other, TicketRelated) if is_new else []


def unrelate(ticket: Ticket, other: Ticket) -> list[Fact]:
    """Take that back; the fact of each side, none if it was not so."""
    count, _each = Relation.objects.filter(**_pair(ticket, other)).delete()
    return _both(ticket, other, TicketUnrelated) if count else []


def _pair(ticket: Ticket, other: Ticket) -> dict[str, Ticket]:
    one, two = sorted((ticket, other), key=lambda each: each.pk)
    return {"one": one, "other": two}


def _both(
    ticket: Ticket, other: Ticket, fact: type[TicketRelated] | type[TicketUnrelated]
) -> list[Fact]:
    touch(ticket)
    touch(other)
    return [fact(other=other.number), fact(other=ticket.number)]


def related_to(ticket: Ticket, actor: Agent) -> list[Related]:
    """What a ticket has to do with, as far as the actor may see it."""
    said, followers = _near(ticket)
    near = said | followers | ({ticket.follows_id} - {None})
    if not near:
        return []
    mine = Ticket.objects.visible_to(actor).filter(pk__in=near).order_by("pk")
    seen = list(mine.select_related("client", "brand", "customer", "assignee"))
    found = [Related(How.FOLLOWS, one) for one in seen if one.pk == ticket.follows_id]
    found += [Related(How.FOLLOWED_BY, one) for one in seen if one.follows_id == ticket.pk]
    return found + [Related(How.RELATED, one) for one in seen if one.pk in said]


def _near(ticket: Ticket) -> tuple[set[int], set[int]]:
    """What people linked with a ticket, and what follows it: one light query, mostly of nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"ticket": ticket.pk})
        found = cursor.fetchall()
    said, followers = (
        {pk for pk, how in found if how == one} for one in (How.RELATED, How.FOLLOWED_BY)
    )
    return said, followers
