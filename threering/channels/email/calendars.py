"""Invitations: what is planned and when, in one line."""

# ruff: noqa: RUF001 - dashes as they are typed
from __future__ import annotations

import re
from datetime import datetime

FIELD = re.compile(r"^([A-Za-z-]+)((?:;(?:[^:\"\r\n]|\"[^\"\r\n]*\")*+)?):(.*)$", re.MULTILINE)
ESCAPES = {"\\n": " ", "\\N": " ", "\\,": ",", "\\;": ";", "\\\\": "\\"}
MAX_EVENT = 100_000  # signs that are read of it
VERBS = {"REQUEST": "Invitation", "CANCEL": "Cancelled", "REPLY": "Answer", "COUNTER": "Proposal"}


def summary(text: str) -> str:
    """The first event of a calendar as a readable line; "" when there is none."""
    flat = re.sub(r"\r?\n[ \t]", "", text)
    _, begin, event = flat.partition("BEGIN:VEVENT")
    if not begin:
        return ""
    fields = {
        name.upper(): (extra, value.strip())
        for name, extra, value in FIELD.findall(event[:MAX_EVENT])
    }
    method = re.search(r"^METHOD:(\w+)", flat, re.MULTILINE)
    verb = VERBS.get(method[1].upper() if method else "", "Event")
    title = _plain(fields.get("SUMMARY", ("", ""))[1])
    when = _span(fields)
    place = _plain(fields.get("LOCATION", ("", ""))[1])
    return f"{verb}: " + ", ".join(part for part in (title, when, place) if part)


def _plain(value: str) -> str:
    return re.sub(r"\\[nN,;\\]", lambda found: ESCAPES[found[0]], value).strip()


def _span(fields: dict[str, tuple[str, str]]) -> str:
    start, end = (_moment(*fields.get(name, ("", ""))) for name in ("DTSTART", "DTEND"))
    return f"{start} – {end}" if start and end else start


def _moment(extra: str, value: str) -> str:
    zone = re.search(r"TZID=\"?([^;:\"]+)", extra)
    for form, shown in (("%Y%m%dT%H%M%S", "%Y-%m-%d %H:%M"), ("%Y%m%d", "%Y-%m-%d")):
        try:
            moment = datetime.strptime(value.rstrip("Z"), form)  # noqa: DTZ007 - shown as written
        except ValueError:
            continue
        named = " UTC" if value.endswith("Z") else f" {zone[1]}" if zone else ""
        return moment.strftime(shown) + named
    return ""
