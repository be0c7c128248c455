"""People and safety, point 2: every address is closed to whoever may not, and nothing changes.

The addresses come from the product's own list, so a new one is tried without a word here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from tests.acceptance import naming
from tests.acceptance.addresses import PUBLIC, routes
from tests.acceptance.attacks import (
    INTRUDERS,
    Attempt,
    attempts,
    every_route,
    everything_typed,
    forbidden,
    guarded,
    let_in,
    snapshot,
    things,
)
from tests.acceptance.belongings import HELP, belongings
from tests.acceptance.belongings_people import ADMIN, people
from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor
from tests.acceptance.walls import OWNER
from threering.runtime.demo.cast import PASSWORD

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # thousands of requests
Record = Callable[[str, object], None]
ALL = ("anonymous", *INTRUDERS)


@dataclass
class Raid:
    """What everybody tried, and what the database held before and after."""

    mark: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    tried: list[Attempt] = field(default_factory=list)
    named: list[Attempt] = field(default_factory=list)
    """What an admin elsewhere sent that named the attacked beside the address."""
    allowed: dict[str, bool] = field(default_factory=dict)
    """Whether the same changed something when the attacked's own admin sent it."""
    seen: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def raid(demo: Demo) -> Iterator[Raid]:
    owner, done = demo.visitor(OWNER), Raid(mark=uuid4().hex)
    places = belongings(demo, owner, done.mark) | people(demo, owner, demo.visitor(ADMIN))
    who = {name: let_in(demo, name) for name in INTRUDERS}
    who["anonymous"] = Visitor(demo.house.port)
    who["anonymous"].get("/login")
    found, form = things(demo), everything_typed(places)
    done.before = snapshot(demo, list(INTRUDERS))
    for name, visitor in who.items():
        done.tried += attempts(name, visitor, found, form)
    done.named = [naming.send(who["stranger"], route, form, places) for route in naming.aimed()]
    done.after = snapshot(demo, list(INTRUDERS))
    done.allowed = {
        route.name: _changed_by(demo, done, naming.send(admin, route, form, places))
        for admin in [demo.visitor(ADMIN)]
        for route in naming.makers()
    }
    yield done
    owner.again(PASSWORD)
    owner.post(places["mfa_remove_webauthn"])  # else the owner's password alone signs in nowhere


def test_2a_a_route_without_a_declared_verb_has_no_place(raid: Raid) -> None:
    assert guarded().keys() == routes() - PUBLIC
    assert {one.route.name for one in raid.tried if one.who == "anonymous"} == guarded().keys()


def test_2a_no_two_routes_have_one_name() -> None:
    """Else one of them would stand for both, and the other be tried by nobody."""
    names = [route.name for route in every_route()]
    assert sorted(names) == sorted(set(names))
    assert all(names)


@pytest.mark.parametrize("who", ALL)
def test_2a_every_route_refuses(raid: Raid, who: str, record_property: Record) -> None:
    tried = [one for one in raid.tried if one.who == who and forbidden(who, one.route)]
    record_property("requests", len(tried))
    assert tried
    assert [str(one) for one in tried if not one.refused] == []


@pytest.mark.parametrize("who", ALL)
def test_2a_no_answer_shows_anything_of_the_attacked(raid: Raid, who: str) -> None:
    may_read = {"light": {one for one in guarded() if not forbidden("light", guarded()[one])}}
    shown = [
        str(one)
        for one in raid.tried
        if one.who == who and one.route.name not in may_read.get(who, ())
        if raid.mark in one.answer.text or HELP in one.answer.text
    ]
    assert shown == []


def _changed_by(demo: Demo, raid: Raid, sent: Attempt) -> bool:
    """Whether the database is another since the last look, which was before that was sent."""
    seen, raid.seen = raid.seen or raid.after, snapshot(demo, list(INTRUDERS))
    return seen != raid.seen


def test_2a_a_client_that_is_named_beside_the_address_is_as_closed(raid: Raid) -> None:
    assert {one.route.name for one in raid.named} >= raid.allowed.keys()
    assert [str(one) for one in raid.named if one.answer.status >= 429] == []
    shown = [one for one in raid.named if raid.mark in one.answer.text or HELP in one.answer.text]
    assert [str(one) for one in shown] == []


def test_2a_what_was_sent_so_would_have_done_something_for_whoever_may(raid: Raid) -> None:
    assert {name for name, changed in raid.allowed.items() if not changed} == set()


def test_2a_nothing_of_the_attacked_changed(raid: Raid) -> None:
    assert raid.before.keys() == raid.after.keys()
    assert [table for table in raid.before if raid.before[table] != raid.after[table]] == []


def test_2a_nothing_broke(raid: Raid) -> None:
    assert [str(one) for one in raid.tried if one.answer.status >= 500] == []
