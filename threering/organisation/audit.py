"""Who changed which setting, and who came in: read out of all histories as one, latest first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from threering.kernel.history import histories
from threering.organisation.models import Agent
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb

ACCESS = "organisation.access"
LOOKED_AT_ONCE = 20_000
"""Changes that one page looks through for words or a person: then it says how far it came."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the order of all changes one stands."""

    at: datetime
    kind: str
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change as it was written: `said` is how it was after it, or before it was deleted."""

    place: Place
    did: str
    """insert, update, delete, or what happened to an access."""
    thing: int | None
    said: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any]
    actor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for. `kinds`: of which things, () for all. `until` is not included."""

    kinds: Sequence[str] = ()
    person: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: Sequence[str] = ()

    @property
    def searches(self) -> bool:
        """Whether no index finds it."""
        return bool(self.words) or self.person is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of changes. `after`: from where to look further, None where that was all."""

    changes: list[Change]
    after: Place | None


def visible_to(actor: Agent) -> list[int]:
    """The clients whose audit somebody may read: all brands of it are theirs to administer."""
    return [client.pk for client in clients_led_by(actor, Verb.READ_AUDIT)]


def page(
    clients: Collection[int], asked: Asked, *, after: Place | None = None, most: int = 50
) -> Found:
    """The latest changes at some clients that fit, after a place in their order."""
    looked = LOOKED_AT_ONCE if asked.searches else most + 1
    rows = _rows(clients, asked, after, looked)
    hits = [_change(row) for row in rows if row[3] is not None]
    changes = with_before(hits[:most])
    if len(hits) > most:
        return Found(changes, changes[-1].place)
    return Found(changes, _place(rows[-1]) if len(rows) == looked else None)


def everything(clients: Collection[int], asked: Asked, *, at_once: int = 2000) -> Iterator[Change]:
    """All changes at some clients that fit, latest first, read some at a time."""
    rows = _rows(clients, asked, None, at_once)
    while rows:
        yield from with_before([_change(row) for row in rows if row[3] is not None])
        more = len(rows) == at_once
        rows = _rows(clients, asked, _place(rows[-1]), at_once) if more else []


def with_before(changes: Sequence[Change]) -> list[Change]:
    """The same, each with how the thing was before it."""
    numbers = defaultdict(list)
    for change in changes:
        if change.did == "update":
            numbers[change.place.kind].append(change.place.id)
    before: dict[tuple[str, int], dict[str, Any]] = {}
    for kind, ids in numbers.items():
        with connection.cursor() as cursor:
            cursor.execute(_BEFORE.format(table=_table(kind)), [ids])
            before |= {(kind, number): _values(said) for number, said in cursor.fetchall()}
    return [replace(one, before=before.get((one.place.kind, one.place.id), {})) for one in changes]


def names_of(kind: str, ids: Collection[int]) -> dict[int, str]:
    """What things are called, or were when they were last there, by their ids."""
    history = histories()[kind]
    there = {one.name for one in history._meta.fields}
    named = next(
        name for name in ("name", "address", "domain", "user", "pgh_label") if name in there
    )
    found = history.objects.filter(pgh_obj__in=ids).order_by("pgh_obj", "-pgh_id")
    return dict(found.distinct("pgh_obj").values_list("pgh_obj", named))


_BEFORE = """
select e.pgh_id, to_jsonb(p) from {table} e, lateral (select * from {table} p
  where p.pgh_obj_id = e.pgh_obj_id and p.pgh_id < e.pgh_id order by p.pgh_id desc limit 1) p
where e.pgh_id = any(%s)
"""
_CHANGES = """
select e.pgh_created_at at, '{kind}' kind, e.pgh_id::bigint id, e.pgh_label did,
  e.pgh_obj_id::bigint thing, to_jsonb(e) said, e.pgh_context context,
  (e.pgh_context->>'actor')::bigint actor
from {table} e where e.pgh_label <> 'found'
"""
_ACCESS = """
select e.at, '{kind}' kind, e.id, e.kind did, e.agent_id thing, to_jsonb(e) - 'context' said,
  e.context, e.agent_id actor from organisation_access e where true
"""
_PEOPLE = "(select agent_id from organisation_grantevent where client_id = %(client)s)"
_OF_CLIENT = {
    "organisation.client": "e.pgh_obj_id = %(client)s",
    "organisation.agent": f"e.pgh_obj_id in {_PEOPLE}",
    "organisation.membership": (
        "e.team_id in (select pgh_obj_id from organisation_teamevent where client_id = %(client)s)"
    ),
    "organisation.ability": (
        "e.skill_id in"
        " (select pgh_obj_id from organisation_skillevent where client_id = %(client)s)"
    ),
    "organisation.standin": f"e.agent_id in {_PEOPLE}",
    ACCESS: f"(e.client_id = %(client)s or e.client_id is null and e.agent_id in {_PEOPLE})",
}
_ORDER = "order by at desc, kind desc, id desc limit %(most)s"


def _rows(
    clients: Collection[int], asked: Asked, after: Place | None, most: int
) -> list[tuple[Any, ...]]:
    """The next so many rows; of those that do not fit only their place."""
    given: dict[str, Any] = {"most": most, "since": asked.since, "until": asked.until}
    parts = []
    for kind in sorted(asked.kinds or [*histories(), ACCESS]):
        for client in clients:
            parts.append(f"({_part(kind, client, asked, after)})")
    if not parts:
        return []
    if after:
        given |= {"place_at": after.at, "place_id": after.id}
    fits = _fits(asked, given)
    told = ", ".join(f"case when {fits} then {name} end" for name in _TOLD)
    words = f"select at, kind, id, {told} from ({' union all '.join(parts)} {_ORDER}) seen {_ORDER}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(words, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


_TOLD = ("did", "thing", "said", "context", "actor")


def _part(kind: str, client: int, asked: Asked, after: Place | None) -> str:
    """The newest changes of one kind of thing at one client: from an index, in its order."""
    access = kind == ACCESS
    at, number = ("e.at", "e.id") if access else ("e.pgh_created_at", "e.pgh_id")
    wheres = [(_ACCESS if access else _CHANGES).format(kind=kind, table=_table(kind))]
    of_client = _OF_CLIENT.get(kind, "e.client_id = %(client)s")
    wheres.append(of_client.replace("%(client)s", str(int(client))))
    if asked.since:
        wheres.append(f"{at} >= %(since)s")
    if asked.until:
        wheres.append(f"{at} < %(until)s")
    if after and kind == after.kind:
        wheres.append(f"({at}, {number}) < (%(place_at)s, %(place_id)s)")
    elif after:
        wheres.append(f"{at} {'<=' if kind < after.kind else '<'} %(place_at)s")
    return f"{' and '.join(wheres)} order by {at} desc, {number} desc limit %(most)s"


def _table(kind: str) -> str:
    return "" if kind == ACCESS else str(histories()[kind]._meta.db_table)


_WORD = """(actor = any(%({0}_who)s) or (said->>'agent_id')::bigint = any(%({0}_who)s)
or exists (select from jsonb_each_text(said) v
  where v.key not like 'pgh%%' and v.value ilike %({0})s)
or exists (select from jsonb_each_text(context) v where v.value ilike %({0})s))"""


def _fits(asked: Asked, given: dict[str, Any]) -> str:
    """The condition for words and a person, its values put to what is given."""
    wheres = ["true"]
    if asked.person is not None:
        given["person"] = asked.person
        wheres.append("actor = %(person)s")
    for number, word in enumerate(asked.words):
        key = f"word{number}"
        given[key] = f"%{_literally(word)}%"
        called = Agent.objects.filter(name__icontains=word).values_list("pk", flat=True)
        given[f"{key}_who"] = list(called)
        wheres.append(_WORD.format(key))
    return " and ".join(wheres)


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _place(row: tuple[Any, ...]) -> Place:
    return Place(row[0], row[1], row[2])


def _change(row: tuple[Any, ...]) -> Change:
    _at, _kind, _id, did, thing, said, context, actor = row
    return Change(
        place=_place(row),
        did=did,
        thing=thing,
        said=_values(said),
        context=_object(context),
        actor=actor,
    )


def _values(said: Any) -> dict[str, Any]:
    """A snapshot without what the history itself keeps."""
    return {name: value for name, value in _object(said).items() if not name.startswith("pgh_")}


def _object(said: Any) -> dict[str, Any]:
    """JSON as psycopg hands it to Django: as text."""
    return (json.loads(said) if isinstance(said, str) else said) or {}
