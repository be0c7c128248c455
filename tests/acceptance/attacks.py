"""Everybody who may not, sent to every address there is: all of it made from the list of addresses.

Nothing here names a route, so that a new one is tried by itself. What stands in an address is
taken from the database: one of each thing that the attacked client has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from uuid import uuid4

import psycopg
from django.urls import URLPattern, URLResolver

from tests.acceptance.addresses import OWNED
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.visitor import Answer, Visitor
from threering.organisation.rules import ALLOWED, Role, Verb
from threering.runtime.demo.cast import CLIENTS, HOME, PASSWORD
from threering.runtime.postgres import EmbeddedPostgres
from threering.runtime.urls import urlpatterns

SLOT = re.compile(r"<(\w+):(\w+)>")
WORDS = {"client": HOME, "view": "all", "name": "0-nothing", "form": "csv", "key": "brand"}
"""What stands for the names of addresses that are no ids. A new one has to be written here."""


@dataclass(frozen=True)
class Route:
    """One address of the product, and the verb that its door asks for."""

    name: str
    shape: str
    verb: Verb | None

    @property
    def slots(self) -> list[tuple[str, str]]:
        """Kind and name of what stands in the address."""
        return SLOT.findall(self.shape)

    @property
    def on_a_thing(self) -> bool:
        """Whether the address names something of a client."""
        return any(name not in {"view", "form"} for _kind, name in self.slots)


def every_route() -> Iterator[Route]:
    """All addresses of the product."""

    def below(patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from below(pattern.url_patterns)
            else:
                verb = getattr(pattern.callback, "verb", None)
                yield Route(pattern.name or "", f"/{pattern.pattern}", verb)

    yield from below(urlpatterns)


@cache
def guarded() -> dict[str, Route]:
    """All addresses that have a door with a verb, by name."""
    return {route.name: route for route in every_route() if route.verb}


@dataclass(frozen=True)
class Things:
    """One of each thing of the attacked client: what may stand in an address."""

    uuids: tuple[str, ...]
    numbers: tuple[str, ...]

    def addresses(self, route: Route) -> list[str]:
        """The address with each thing in it that could be meant."""
        choices = [self._choices(kind, name) for kind, name in route.slots]
        plain = SLOT.split(route.shape)[::3]
        return [
            "".join(part for pair in zip(plain, (*values, ""), strict=True) for part in pair)
            for values in product(*choices)
        ]

    def _choices(self, kind: str, name: str) -> tuple[str, ...]:
        if kind == "uuid":
            return self.uuids
        if kind == "int":
            return self.numbers
        assert name in WORDS, f"say in tests/acceptance/attacks.py what may stand for {name}"
        return (WORDS[name],)


def connect(demo: Demo) -> psycopg.Connection[tuple[object, ...]]:
    """The database, to look at it from outside."""
    return psycopg.connect(EmbeddedPostgres(demo.house.data / "postgres").url)


COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, null)
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
order by 1, 2
"""
TO_AGENTS = """
select c.conrelid::regclass::text, a.attname from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confrelid = 'organisation_agent'::regclass and cardinality(c.conkey) = 1
"""


def columns(wire: psycopg.Connection[tuple[object, ...]]) -> dict[str, dict[str, str]]:
    """The type of each column of each table."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in wire.execute(COLUMNS):
        found.setdefault(str(table), {})[str(column)] = str(kind)
    return found


def of_a_client(kinds: dict[str, str]) -> bool:
    """Whether that table's rows belong to a client; OAuth calls something else so, too."""
    return kinds.get("client_id") == "bigint"


def things(demo: Demo) -> Things:
    """The newest of each table that belongs to the attacked client or to nobody."""
    uuids, numbers = set(), set()
    with connect(demo) as wire:
        client = _client(wire)
        for table, kinds in columns(wire).items():
            if "id" not in kinds or table.startswith(("django_", "procrastinate_", "auth_")):
                continue
            ours = f"where client_id = {client}" if of_a_client(kinds) else ""
            named = [name for name, kind in kinds.items() if kind == "uuid"]
            wanted = ", ".join([*named, "number" if table == "tickets_ticket" else "id"])
            row = wire.execute(f"select {wanted} from {table} {ours} order by id desc limit 1")
            for *those, number in row:
                uuids |= {str(one) for one in those if one}
                numbers.add(str(number))
    return Things(tuple(sorted(uuids)), tuple(sorted(numbers)))


def _client(wire: psycopg.Connection[tuple[object, ...]]) -> int:
    found = wire.execute("select id from organisation_client where slug = %s", [HOME]).fetchone()
    assert found
    return int(str(found[0]))


MOVING = ("django_session", "procrastinate_", "organisation_remembered", "organisation_signin")
MOVING += ("tickets_word", "tickets_unlearned", "organisation_presence", "organisation_agentstate")
"""Where coming and going is kept, which goes on by itself; the job queue; words that the search
learns of what came before."""


def snapshot(demo: Demo, intruders: list[str]) -> dict[str, str]:
    """A hash of every table without what is the intruders' own."""
    with connect(demo) as wire:
        client = _client(wire)
        emails = [f"{name}@desk.example" for name in intruders]
        found = wire.execute("select id from organisation_agent where email = any(%s)", [emails])
        who = ",".join(str(row[0]) for row in found)
        theirs = {(str(t), str(c)) for t, c in wire.execute(TO_AGENTS)}
        prints = {}
        for table, kinds in columns(wire).items():
            if table.startswith(MOVING):
                continue
            by = ["id"] if table == "organisation_agent" else [c for t, c in theirs if t == table]
            those = [f"({name} is null or {name} <> all(array[{who}]::bigint[]))" for name in by]
            if of_a_client(kinds):
                those.append(f"client_id = {client}")
            rows = f"select t::text as row from {table} t where {' and '.join(those) or 'true'}"
            asked = f"select md5(string_agg(row, '' order by row)) from ({rows}) as rows"
            (made,) = wire.execute(asked).fetchone() or ("",)
            prints[table] = str(made)
    return prints


FOREIGN = CLIENTS[1].name
INTRUDERS = {
    "stranger": ("--client", FOREIGN, "--role", "admin"),
    "light": ("--client", CLIENTS[0].name, "--role", "light"),
    "client": ("--client", CLIENTS[0].name, "--role", "client"),
    "revoked": ("--client", CLIENTS[0].name, "--role", "admin"),
}
"""Who is let in to try, as `threering createagent` is told. The revoked one had every right."""


def let_in(demo: Demo, who: str) -> Visitor:
    """An intruder, signed in; of the revoked one the session has ended since."""
    email = f"{who}@desk.example"
    words = ("--name", who.title(), *INTRUDERS[who], "--password-stdin")
    made = demo.house.run("createagent", email, *words, text=PASSWORD)
    assert made.returncode == 0 or "already has an account" in made.stderr, made.stderr
    visitor = demo.visitor(who)
    if who == "revoked":
        other = demo.visitor(who)
        button = other.get("/me/sign-ins").tree.css_first("#sign-ins li [data-post]")
        assert button
        assert other.post(str(button.attributes["data-post"])).status < 400
    return visitor


def forbidden(who: str, route: Route) -> bool:
    """Whether nothing at all may open there for them."""
    if who in {"anonymous", "revoked"}:
        return True
    if who == "stranger":
        return route.on_a_thing
    others_own = route.on_a_thing and route.verb is Verb.ENTER
    return others_own or route.verb not in ALLOWED[Role(who)]


@dataclass(frozen=True)
class Attempt:
    """One request of somebody who should not, and what came back."""

    who: str
    route: Route
    method: str
    address: str
    answer: Answer

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.address} -> {self.answer.status}"

    @property
    def refused(self) -> bool:
        """Whether the answer is one of those that do nothing; "too much at once" tells nothing."""
        to_login = self.answer.location.startswith("/login")
        return to_login or (400 <= self.answer.status < 500 and self.answer.status != 429)


def attempts(who: str, visitor: Visitor, found: Things, form: dict[str, str]) -> Iterator[Attempt]:
    """Everything that this intruder tries: each address, read and written to.

    Whoever stands before a closed door tries one thing of each kind; to whom a door opens because
    of what they may elsewhere, all of them.
    """
    for route in guarded().values():
        addresses = found.addresses(route)
        if who != "stranger" and route.verb is not Verb.ENTER:
            addresses = addresses[:1]
        for address in addresses:
            yield Attempt(who, route, "GET", address, visitor.get(address))
            if forbidden(who, route):
                sent = visitor.post(address, form | {"key": str(uuid4())})
                yield Attempt(who, route, "POST", address, sent)


def ticket_of(visitor: Visitor, mark: str) -> str:
    """Where the ticket with that word is, once it is there."""
    path = f"/tickets/all/list?q={mark}"
    row = wait_until(lambda: visitor.get(path).tree.css_first("li.row > a"), "the mail is there")
    return str(row.attributes["href"])


def everything_typed(places: dict[str, str]) -> dict[str, str]:
    """One form with every field that any page sends: what it is not asked for it must not take."""
    form: dict[str, str] = {}
    for data in OWNED.values():
        form |= {k: places[v[1:]] if v[:1] == "=" else v for k, v in (data or {}).items()}
    return form
