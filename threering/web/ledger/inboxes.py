"""The ledger inbox by inbox: how mail gets there, how each way is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from threering.channels.models import Inbox, Mailbox, MailboxAlarm
from threering.ledger.models import Arrival
from threering.ledger.queries import Tally, tallies
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.stories.replay_arrivals import replay_arrivals
from threering.web.doors import AgentRequest, door
from threering.web.ledger.labels import LABELS, WAITING


@dataclass(frozen=True, slots=True)
class Way:
    """One way by which things reach an inbox: the SMTP door, an import, a provider."""

    label: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A mailbox that is read, and how it is."""

    name: str
    folder: str
    state: str
    tone: str
    last_ok_at: datetime | None
    seen_up_to: int
    compared: str
    compared_at: datetime | None
    trouble: str
    alarms: Sequence[MailboxAlarm]
    past: MailboxAlarm | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many of an inbox's arrivals stand at one outcome."""

    key: str
    label: str
    count: int
    url: str


@dataclass(slots=True, kw_only=True)
class Card:
    """An inbox with all of it."""

    uuid: str
    address: str
    brand: str
    ways: list[Way] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    quarantined: int = 0
    replay_url: str = ""


@require_GET
@door(Verb.READ_LEDGER)
def page(request: AgentRequest) -> HttpResponse:
    """Every inbox that the reader may see."""
    alarms = MailboxAlarm.objects.visible_to(request.user, Verb.READ_LEDGER)
    boxes = Mailbox.objects.visible_to(request.user, Verb.READ_LEDGER)
    boxes = boxes.prefetch_related(Prefetch("alarms", alarms.order_by("-raised_at")))
    mine = Inbox.objects.visible_to(request.user, Verb.READ_LEDGER).order_by("address")
    found = tallies(request.user)
    cards = [
        _card(inbox, [tally for tally in found if tally.inbox == inbox.pk], request)
        for inbox in mine.select_related("brand").prefetch_related(Prefetch("mailboxes", boxes))
    ]
    return render(request, "ledger/inboxes.html", {"cards": cards})


def _card(inbox: Inbox, found: list[Tally], request: AgentRequest) -> Card:
    card = Card(uuid=str(inbox.uuid), address=inbox.address, brand=inbox.brand.name)
    card.ways = _ways([tally for tally in found if tally.way != "imap"])
    card.boxes = [_box(mailbox) for mailbox in inbox.mailboxes.all()]
    card.counts = list(_counts(inbox, found))
    card.quarantined = sum(t.count for t in found if t.outcome == Arrival.Outcome.QUARANTINED)
    if card.quarantined and may(request.user, Verb.REPLAY_ARRIVAL, inbox):
        card.replay_url = reverse("inbox-replay", args=[inbox.uuid])
    return card


def _ways(found: list[Tally]) -> list[Way]:
    names = {"smtp": _("SMTP and LMTP"), "import": _("Import")}
    ways = []
    for way in dict.fromkeys(tally.way for tally in found):
        of_it = [tally for tally in found if tally.way == way]
        count, last_at = sum(t.count for t in of_it), max(t.last_at for t in of_it)
        ways.append(Way(names.get(way, way), count, last_at))
    return ways


def _counts(inbox: Inbox, found: list[Tally]) -> list[Count]:
    numbers: dict[str, int] = {}
    for tally in found:
        numbers[tally.outcome] = numbers.get(tally.outcome, 0) + tally.count
    return [
        Count(key or WAITING, _(LABELS[key or WAITING]), count, _listed(inbox, key or WAITING))
        for key, count in numbers.items()
    ]


def _listed(inbox: Inbox, outcome: str) -> str:
    return f"{reverse('ledger')}?{urlencode({'outcome': outcome, 'inbox': inbox.address})}"


def _box(mailbox: Mailbox) -> Box:
    alarms = list(mailbox.alarms.all())
    still = [alarm for alarm in alarms if alarm.cleared_at is None]
    state, tone = _state(mailbox, still)
    return Box(
        name=f"{mailbox.user} · {mailbox.host}",
        folder=mailbox.folder,
        state=state,
        tone=tone,
        last_ok_at=mailbox.last_ok_at,
        seen_up_to=mailbox.seen_up_to,
        compared=_compared(mailbox),
        compared_at=mailbox.compared_at,
        trouble="" if still else mailbox.trouble,
        alarms=still,
        past=next((alarm for alarm in alarms if alarm.cleared_at), None),
    )


def _state(mailbox: Mailbox, alarms: list[MailboxAlarm]) -> tuple[str, str]:
    if alarms:
        return _("Alarm"), "bad"
    if mailbox.trouble:
        return _("Trying again"), "warn"
    if mailbox.last_ok_at is None:
        return _("Not read yet"), ""
    return _("Read to its end"), "ok"


def _compared(mailbox: Mailbox) -> str:
    if mailbox.compared_at is None:
        return _("not yet; it is done every night")
    of = ngettext("%(n)d mail", "%(n)d mails", mailbox.compared) % {"n": mailbox.compared}
    if not mailbox.missing:
        return _("%(mails)s, none missing") % {"mails": of}
    return _("%(mails)s, %(n)d had been missing") % {"mails": of, "n": mailbox.missing}


@require_POST
@door(Verb.REPLAY_ARRIVAL)
def replay(request: AgentRequest, uuid: str) -> HttpResponse:
    """Read all that is quarantined in an inbox again."""
    mine = Inbox.objects.visible_to(request.user, Verb.REPLAY_ARRIVAL)
    inbox = get_object_or_404(mine, uuid=uuid)
    arrivals = Arrival.objects.visible_to(request.user, Verb.REPLAY_ARRIVAL)
    replay_arrivals(arrivals.filter(envelope__inbox=inbox.pk))
    return redirect("ledger-inboxes")
