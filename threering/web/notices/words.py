"""What a notice says, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from threering.organisation.models import Agent
from threering.tickets.notices.queries import Folded
from threering.tickets.notices.rules import Kind

SAID = {
    Kind.MENTIONED: (gettext_noop("%(who)s mentioned you"), "at-sign"),
    Kind.ASSIGNED: (gettext_noop("%(who)s gave you this ticket"), "user-plus"),
    Kind.CUSTOMER_WROTE: (gettext_noop("%(customer)s wrote again"), "mail"),
    Kind.WOKEN: (gettext_noop("Snoozed until now"), "alarm-clock"),
    Kind.FAILED: (gettext_noop("Your reply could not be delivered"), "circle-alert"),
    Kind.UNCERTAIN: (gettext_noop("Your reply may or may not have been sent"), "circle-alert"),
    Kind.BOUNCED: (gettext_noop("Your reply came back"), "circle-alert"),
    Kind.UNWANTED: (gettext_noop("The customer called your reply spam"), "shield-alert"),
}
WRONG = {Kind.FAILED, Kind.UNCERTAIN, Kind.BOUNCED, Kind.UNWANTED}
"""Something went wrong: they are seen first."""


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
    ids = {one.notice.data.get("by") for one in folded}
    people = Agent.objects.filter(pk__in=[pk for pk in ids if pk])
    names: dict[int, str] = dict(people.values_list("pk", "name"))
    return [_line(one, names.get(one.notice.data.get("by"), "")) for one in folded]


def _line(one: Folded, who: str) -> Line:
    notice, ticket = one.notice, one.ticket
    sentence, icon = _said(one, who)
    return Line(
        uuid=str(notice.uuid),
        icon=icon,
        wrong=notice.kind in WRONG,
        sentence=sentence,
        times=one.count,
        about=f"#{ticket.number} {ticket.subject or _('(no subject)')}" if ticket else "",
        url=_url(one),
        at=notice.at,
        unread=notice.read_at is None,
    )


def _said(one: Folded, who: str) -> tuple[str, str]:
    kind, data = one.notice.kind, one.notice.data
    if kind == Kind.ASSIGNED_MANY:
        count = data.get("count", 0)
        said = ngettext(
            "%(who)s gave you %(count)s ticket", "%(who)s gave you %(count)s tickets", count
        )
        return said % {"who": who, "count": count}, "user-plus"
    if kind not in SAID:
        return _("A mailbox needs a look"), "triangle-alert"
    customer = one.ticket.customer.name if one.ticket else ""
    sentence, icon = SAID[Kind(kind)]
    return _(sentence) % {"who": who, "customer": customer}, icon


def _url(one: Folded) -> str:
    if one.ticket:
        return reverse("ticket", args=["all", one.ticket.client.slug, one.ticket.number])
    if one.notice.kind == Kind.ASSIGNED_MANY:
        return reverse("tickets", args=["mine"])
    return reverse("ledger-inboxes")
