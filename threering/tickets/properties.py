"""What people say of a ticket besides its status: how urgent it is, its team and its tags."""

from __future__ import annotations

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from threering.ledger.catalogue_properties import PriorityChanged, Tagged, TeamChanged, Untagged
from threering.ledger.fact import Fact
from threering.organisation.models import Team
from threering.tickets.actions import touch
from threering.tickets.models import Tag, Tagging, Ticket
from threering.tickets.rules import Priority
from threering.tickets.tagging import MOST_TAGS


class TooManyTags(Exception):
    """The ticket carries as many tags as anybody can read."""

    def __str__(self) -> str:
        return _("%(most)s tags are on it already; take one off first.") % {"most": MOST_TAGS}


def set_priority(ticket: Ticket, priority: Priority) -> list[Fact]:
    """Set how urgent it is; nothing happens when it is so."""
    before = ticket.priority
    if before == priority:
        return []
    ticket.priority = priority.value
    touch(ticket, "priority")
    return [PriorityChanged(before=before, after=priority.value)]


def set_team(ticket: Ticket, team: Team | None) -> list[Fact]:
    """Give it to a team, or to none; nothing happens when it is there."""
    before, after = ticket.team_id, team.pk if team else None
    if before == after:
        return []
    ticket.team = team
    touch(ticket, "team")
    return [TeamChanged(before=before, after=after)]


def add_tag(ticket: Ticket, name: str) -> list[Fact]:
    """Put a tag on it, a new one where the client has none of that name. Raises TooManyTags."""
    tag = named(ticket.client_id, name)
    if tag and ticket.taggings.filter(tag=tag).exists():
        return []
    if ticket.taggings.count() >= MOST_TAGS:
        raise TooManyTags
    tag = tag or made(ticket.client_id, name)
    Tagging.objects.create(client_id=ticket.client_id, ticket=ticket, tag=tag)
    touch(ticket)
    return [Tagged(tag=tag.pk)]


def named(client_id: int, name: str) -> Tag | None:
    """The client's tag of that name, capitals aside as its constraint says."""
    theirs = Tag.objects.filter(client_id=client_id).annotate(low=Lower("name"))
    found: Tag | None = theirs.filter(low=Lower(Value(name))).first()
    return found


def made(client_id: int, name: str) -> Tag:
    """The tag, also where somebody else makes it in the same moment."""
    tag = Tag(client_id=client_id, name=name)
    Tag.objects.bulk_create([tag], ignore_conflicts=True)
    return named(client_id, name) or tag


def remove_tag(ticket: Ticket, name: str) -> list[Fact]:
    """Take a tag off; nothing happens when it is not there."""
    tag = named(ticket.client_id, name)
    tagging = ticket.taggings.filter(tag=tag).first() if tag else None
    if tagging is None:
        return []
    tagging.delete()
    touch(ticket)
    return [Untagged(tag=tagging.tag_id)]


_TAGS = """
select t.name from tickets_tagging g join tickets_tag t on t.id = g.tag_id
where g.ticket_id = %s order by t.name
"""


def tags_of(ticket: Ticket) -> list[str]:
    """The tags of a ticket, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, [ticket.pk])
        return [name for (name,) in cursor.fetchall()]


def known_tags(client_id: int, *, most: int = 500) -> list[str]:
    """The tags of a client, by name."""
    mine = Tag.objects.filter(client_id=client_id).order_by("name")
    return list(mine.values_list("name", flat=True)[:most])
