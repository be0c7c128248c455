"""What a bell becomes: a row of the list, once for each language and zone somebody reads."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from threering.kernel.time import now
from threering.ledger.catalogue import CATALOGUE
from threering.ledger.events import CUSTOMER
from threering.organisation.models import Agent
from threering.organisation.standins.queries import away_for_each
from threering.organisation.standins.rules import reached
from threering.tickets.attendance import Attending, attending
from threering.tickets.models import Ticket
from threering.tickets.notices.queries import latest, unread
from threering.tickets.queries import COUNTED, Standing, views_of
from threering.web.live.readers import Reader, Tongue
from threering.web.notices.words import lines_of
from threering.web.tickets.pages import companions, row_of

Place = tuple[int, int]  # client, brand
COUNTED_STATUSES = ("new", "open", "pending", "on_hold")


@dataclass(frozen=True, slots=True)
class Bell:
    """What rang for a ticket: what happened last, and of what kinds all was since it was shown."""

    ticket: int
    kind: str
    actor_kind: str
    actor: int | None
    before: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[str]:
        """All that happened."""
        return self.before | {self.kind}

    def after(self, earlier: Bell | None) -> Bell:
        """This one, not forgetting one that was not shown yet."""
        return replace(self, before=self.before | earlier.kinds) if earlier else self


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to show, in every tongue that is listening."""

    client_id: int
    brand_id: int
    data: dict[Tongue, str]


@dataclass(frozen=True, slots=True)
class Gathering(Change):
    """Who is at a ticket."""

    anybody: bool


def bell_of(payload: str) -> Bell | None:
    """What a NOTIFY tells; None when nothing happened to a ticket."""
    fact = json.loads(payload)
    if fact.get("ticket") is None:
        return None
    return Bell(fact["ticket"], fact["kind"], fact["actor_kind"], fact["actor"])


def attended_in(payload: str) -> int | None:
    """The ticket at which somebody came, typed or went away; None when it tells something else."""
    ticket: int | None = json.loads(payload).get("attended")
    return ticket


def gatherings(tickets: Collection[int], tongues: Collection[Tongue]) -> dict[int, Gathering]:
    """Who is at each of these tickets now."""
    there = attending(tickets, at=now())
    found = {}
    for ticket in Ticket.objects.filter(pk__in=tickets):
        people = there.get(ticket.pk, [])
        data = {one: _gathering(ticket, people, one) for one in tongues}
        found[ticket.pk] = Gathering(ticket.client_id, ticket.brand_id, data, bool(people))
    return found


def _gathering(ticket: Ticket, people: Sequence[Attending], tongue: Tongue) -> str:
    with translation.override(tongue.language):
        html = render_to_string("tickets/_attending.html", {"people": companions(people)})
    return json.dumps({"ticket": str(ticket.uuid), "html": html})


def told_in(payload: str) -> tuple[int, bool] | None:
    """Whose notices changed, and whether by news; None when it tells something else."""
    word = json.loads(payload)
    return (word["told"], word["news"]) if "told" in word else None


def notices_of(told: Mapping[int, bool], readers: Collection[Reader]) -> dict[Reader, str]:
    """How many notices wait for each of these readers, and the latest one where it is news."""
    people = Agent.objects.filter(is_active=True).in_bulk({reader.id for reader in readers})
    found = {}
    for reader in readers:
        if agent := people.get(reader.id):
            with translation.override(reader.tongue.language):
                lines = lines_of(latest(agent, most=1)) if told[reader.id] else []
            news = [
                {"tag": line.uuid, "said": line.sentence, "about": line.about, "url": line.url}
                for line in lines
            ]
            found[reader] = json.dumps({"unread": unread(agent), "news": news})
    return found


def many_of(payload: str) -> int | None:
    """The client of which many tickets changed at once, if that is what a NOTIFY tells."""
    client: int | None = json.loads(payload).get("many")
    return client


def left_in(payload: str) -> bool:
    """Whether somebody's sessions were ended by hand."""
    return "left" in json.loads(payload)


def changes(bells: Collection[Bell], tongues: Collection[Tongue]) -> list[Change]:
    """The rows to show for tickets whose bell rang; a ticket that is gone shows nothing."""
    tickets = Ticket.objects.select_related("client", "brand", "customer", "assignee")
    found = tickets.in_bulk([bell.ticket for bell in bells])
    agents = {bell.actor for bell in bells if bell.actor and bell.actor_kind != CUSTOMER}
    names = dict(Agent.objects.filter(pk__in=agents).values_list("pk", "name"))
    return [
        _change(found[bell.ticket], bell, names.get(bell.actor or 0, ""), tongues)
        for bell in bells
        if bell.ticket in found
    ]


def _change(ticket: Ticket, bell: Bell, agent: str, tongues: Iterable[Tongue]) -> Change:
    who = ticket.customer.called if bell.actor_kind == CUSTOMER else agent
    data = {tongue: _payload(ticket, bell, who, tongue) for tongue in tongues}
    return Change(ticket.client_id, ticket.brand_id, data)


def _payload(ticket: Ticket, bell: Bell, who: str, tongue: Tongue) -> str:
    zone = ZoneInfo(tongue.zone)
    with translation.override(tongue.language), timezone.override(zone):
        happened = CATALOGUE[bell.kind].headline(who)  # in words: never what was written
        row = row_of(ticket, "open", preview=happened, fresh=True)
        html = render_to_string("tickets/_row.html", {"row": row, "view": "open"})
    return json.dumps(
        {
            "ticket": str(ticket.uuid),
            "views": views_of(ticket),
            "assignee": str(ticket.assignee.uuid) if ticket.assignee else None,
            "unsolved": ticket.status in COUNTED_STATUSES and not ticket.snoozed_until,
            "kinds": sorted(bell.kinds),
            "row": html,
            "ref": f"{ticket.client.slug}/{ticket.number}",
        }
    )


def counts_of(readers: Collection[Reader]) -> dict[Reader, str]:
    """What each reader's standing views count, as JSON: two queries for all readers."""
    if not readers:
        return {}
    tally = Tally(away_for_each(now()))
    keys = ("client_id", "brand_id", "inbox_id", "team_id", "assignee_id", "status", "asleep")
    unsolved = Ticket.objects.filter(status__in=COUNTED_STATUSES)
    alike = unsolved.annotate(asleep=Q(snoozed_until__isnull=False)).values_list(*keys)
    counted = alike.annotate(n=Count("pk")).order_by()
    for client, brand, inbox, team, assignee, status, asleep, n in counted:
        where = Standing(status=status, asleep=asleep, brand=brand, inbox=inbox, team=team)
        tally.add((client, brand), assignee, where, n)
    return {reader: json.dumps(tally.of(reader)) for reader in readers}


class Tally:
    """Unsolved tickets by brand, and by brand and assignee."""

    def __init__(self, away: Mapping[int, Sequence[int]]) -> None:
        self._away = away
        self._brands: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        self._assigned: defaultdict[int, Counter[Place]] = defaultdict(Counter)
        self._due: defaultdict[int, Counter[Place]] = defaultdict(Counter)

    def add(self, place: Place, assignee: int | None, where: Standing, n: int) -> None:
        """Count `n` tickets more."""
        self._brands[place].update(dict.fromkeys(where.views, n))
        if where.asleep:
            return
        if assignee is None:
            self._brands[place]["unassigned"] += n
        else:
            self._assigned[assignee][place] += n
            self._due[assignee][place] += n if where.for_others(assignee) else 0

    def of(self, reader: Reader) -> dict[str, int]:
        """The counts of views but saved ones, over what the reader may see; 0 may be left out."""
        total: Counter[str] = Counter()
        away = reached(reader.id, lambda one: self._away.get(one, ()))
        for place, views in self._brands.items():
            if reader.sees(*place):
                total.update(views)
                total["mine"] += self._assigned[reader.id][place]
                total.update({f"for-{one}": self._due[one][place] for one in away})
        return dict.fromkeys(COUNTED, 0) | dict(total)
