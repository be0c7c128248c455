"""Changes in plain words: what was changed, from what to what, by whom and from where."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from threering.organisation.access import Kind
from threering.organisation.audit import ACCESS, Change, names_of
from threering.tickets.tagkeeping import called
from threering.web.audit.labels import (
    ACCESSES,
    DID,
    FIELDS,
    NAMED_BY,
    QUIET,
    THINGS,
    WORDS_NOT_KEPT,
)
from threering.web.moments import clock
from threering.web.people.forms import ROLES

Names = dict[str, dict[int, str]]
AGENT = "organisation.agent"
TAG = "tickets.tag"


@dataclass(frozen=True, slots=True)
class Part:
    """One value that changed. `before`: None where there was nothing to compare with."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change as people read it."""

    at: datetime
    who: str
    thing: str
    name: str
    did: str
    how: str
    """insert, update or delete; "access" for what is no setting."""
    parts: list[Part]
    whence: str
    more: str
    """Of the browser or the command."""


def lines(changes: Sequence[Change]) -> list[Line]:
    """Changes in the reader's language; every name is looked up once."""
    names = _names(changes)
    return [_line(change, names) for change in changes]


def _line(change: Change, names: Names) -> Line:
    whence, more = _whence(change)
    told: dict[str, Any] = {
        "at": change.place.at,
        "who": _who(change, names),
        "whence": whence,
        "more": more,
    }
    if change.place.kind == ACCESS:
        did = str(ACCESSES[Kind(change.did)])
        whose = names[AGENT].get(change.thing or 0, "") if _by_command(change) else ""
        return Line(**told, thing="", name=whose, did=did, how="access", parts=_facts(change))
    parts = _parts(change, names)
    did = change.did if parts or change.did != "update" else _unsaid(change)
    thing = str(THINGS[change.place.kind])
    return Line(
        **told,
        thing=thing,
        name=_name(change, names),
        did=str(DID[did]),
        how=change.did,
        parts=parts,
    )


def _unsaid(change: Change) -> str:
    """What changed although nothing differs: it is not kept."""
    return "reworded" if change.place.kind in WORDS_NOT_KEPT else "renewed"


def _who(change: Change, names: Names) -> str:
    if _by_command(change):
        return _("%(user)s, by command") % {"user": change.context.get("user", "")}
    if change.actor is not None:
        return names[AGENT].get(change.actor, _("Somebody who is not here any more"))
    if change.place.kind == ACCESS:
        return _("Nobody we know")
    by_browser = change.context.get("by") == "browser"
    return _("Somebody not signed in") if by_browser else _("Threering itself")


def _by_command(change: Change) -> bool:
    return change.context.get("by") == "command line"


def _whence(change: Change) -> tuple[str, str]:
    known = change.context
    if _by_command(change):
        return _("Command line"), f"threering {known.get('command', '')}"
    if known.get("by") == "browser":
        return str(known.get("address") or _("unknown address")), str(known.get("browser") or "")
    return _("In the background"), ""


def _name(change: Change, names: Names) -> str:
    """What the thing is called: its own name, or whose or which it is."""
    said = change.said
    for own in ("name", "address", "domain", "email", "user"):
        if said.get(own):
            return str(said[own])
    if change.place.kind == TAG:
        return names[TAG].get(change.thing or 0, "")
    for reference, kind in NAMED_BY:
        if said.get(reference):
            return names[kind].get(said[reference], "")
    return ""


def _parts(change: Change, names: Names) -> list[Part]:
    """What differs; of something new or gone, what stood there."""
    said, before = change.said, change.before
    parts = []
    for field, value in said.items():
        if field in QUIET or (change.did == "update" and before and before.get(field) == value):
            continue
        if change.did == "update":
            old = _value(field, before.get(field), names) if before else None
            parts.append(Part(_label(field), old, _value(field, value, names)))
        elif value not in (None, "", [], False) and field not in ("name", "address"):
            worded = _value(field, value, names)
            parts.append(_only(field, worded, gone=change.did == "delete"))
    return parts


def _only(field: str, worded: str, *, gone: bool) -> Part:
    return Part(_label(field), worded, None) if gone else Part(_label(field), None, worded)


def _facts(change: Change) -> list[Part]:
    data = change.said.get("data") or {}
    if isinstance(data, str):
        data = json.loads(data)
    return [Part(_label(name), None, str(value)) for name, value in data.items()]


def _label(field: str) -> str:
    return str(FIELDS.get(field, field.removesuffix("_id").replace("_", " ").capitalize()))


def _value(field: str, value: Any, names: Names) -> str:
    """A value as people read it."""
    kinds = dict(NAMED_BY)
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in kinds and isinstance(value, int):
        return names[kinds[field]].get(value, str(value))
    if field == "roles":
        return ", ".join(str(ROLES.get(role, role)) for role, _brand in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field.endswith("_at"):
        with suppress(ValueError):
            return clock(datetime.fromisoformat(value))
    return str(ROLES.get(value, value)) if field == "role" else str(value)


def _names(changes: Sequence[Change]) -> Names:
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        if change.actor is not None:
            wanted[AGENT].add(change.actor)
        for said in (change.said, change.before):
            for reference, kind in NAMED_BY:
                if isinstance(said.get(reference), int):
                    wanted[kind].add(said[reference])
    found: Names = defaultdict(dict)
    found |= {kind: names_of(kind, ids) for kind, ids in wanted.items()}
    return found | {TAG: _tags(changes)}


def _tags(changes: Sequence[Change]) -> dict[int, str]:
    """What tags are called by now: their history does not have it."""
    ids = [one.thing for one in changes if one.place.kind == TAG and one.thing]
    return called(ids) if ids else {}
