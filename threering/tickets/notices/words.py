"""What a notice says, in the language that is spoken: never what a customer wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from threering.ledger.models import Notice
from threering.organisation.models import Agent
from threering.tickets.models import Ticket
from threering.tickets.notices.rules import Kind

Names = Mapping[Any, str]

SAID = {
    Kind.MENTIONED: gettext_noop("%(who)s mentioned you"),
    Kind.ASSIGNED: gettext_noop("%(who)s gave you this ticket"),
    Kind.CUSTOMER_WROTE: gettext_noop("The customer wrote again"),
    Kind.WOKEN: gettext_noop("Snoozed until now"),
    Kind.FAILED: gettext_noop("Your reply could not be delivered"),
    Kind.UNCERTAIN: gettext_noop("Your reply may or may not have been sent"),
    Kind.BOUNCED: gettext_noop("Your reply came back"),
    Kind.UNWANTED: gettext_noop("The customer called your reply spam"),
}


SAID_FOR = {
    Kind.CUSTOMER_WROTE: gettext_noop("The customer wrote again. You stand in for %(whose)s"),
    Kind.WOKEN: gettext_noop("Snoozed until now. You stand in for %(whose)s"),
    Kind.FAILED: gettext_noop("A reply of %(whose)s could not be delivered"),
    Kind.UNCERTAIN: gettext_noop("A reply of %(whose)s may or may not have been sent"),
    Kind.BOUNCED: gettext_noop("A reply of %(whose)s came back"),
    Kind.UNWANTED: gettext_noop("The customer called a reply of %(whose)s spam"),
}
"""The same to whoever stands in."""


def names_in(notices: Iterable[Notice]) -> Names:
    """What those are called of whom these notices tell, by their ids."""
    ids = {one.data.get(key) for one in notices for key in ("by", "for")}
    people = Agent.objects.filter(pk__in=[pk for pk in ids if pk])
    return dict(people.values_list("pk", "name"))


def sentence(notice: Notice, names: Names) -> str:
    """What it says. `names`: of those of whom it tells, by their ids."""
    who, whose = (names.get(notice.data.get(key), "") for key in ("by", "for"))
    if "for" in notice.data:
        return _(SAID_FOR[Kind(notice.kind)]) % {"whose": whose}
    if notice.kind == Kind.ASSIGNED_MANY:
        count = int(notice.data.get("count", 0))
        said = ngettext(
            "%(who)s gave you %(count)s ticket", "%(who)s gave you %(count)s tickets", count
        )
        return said % {"who": who, "count": count}
    if notice.kind not in SAID:
        return _("A mailbox needs a look")
    return _(SAID[Kind(notice.kind)]) % {"who": who}


def waiting(count: int) -> str:
    """That so many wait."""
    said = ngettext("%(count)s notice waits for you", "%(count)s notices wait for you", count)
    return said % {"count": count}


def about(ticket: Ticket | None) -> str:
    """The ticket a notice is about, by number and subject; "" where it is about none."""
    if ticket is None:
        return ""
    nothing = _("(erased)") if ticket.forgotten_at else _("(no subject)")
    return f"#{ticket.number} {ticket.subject or nothing}"
