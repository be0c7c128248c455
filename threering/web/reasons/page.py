"""The page of contact reasons: each client's tree, and how many tickets have which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.organisation.models import Agent, Client
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.tickets.models import ContactReason, Ticket
from threering.tickets.reasons import counted, tree_of
from threering.tickets.reasontree import BETWEEN, DEEPEST, Tree
from threering.tickets.searching import span_of
from threering.web.doors import AgentRequest, door
from threering.web.labels import number

ARCHIVED = "archived"
LATELY = "90d"
"""As a search says it: the number beside a reason is what its link finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One reason on the page. `above`: what stands before its name, where the tree is not seen."""

    uuid: str
    name: str
    above: str
    depth: int
    eligible: bool
    tickets: str
    search_url: str
    add_url: str
    """Where one beneath it is added; "" where that would be too deep."""
    first: bool
    last: bool
    archived: bool
    buried: bool
    """It is archived, and so is one above it: that has to come back first."""


@dataclass(frozen=True, slots=True)
class Section:
    """The tree of one client."""

    client: str
    lines: list[Line]
    new_url: str


@require_GET
@door(Verb.KEEP_REASONS)
def page(request: AgentRequest) -> HttpResponse:
    """Why customers write, and how often."""
    archived, led = (
        request.GET.get("show") == ARCHIVED,
        clients_led_by(request.user, Verb.KEEP_REASONS),
    )
    many = len(led) > 1
    sections = [_section(request.user, one, archived=archived, many=many) for one in led]
    return render(request, "reasons/page.html", {"sections": sections, "archived": archived})


def _section(actor: Agent, client: Client, *, archived: bool, many: bool) -> Section:
    mine = ContactReason.objects.visible_to(actor, Verb.KEEP_REASONS).filter(client=client)
    reasons = {reason.pk: reason for reason in mine.select_related("client")}
    tree = tree_of(reasons.values())
    sought = _Sought(_counts(actor, client, tree), _brands(client) if many else "")
    shown = [
        pk
        for pk in tree.walk()
        if (reasons[pk].archived_at is not None if archived else tree.is_in_use(pk))
    ]
    lines = [_line(reasons[pk], tree, sought) for pk in shown]
    return Section(client.name, lines, _new_url(client))


@dataclass(frozen=True, slots=True)
class _Sought:
    counts: Mapping[int, int]
    brands: str

    def url(self, path: str) -> str:
        """Where the tickets of a reason are found."""
        plain = path.replace('"', " ")
        q = f'after:{LATELY} {self.brands}reason:"{plain}"'
        return f"{reverse('tickets', args=['all'])}?{urlencode({'q': q})}"


def _counts(actor: Agent, client: Client, tree: Tree) -> dict[int, int]:
    theirs = Ticket.objects.visible_to(actor).in_view("all", actor.pk).filter(client=client)
    return tree.summed(counted(theirs, since=_since()))


def _since() -> datetime:
    here = timezone.localtime(now())
    return (span_of(LATELY, here) or (here, here))[0]


def _brands(client: Client) -> str:
    """Keeps a search to a client, for those who work for several."""
    return f"brand:{','.join(client.brands.values_list('slug', flat=True))} "


def _new_url(client: Client, under: ContactReason | None = None) -> str:
    said = {"client": client.slug} | ({"under": str(under.uuid)} if under else {})
    return f"{reverse('reason-new')}?{urlencode(said)}"


def _line(reason: ContactReason, tree: Tree, sought: _Sought) -> Line:
    pk, beside = reason.pk, tree.siblings(reason.pk)
    *above, name = tree.path(pk)
    depth = len(above) + 1
    return Line(
        uuid=str(reason.uuid),
        name=name,
        above="".join(f"{one}{BETWEEN}" for one in above),
        depth=depth,
        eligible=reason.first_contact_eligible,
        tickets=number(sought.counts[pk]),
        search_url=sought.url(BETWEEN.join([*above, name])),
        add_url=_new_url(reason.client, reason) if depth < DEEPEST else "",
        first=beside[0] == pk,
        last=beside[-1] == pk,
        archived=reason.archived_at is not None,
        buried=reason.parent_id is not None and not tree.is_in_use(reason.parent_id),
    )
