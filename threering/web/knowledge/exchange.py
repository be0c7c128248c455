"""Saved replies as a table that a spreadsheet opens: out, and in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from threering.kernel.time import now
from threering.knowledge.actions import Content, NameTaken
from threering.knowledge.models import SavedReply
from threering.knowledge.queries import texts_of
from threering.organisation.access import Kind, note_access
from threering.organisation.models import Team
from threering.organisation.rules import Verb
from threering.stories.import_saved_replies import import_saved_replies
from threering.tickets.rules import Priority
from threering.web.doors import AgentRequest, door
from threering.web.knowledge.forms import Place, ReplyForm, places, teams_at

COLUMNS = (
    *("client", "brand", "team", "name", "shortcut", "language"),
    *("status", "priority", "tags", "assign", "text"),
)
NEEDED = {"name", "text"}
MOST_BYTES, MOST_LINES = 4 * 2**20, 5_000
MOST_TOLD = 20
YES = {"1", "yes", "true", "x", "ja", "oui", "sí", "si"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet would run, or took away: it gets a ' in front, which is taken off again."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one saved reply, one a language, and the first of their numbers."""

    line: int
    rows: list[Row]


@require_GET
@door(Verb.KEEP_REPLIES)
def export(request: AgentRequest) -> HttpResponse:
    """Every saved reply in use that the actor keeps, a line for each language."""
    kept = SavedReply.objects.visible_to(request.user, Verb.KEEP_REPLIES).filter(archived_at=None)
    note_access(Kind.REPLIES_EXPORTED, request.user.pk)
    with_all = kept.select_related("client", "brand", "team").prefetch_related("texts")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="saved-replies.csv"'
    response.write("\ufeff")  # without it, Excel takes it for another encoding
    table = csv.writer(response)
    table.writerow(COLUMNS)
    for reply in with_all.order_by("client__slug", "name", "pk"):
        table.writerows([_guarded(cell) for cell in line] for line in _lines(reply))
    return response


def _lines(reply: SavedReply) -> Iterator[list[str]]:
    brand = reply.brand.slug if reply.brand else ""
    team = reply.team.name if reply.team else ""
    urgency = "" if reply.priority is None else Priority(reply.priority).name.lower()
    wishes = [reply.status, urgency, ", ".join(reply.tags), "yes" if reply.assigns else ""]
    for language, text in sorted(texts_of(reply).items()):
        said = [reply.name, reply.shortcut, language]
        yield [reply.client.slug, brand, team, *said, *wishes, text]


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_REPLIES)
def bring(request: AgentRequest) -> HttpResponse:
    """Take a table in: all of it, or nothing and why."""
    if request.method == "GET":
        return _page(request)
    given = request.FILES.get("file")
    if given is None or (given.size or 0) > MOST_BYTES:
        return _page(request, errors=[_("Choose a CSV file of 4 MB at most.")])
    known = places(request.user)
    contents, errors = _read(given.read(), known, teams_at(request.user, known))
    if errors or not contents:
        return _page(request, errors=errors or [_("There is no saved reply in it.")])
    try:
        written = import_saved_replies(contents, by=request.user, at=now())
    except NameTaken:
        told = _("A shortcut in it belongs to another saved reply of that brand and team.")
        return _page(request, errors=[told])
    kept = ngettext("%(n)s saved reply was written", "%(n)s saved replies were written", written)
    return _page(request, done=kept % {"n": written}, same=len(contents) - written)


def _page(
    request: AgentRequest, *, errors: list[str] | None = None, done: str = "", same: int = 0
) -> HttpResponse:
    told, more = (errors or [])[:MOST_TOLD], max(0, len(errors or []) - MOST_TOLD)
    context = {"errors": told, "more": more, "done": done, "same": same, "columns": COLUMNS}
    return render(request, "knowledge/import.html", context)


def _read(
    content: bytes, known: dict[str, Place], teams: list[Team]
) -> tuple[list[Content], list[str]]:
    """What a table says, and what is wrong with it."""
    try:
        groups = _grouped(_rows(content.decode("utf-8-sig")), known)
    except (UnicodeDecodeError, csv.Error):
        return [], [_("This is no CSV file in UTF-8.")]
    except KeyError as missing:
        told = _("The first line must name the columns; %(column)s is missing.")
        return [], [told % {"column": missing.args[0]}]
    contents, errors = [], []
    for group in groups:
        form = ReplyForm(_as_form(group, known), places=known, teams=teams)
        if form.is_valid():
            contents.append(form.content())
        else:
            wrong = " ".join(str(e) for found in form.errors.values() for e in found)
            errors.append(_("Line %(line)s: %(wrong)s") % {"line": group.line, "wrong": wrong})
    return contents, errors


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = {(name or "").strip().lower() for name in table.fieldnames or []}
    for needed in sorted(NEEDED - names):
        raise KeyError(needed)
    for row in table:
        if table.line_num > MOST_LINES * 20:
            return
        cells = {str(k).strip().lower(): _bare(v) for k, v in row.items() if isinstance(v, str)}
        if any(cell.strip() for cell in cells.values()):
            yield table.line_num, cells


def _grouped(rows: Iterable[tuple[int, Row]], known: dict[str, Place]) -> list[Group]:
    """The rows of one reply together: those of one name at one place and for one team."""
    groups: dict[tuple[str, ...], Group] = {}
    for line, row in rows:
        said = (row.get(name, "").strip().casefold() for name in ("team", "name"))
        key = (_place(row, known), *said)
        groups.setdefault(key, Group(line, [])).rows.append(row)
    return list(groups.values())


def _place(row: Row, known: dict[str, Place]) -> str:
    """The place that a row names; where there is one client only, it need not be named."""
    client, brand = row.get("client", "").strip(), row.get("brand", "").strip()
    slugs = {one.slug for one, _brand in known.values()}
    client = client or (next(iter(slugs)) if len(slugs) == 1 else "")
    return f"{client}/{brand}" if brand else client


def _as_form(group: Group, known: dict[str, Place]) -> MultiValueDict[str, str]:
    first = group.rows[0]
    urgency = first.get("priority", "").strip().upper()
    levels = {one.name: str(one.value) for one in Priority}
    data: MultiValueDict[str, str] = MultiValueDict()
    for name in ("team", "name", "shortcut", "status", "tags"):
        data[name] = first.get(name, "").strip()
    data["place"] = _place(first, known)
    data["priority"] = levels.get(urgency, urgency)
    if first.get("assign", "").strip().casefold() in YES:
        data["assigns"] = "on"
    data.setlist("language", [row.get("language", "").strip().lower() for row in group.rows])
    data.setlist("text", [row.get("text", "") for row in group.rows])
    return data
