"""The audit as a file: a table that a spreadsheet opens, or a line of JSON for each change."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from threering.organisation.audit import Change
from threering.web.audit.words import Line, Part, lines

AT_ONCE = 500
COLUMNS = ("when", "who", "did", "thing", "name", "field", "from", "to", "whence", "by")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would run: it gets a ' in front."""


class Echo:
    """A file that hands back what is written: csv wants one."""

    def write(self, text: str) -> str:
        """The same text."""
        return text


def as_csv(changes: Iterable[Change]) -> Iterator[str]:
    """A line for each value that changed, times in UTC."""
    table = csv.writer(Echo())
    yield "\ufeff"  # without it, Excel takes it for another encoding
    yield str(table.writerow(COLUMNS))
    for line in _told(changes):
        for row in _rows(line):
            yield str(table.writerow([guarded(cell) for cell in row]))


def as_json_lines(changes: Iterable[Change]) -> Iterator[str]:
    """An object a line for each change, times in UTC."""
    for line in _told(changes):
        values = [{"field": p.label, "from": p.before, "to": p.after} for p in line.parts]
        told: dict[str, Any] = {"when": line.at.isoformat(), "who": line.who, "did": line.did}
        told |= {"thing": line.thing, "name": line.name, "values": values}
        told |= {"whence": line.whence, "by": line.more}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _told(changes: Iterable[Change]) -> Iterator[Line]:
    """In words, some at a time: each name is looked up once for them."""
    waiting = iter(changes)
    while some := list(islice(waiting, AT_ONCE)):
        yield from lines(some)


def _rows(line: Line) -> Iterator[list[str]]:
    begin = [line.at.isoformat(), line.who, line.did, line.thing, line.name]
    for part in line.parts or [Part("", None, None)]:
        values = [part.label, part.before or "", part.after or ""]
        yield [*begin, *values, line.whence, line.more]


def guarded(cell: str) -> str:
    """So that a spreadsheet reads it as text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


Write = Callable[[Iterable[Change]], Iterator[str]]
FORMATS: dict[str, tuple[str, Write]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/jsonl; charset=utf-8", as_json_lines),
}
