"""One line of the list of notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from threering.tickets.notices.queries import Folded
from threering.tickets.notices.rules import OF_A_REPLY, Kind
from threering.tickets.notices.words import Names, about, names_in, sentence

ICONS: dict[str, str] = {
    Kind.MENTIONED: "at-sign",
    Kind.ASSIGNED: "user-plus",
    Kind.ASSIGNED_MANY: "user-plus",
    Kind.CUSTOMER_WROTE: "mail",
    Kind.WOKEN: "alarm-clock",
    Kind.UNWANTED: "shield-alert",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list."""

    uuid: str
    icon: str
    wrong: bool
    sentence: str
    times: int
    about: str
    """The ticket, by number and subject; "" where it is about none."""
    url: str
    at: datetime
    unread: bool


def lines_of(found: Iterable[Folded]) -> list[Line]:
    """The lines that these notices are, in their order."""
    folded = list(found)
    names = names_in(one.notice for one in folded)
    return [_line(one, names) for one in folded]


def _line(one: Folded, names: Names) -> Line:
    notice, ticket = one.notice, one.ticket
    return Line(
        uuid=str(notice.uuid),
        icon=ICONS.get(notice.kind, "circle-alert"),
        wrong=notice.kind in OF_A_REPLY,
        sentence=sentence(notice, names),
        times=one.count,
        about=about(ticket),
        url=_url(one),
        at=notice.at,
        unread=notice.read_at is None,
    )


def _url(one: Folded) -> str:
    if one.ticket:
        return reverse("ticket", args=["all", one.ticket.client.slug, one.ticket.number])
    if one.notice.kind == Kind.ASSIGNED_MANY:
        return reverse("tickets", args=["mine"])
    return reverse("ledger-inboxes")
