"""What a thread's page says of merges and splits: where it leads, what it may belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from threering.customers.queries import family_of
from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.tickets.finding import find
from threering.tickets.models import Message, Regrouping, Ticket
from threering.tickets.searching import parse
from threering.web.tickets.entries import Entry
from threering.web.tickets.pages import Row, row_of

SUGGESTED = 6
FOUND = 12


@dataclass(frozen=True, slots=True)
class Lead:
    """Another ticket that this one leads to; `row` is None where the reader may not see it."""

    number: int
    row: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What a reader may do with the messages of a ticket, and where they may belong."""

    can: bool
    merged_into: Lead | None
    may_belong_to: Lead | None
    merging_url: str
    merge_url: str
    splitting_url: str
    split_url: str
    undo_url: str


def grouping_of(ticket: Ticket, actor: Agent, entries: Sequence[Entry]) -> Grouping:
    """Grouping as this actor sees it. A ticket that was answered is not offered elsewhere."""
    place = [ticket.client.slug, ticket.number]
    answered = any(entry.kind == Message.Kind.AGENT for entry in entries)
    akin = None if answered or ticket.merged_into else ticket.may_belong_to
    return Grouping(
        can=may(actor, Verb.REGROUP, ticket) and not ticket.merged_into,
        merged_into=_lead(ticket.merged_into, actor),
        may_belong_to=_lead(_end_of(akin), actor),
        merging_url=reverse("ticket-merging", args=place),
        merge_url=reverse("ticket-merge", args=place),
        splitting_url=reverse("ticket-splitting", args=place),
        split_url=reverse("ticket-split", args=place),
        undo_url=reverse("ticket-undo", args=place),
    )


def _end_of(ticket: Ticket | None) -> Ticket | None:
    return _end_of(ticket.merged_into) if ticket and ticket.merged_into else ticket


def _lead(ticket: Ticket | None, actor: Agent) -> Lead | None:
    if ticket is None:
        return None
    rows = _rows(Ticket.objects.visible_to(actor).filter(pk=ticket.pk))
    return Lead(ticket.number, rows[0] if rows else None)


def _rows(found: object) -> list[Row]:
    listed = found.select_related("client", "brand", "customer", "assignee")  # type: ignore[attr-defined]
    return [row_of(ticket, "all") for ticket in listed]


def suggestions(ticket: Ticket, actor: Agent, words: str) -> list[Row]:
    """The tickets that this one may go into: what was searched, else its customer's others."""
    mine = Ticket.objects.visible_to(actor, Verb.REGROUP).filter(client=ticket.client_id)
    others = mine.in_view("all", actor.pk).exclude(pk=ticket.pk)
    if words:
        hits = find(parse(words, timezone.localtime(now())), actor, now=now()).hits
        return _rows(
            others.filter(pk__in=[hit.ticket for hit in hits]).order_by("-last_at")[:FOUND]
        )
    family = family_of(ticket.customer_id)
    same = others.filter(customer__in=family).order_by("-last_at")[:SUGGESTED]
    akin = others.filter(pk=ticket.may_belong_to_id)
    return list(dict.fromkeys([*_rows(akin), *_rows(same)]))


def told(done: Regrouping) -> str:
    """What was done, in the past tense and in a few words."""
    sentence = {
        Regrouping.Kind.MERGE: _("Merged into #%(number)s"),
        Regrouping.Kind.SPLIT: _("Split into #%(number)s"),
        Regrouping.Kind.MOVE: _("Moved to #%(number)s"),
    }
    return sentence[Regrouping.Kind(done.kind)] % {"number": done.target.number}
