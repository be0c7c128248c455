"""What operators ask of a ticket's own columns: status, people, brands, days."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from threering.channels.models import Inbox
from threering.organisation.models import Agent
from threering.organisation.queries import brands_of, teams_of
from threering.tickets.models import Field, FieldValue, Tag, Tagging, Ticket, TicketQuerySet
from threering.tickets.reasons import meant_by
from threering.tickets.rules import UNSOLVED, Priority, Status
from threering.tickets.searching import Search

NOBODY = ("none", "nobody", "noone")
STATES = {
    "unread": Q(waiting_since__isnull=False),
    "read": Q(waiting_since=None),
    "snoozed": Q(snoozed_until__isnull=False),
    "unassigned": Q(assignee=None),
    "assigned": Q(assignee__isnull=False),
    "urgent": Q(priority=Priority.URGENT.value),
    "unsolved": Q(status__in=[status.value for status in UNSOLVED]),
}


def among(search: Search, actor: Agent) -> TicketQuerySet:
    """The tickets that the actor may see and whose columns fit; the words are not asked yet."""
    found = Ticket.objects.visible_to(actor)
    if search.view or not _wants_spam(search):
        found = found.in_view(search.view or "all", actor.pk)
    else:
        found = found.filter(merged_into=None)
    if search.after:
        found = found.filter(last_at__gte=search.after)
    if search.until:
        found = found.filter(opened_at__lt=search.until)
    for condition in _conditions(search, actor):
        found = found.filter(condition)
    return found


def _conditions(search: Search, actor: Agent) -> Iterator[Q]:
    """Of the same operator, one value is enough; a tag is wanted beside another."""
    for name, ask in ASKED.items():
        if wanted := search.values(name):
            yield ask(",".join(wanted).split(","), actor)
        if unwanted := search.values(name, no=True):
            yield ~ask(",".join(unwanted).split(","), actor)
    yield from (_tagged(tag, actor) for tag in search.values("tag"))
    yield from (~Q(_tagged(tag, actor)) for tag in search.values("tag", no=True))


def _wants_spam(search: Search) -> bool:
    said = [*search.values("status"), *search.values("is")]
    return bool(search.numbers) or Status.SPAM.value in ",".join(said).split(",")


def brands(search: Search, actor: Agent) -> list[int] | None:
    """The brands that a search is kept to; None: to none."""
    named = search.values("brand")
    return _brands(",".join(named).split(","), actor) if named else None


def _status(values: list[str], _actor: Agent) -> Q:
    return Q(status__in=values)


def _priority(values: list[str], _actor: Agent) -> Q:
    return Q(priority__in=[Priority[value.upper()].value for value in values])


def _channel(values: list[str], _actor: Agent) -> Q:
    return Q(channel__in=[value.lower() for value in values])


def _is(values: list[str], actor: Agent) -> Q:
    asked = Q(pk__in=[])
    for value in values:
        if value == "mine":
            asked |= Q(assignee=actor)
        else:
            asked |= STATES.get(value) or Q(status=value)
    return asked


def _assignee(values: list[str], actor: Agent) -> Q:
    asked, people = Q(pk__in=[]), Q(pk__in=[])
    for value in values:
        if value.lower() == "me":
            asked |= Q(assignee=actor)
        elif value.lower() in NOBODY:
            asked |= Q(assignee=None)
        else:
            people |= Q(name__icontains=value) | Q(email__istartswith=value)
    clients = {grant.client_id for grant in actor.held}
    known = Agent.objects.filter(people, grants__client__in=clients).values_list("pk", flat=True)
    return asked | Q(assignee__in=list(known))


def _brands(values: list[str], actor: Agent) -> list[int]:
    named = Q(pk__in=[])
    for value in values:
        named |= Q(name__icontains=value) | Q(slug__iexact=value)
    return list(brands_of(actor).filter(named).values_list("pk", flat=True))


def _brand(values: list[str], actor: Agent) -> Q:
    return Q(brand__in=_brands(values, actor))


def _inbox(values: list[str], actor: Agent) -> Q:
    named = Q(pk__in=[])
    for value in values:
        named |= Q(name__icontains=value) | Q(address__icontains=value)
    mine = Inbox.objects.filter(named, brand__in=brands_of(actor))
    return Q(inbox__in=list(mine.values_list("pk", flat=True)))


def _team(values: list[str], actor: Agent) -> Q:
    asked, named = Q(pk__in=[]), Q(pk__in=[])
    for value in values:
        if value in NOBODY:
            asked |= Q(team=None)
        else:
            named |= Q(members=actor) if value == "mine" else Q(name__icontains=value)
    return asked | Q(team__in=list(teams_of(actor).filter(named).values_list("pk", flat=True)))


def _field(values: list[str], actor: Agent) -> Q:
    """Something stands in a custom field that holds one of these."""
    named = Q(pk__in=[])
    for value in values:
        named |= Q(value__icontains=value)
    fields = Field.objects.visible_to(actor)
    return Q(Exists(FieldValue.objects.filter(named, ticket=OuterRef("pk"), field__in=fields)))


def _tagged(value: str, actor: Agent) -> Q:
    tags = Tag.objects.visible_to(actor).annotate(low=Lower("name"))
    ids = list(tags.filter(low__in=value.lower().split(",")).values_list("pk", flat=True))
    return Q(Exists(Tagging.objects.filter(ticket=OuterRef("pk"), tag__in=ids)))


def _reason(values: list[str], actor: Agent) -> Q:
    named = [value for value in values if value.lower() not in NOBODY]
    asked = Q(reason__in=meant_by(named, actor))
    return asked if len(named) == len(values) else asked | Q(reason=None)


ASKED = {
    "status": _status,
    "priority": _priority,
    "channel": _channel,
    "reason": _reason,
    "is": _is,
    "assignee": _assignee,
    "brand": _brand,
    "inbox": _inbox,
    "team": _team,
    "field": _field,
}
