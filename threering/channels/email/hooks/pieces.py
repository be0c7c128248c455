"""One request may tell of many things: each becomes an arrival of its own, under its own key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from threering.channels.email.hooks.posted import Posted

SIGNING = {"signature", "timestamp", "token"}
"""Made anew for every attempt of the provider: they say nothing about what is told."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing told: a mail, or what became of one."""

    key: str
    posted: Posted


def pieces(posted: Posted) -> list[Piece]:
    """Everything that a request tells, in its order; nothing for an empty list, as tests send it.

    What has not the form that its provider describes stays whole: it is kept, and set aside later.
    """
    if posted.is_json:
        return _of_json(posted)
    form = posted.request()
    if "mandrill_events" in form.POST:
        return _of_mandrill(posted, form.POST["mandrill_events"])
    return [Piece(_hash(_fields(form)), posted)]


def told(posted: Posted) -> Any:
    """What one piece says, as its provider words it; {} for a form."""
    if posted.is_json:
        value = json.loads(posted.body)
    else:
        value = json.loads(posted.request().POST.get("mandrill_events", "{}"))
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        value = value["items"]
    return value[0] if isinstance(value, list) and value else value


def _of_json(posted: Posted) -> list[Piece]:
    try:
        value = json.loads(posted.body)
    except ValueError:
        return [Piece(_hash(posted.body), posted)]
    if isinstance(value, list):
        return [*_cut(posted, value, lambda one: json.dumps([one]))]
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        return [*_cut(posted, value["items"], lambda one: json.dumps({"items": [one]}))]
    return [Piece(_key(posted, value), posted)]


def _of_mandrill(posted: Posted, events: str) -> list[Piece]:
    try:
        value = json.loads(events)
    except ValueError:
        value = None
    if not isinstance(value, list):
        return [Piece(_hash(posted.body), posted)]
    return [*_cut(posted, value, lambda one: urlencode({"mandrill_events": json.dumps([one])}))]


def _cut(posted: Posted, things: list[Any], words: Callable[[Any], str]) -> Iterator[Piece]:
    """One request for each thing; a lone one keeps its bytes as they came."""
    for thing in things:
        alone = posted if len(things) == 1 else posted.with_body(words(thing).encode())
        yield Piece(_key(posted, thing), alone)


def _key(posted: Posted, thing: Any) -> str:
    """The provider's own id of this event, else what it says."""
    if isinstance(thing, dict):
        find = STATED.get(posted.provider)
        said = find(posted, thing) if find else ""
        if isinstance(said, str) and said:
            return f"id:{said}"[:200]
        thing = {name: value for name, value in thing.items() if name not in SIGNING}
    return _hash(json.dumps(thing, sort_keys=True).encode())


def _of_sparkpost(_posted: Posted, thing: dict[str, Any]) -> Any:
    inner = thing.get("msys")
    events = list(inner.values()) if isinstance(inner, dict) else []
    return events[0].get("event_id") if events and isinstance(events[0], dict) else ""


def _of_postmark(_posted: Posted, thing: dict[str, Any]) -> Any:
    """Its id is the mail's: for a mail that comes in, and only there, that is the event's too."""
    return thing.get("MessageID") if "RecordType" not in thing else ""


def _of_brevo(_posted: Posted, thing: dict[str, Any]) -> Any:
    found = thing.get("Uuid")
    return found[0] if isinstance(found, list) and found else ""


STATED: dict[str, Callable[[Posted, dict[str, Any]], Any]] = {
    "brevo": _of_brevo,
    "postmark": _of_postmark,
    "resend": lambda posted, _thing: posted.headers.get("svix-id"),
    "sendgrid": lambda _posted, thing: thing.get("sg_event_id"),
    "sparkpost": _of_sparkpost,
}


def _fields(form: HttpRequest) -> bytes:
    """The fields and files of a form, however its parts were set off from each other."""
    fields = [[name, value] for name in form.POST for value in form.POST.getlist(name)]
    rows = [row for row in fields if row[0] not in SIGNING]
    for name in form.FILES:
        for file in form.FILES.getlist(name):
            digest = hashlib.sha256(b"".join(file.chunks())).hexdigest()
            rows.append([name, str(file.name), digest])
    return json.dumps(sorted(rows)).encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
