"""What a reply does besides being sent, as the composer shows it: one chip for each thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.forms import ValidationError
from django.utils.translation import gettext as _

from threering.knowledge.models import SavedReply
from threering.knowledge.queries import named
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.tickets.besides import Besides
from threering.tickets.models import Ticket
from threering.tickets.rules import OFFERED, Priority, Status
from threering.tickets.tagging import MOST_TAGS, tag_name
from threering.web.labels import PRIORITY_LABELS

STATUS_ICONS = {
    Status.OPEN: "circle-dot",
    Status.PENDING: "clock",
    Status.ON_HOLD: "hourglass",
    Status.SOLVED: "circle-check",
    Status.SPAM: "circle-alert",
}
Said = list[tuple[str, str]]
"""What is wished, as (kind, value): ("used", uuid), ("status", "solved"), ("tag", "returns") …"""


def _status(value: str) -> object:
    return OFFERED.index(Status(value))


def _me(value: str) -> object:
    return ("me",).index(value)


CHECKS: dict[str, Callable[[str], object]] = {
    "used": UUID,
    "status": _status,
    "priority": lambda value: Priority(int(value)),
    "tag": lambda value: [tag_name(value)].index(value),
    "assign": _me,
}
MOST = MOST_TAGS + 40


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that happens when the reply is sent."""

    kind: str
    value: str
    label: str
    icon: str


def read(words: str) -> Said:
    """What the composer says, as JSON. Raises ValidationError for anything it does not say."""
    try:
        said = [(str(kind), str(value)) for kind, value in json.loads(words or "[]")]
        for kind, value in said[: MOST + 1]:
            CHECKS[kind](value)
            value.encode()  # JSON can spell halves of letters, which PostgreSQL cannot hold
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValidationError(_("Choose the saved reply again.")) from error
    if len(said) > MOST:
        raise ValidationError(_("That is too much for one reply."))
    return said


def besides_of(said: Said, status: str, ticket: Ticket, actor: Agent) -> Besides:
    """What shall happen, as far as this actor may do it. `status`: chosen at the last moment."""
    of = {kind: [value for one, value in said if one == kind] for kind in CHECKS}
    wanted = status or next(iter(of["status"]), "")
    settle = wanted and may(actor, Verb.SET_STATUS, ticket)
    describe = may(actor, Verb.DESCRIBE, ticket)
    urgency = [Priority(int(value)) for value in of["priority"] if describe]
    return Besides(
        status=Status(wanted) if settle else None,
        priority=urgency[0] if urgency else None,
        tags=tuple(of["tag"]) if describe else (),
        assignee=actor if of["assign"] and may(actor, Verb.ASSIGN, ticket) else None,
        used=tuple(UUID(value) for value in of["used"]),
        said=json.dumps(said) if said else "",
    )


def chips(said: Said, ticket: Ticket, actor: Agent) -> list[Chip]:
    """The chips of what was said; of saved replies those that are still there."""
    uuids = [UUID(value) for kind, value in said if kind == "used"]
    known = {str(reply.uuid): reply for reply in named(actor, ticket.client_id, uuids)}
    found = []
    for kind, value in said:
        if kind != "used":
            found.append(_chip(kind, value))
        elif value in known:
            found.append(chip_of(known[value]))
    return found


def chips_with(reply: SavedReply) -> list[Chip]:
    """What choosing a saved reply brings along, itself first."""
    return [chip_of(reply), *wishes_of(reply)]


def chip_of(reply: SavedReply) -> Chip:
    """That a saved reply went into what is written."""
    return Chip("used", str(reply.uuid), reply.name, "message-square-text")


def wishes_of(reply: SavedReply) -> list[Chip]:
    """What a saved reply does besides."""
    said: Said = [("status", reply.status)] if reply.status else []
    said += [("priority", str(reply.priority))] if reply.priority is not None else []
    said += [("tag", tag) for tag in reply.tags]
    said += [("assign", "me")] if reply.assigns else []
    return [_chip(kind, value) for kind, value in said]


def _chip(kind: str, value: str) -> Chip:
    if kind == "status":
        return Chip(kind, value, status_wish(Status(value)), STATUS_ICONS[Status(value)])
    if kind == "priority":
        level = _(PRIORITY_LABELS[int(value)])
        return Chip(kind, value, _("Priority: %(priority)s") % {"priority": level}, "flame")
    if kind == "tag":
        return Chip(kind, value, _("Tag: %(tag)s") % {"tag": value}, "tag")
    return Chip(kind, value, _("Assign to me"), "user-plus")


def status_wish(status: Status) -> str:
    """What to call leaving a ticket in that status."""
    return {
        Status.OPEN: _("Keep open"),
        Status.PENDING: _("Wait for the customer"),
        Status.ON_HOLD: _("Put on hold"),
        Status.SOLVED: _("Mark as done"),
        Status.SPAM: _("Mark as spam"),
    }[status]
