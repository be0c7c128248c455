"""The ledger's routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.channels.models import Inbox, MailboxAlarm
from threering.ledger.models import Arrival
from threering.ledger.queries import outcomes
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.stories.replay_arrivals import replay_arrivals
from threering.web.doors import AgentRequest, door
from threering.web.ledger.labels import LABELS, WAITING

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One outcome to filter by."""

    key: str
    label: str
    count: int
    current: bool
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One inbox to filter by."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One arrival in the ledger."""

    uuid: str
    received_at: datetime
    inbox: str
    source: str
    key: str
    size_label: str
    outcome: str
    outcome_label: str
    reason: str
    link: str
    replay_url: str


@require_GET
@door(Verb.READ_LEDGER)
def page(request: AgentRequest) -> HttpResponse:
    """Everything that arrived, latest first."""
    outcome, inbox = request.GET.get("outcome", ""), request.GET.get("inbox", "")
    seen = Arrival.objects.visible_to(request.user, Verb.READ_LEDGER)
    inboxes = list(Inbox.objects.visible_to(request.user, Verb.READ_LEDGER).order_by("address"))
    if outcome in LABELS and outcome:
        seen = seen.filter(outcome=None if outcome == WAITING else outcome)
    if inbox:
        seen = seen.filter(envelope__inbox__in=[i.pk for i in inboxes if i.address == inbox])
    listed = seen.select_related("message__ticket__client", "duplicate_of").order_by("-pk")
    shown = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    names = {i.pk: i.address for i in inboxes}
    query = {"outcome": outcome, "inbox": inbox}
    alarms = MailboxAlarm.objects.visible_to(request.user, Verb.READ_LEDGER)
    context = {
        "alarms": alarms.filter(cleared_at=None).count(),
        "replay_all_url": _replay_all(request.user, inboxes, query),
        "arrivals": [line_of(arrival, names) for arrival in shown],
        "counts": _counts(outcomes(request.user), outcome, inbox),
        "inboxes": _choices([i.address for i in inboxes], outcome, inbox),
        "next_url": _address(query | {"page": shown.next_page_number()})
        if shown.has_next()
        else "",
    }
    more = "page" in request.GET and "HX-Request" in request.headers
    return render(request, "ledger/_rows.html" if more else "ledger/page.html", context)


def _replay_all(reader: Agent, inboxes: list[Inbox], query: dict[str, str]) -> str:
    """Where to ask that all that is shown is read again: what is quarantined in one inbox."""
    named = [inbox for inbox in inboxes if len(inboxes) == 1 or inbox.address == query["inbox"]]
    if query["outcome"] != Arrival.Outcome.QUARANTINED or not named:
        return ""
    may_do = may(reader, Verb.REPLAY_ARRIVAL, named[0])
    return reverse("inbox-replay", args=[named[0].uuid]) if may_do else ""


def _address(query: Mapping[str, object]) -> str:
    kept = {key: value for key, value in query.items() if value}
    return reverse("ledger") + (f"?{urlencode(kept)}" if kept else "")


def _choices(addresses: list[str], outcome: str, current: str) -> list[Choice]:
    return [
        Choice(
            address or _("All inboxes"),
            _address({"outcome": outcome, "inbox": address}),
            address == current,
        )
        for address in ["", *addresses]
    ]


def _counts(found: dict[str, int], current: str, inbox: str) -> list[Count]:
    numbers = found | {WAITING: found.get("", 0), "": sum(found.values())}
    return [
        Count(
            key=key,
            label=_(label),
            count=numbers.get(key, 0),
            current=key == current,
            url=_address({"outcome": key, "inbox": inbox}),
        )
        for key, label in LABELS.items()
    ]


def line_of(arrival: Arrival, inboxes: dict[int, str]) -> Line:
    """An arrival as a line of the ledger."""
    outcome = arrival.outcome or WAITING
    quarantined = outcome == Arrival.Outcome.QUARANTINED
    return Line(
        uuid=str(arrival.uuid),
        received_at=arrival.received_at,
        inbox=inboxes.get(arrival.envelope.get("inbox"), ""),
        source=arrival.source.partition(":")[0],
        key=arrival.external_key,
        size_label=filesizeformat(arrival.size),
        outcome=outcome,
        outcome_label=_(LABELS[outcome]),
        reason=arrival.reason or _duplicate_of(arrival),
        link=_link(arrival),
        replay_url=reverse("arrival-replay", args=[arrival.uuid]) if quarantined else "",
    )


def _duplicate_of(arrival: Arrival) -> str:
    if arrival.duplicate_of is None:
        return ""
    return _("The same mail as %(key)s") % {"key": arrival.duplicate_of.external_key[:12]}


def _link(arrival: Arrival) -> str:
    message = getattr(arrival, "message", None)
    if message is None:
        return ""
    return reverse("ticket", args=["all", message.ticket.client.slug, message.ticket.number])


@require_POST
@door(Verb.REPLAY_ARRIVAL)
def replay(request: AgentRequest, uuid: str) -> HttpResponse:
    """Read a quarantined arrival again."""
    mine = Arrival.objects.visible_to(request.user, Verb.REPLAY_ARRIVAL)
    named = mine.filter(uuid=uuid)
    get_object_or_404(named)
    replay_arrivals(named)
    return redirect("ledger")
