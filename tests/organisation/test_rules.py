from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from threering.organisation.rules import (
    INVITED_FOR,
    Held,
    Role,
    Roles,
    Standing,
    Verb,
    allows,
    allows_anywhere,
    loses_an_admin,
    standing,
    written,
)

HERE, ELSEWHERE = 1, 2
BRAND, OTHER = 10, 11


@pytest.mark.parametrize(
    ("role", "verb", "allowed"),
    [
        (Role.ADMIN, Verb.REPLAY_ARRIVAL, True),
        (Role.ADMIN, Verb.KEEP_PEOPLE, True),
        (Role.ADMIN, Verb.KEEP_TEAMS, True),
        (Role.ADMIN, Verb.KEEP_BRANDS, True),
        (Role.LEAD, Verb.KEEP_PEOPLE, False),
        (Role.LEAD, Verb.KEEP_BRANDS, False),
        (Role.LEAD, Verb.KEEP_TEAMS, True),
        (Role.LEAD, Verb.READ_LEDGER, True),
        (Role.AGENT, Verb.KEEP_TEAMS, False),
        (Role.AGENT, Verb.REPLY, True),
        (Role.AGENT, Verb.READ_LEDGER, False),
        (Role.LIGHT, Verb.NOTE, True),
        (Role.LIGHT, Verb.REPLY, False),
        (Role.LIGHT, Verb.SET_STATUS, False),
        (Role.CLIENT, Verb.READ_TICKET, False),
        (Role.CLIENT, Verb.ENTER, True),
    ],
)
def test_what_a_role_may_do(role: Role, verb: Verb, allowed: bool) -> None:  # noqa: FBT001
    assert allows([Held(role, HERE)], verb, HERE, None) is allowed
    assert allows_anywhere([Held(role, HERE)], verb) is allowed


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_a_grant_reaches_no_other_client(role: Role, verb: Verb) -> None:
    assert not allows([Held(role, HERE)], verb, ELSEWHERE, None)


def test_a_grant_for_a_brand_reaches_no_other_brand() -> None:
    held = [Held(Role.AGENT, HERE, BRAND)]
    assert allows(held, Verb.REPLY, HERE, BRAND)
    assert not allows(held, Verb.REPLY, HERE, OTHER)
    assert not allows(held, Verb.REPLY, HERE, None)


def test_who_holds_nothing_may_nothing() -> None:
    assert not any(allows_anywhere([], verb) for verb in Verb)


@pytest.mark.parametrize(
    ("before", "after", "loses"),
    [
        ({None: Role.ADMIN}, {}, True),
        ({None: Role.ADMIN}, {None: Role.LEAD}, True),
        ({None: Role.ADMIN}, {BRAND: Role.ADMIN, OTHER: Role.ADMIN}, True),
        ({None: Role.ADMIN}, {None: Role.ADMIN, BRAND: Role.LIGHT}, False),
        ({BRAND: Role.ADMIN}, {}, False),
        ({}, {None: Role.ADMIN}, False),
    ],
)
def test_when_a_client_has_one_admin_less(before: Roles, after: Roles, *, loses: bool) -> None:
    assert loses_an_admin(before, after) is loses


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({}, ""),
        ({None: Role.AGENT}, "agent"),
        ({OTHER: Role.LIGHT, BRAND: Role.LEAD, None: Role.AGENT}, "agent lead@10 light@11"),
    ],
)
def test_roles_are_written_in_one_order(roles: Roles, words: str) -> None:
    assert written(roles) == words


SENT = datetime(2026, 11, 23, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "accepted", "withdrawn", "stands"),
    [
        (timedelta(), False, False, Standing.OPEN),
        (INVITED_FOR - SECOND, False, False, Standing.OPEN),
        (INVITED_FOR, False, False, Standing.EXPIRED),
        (SECOND, False, True, Standing.WITHDRAWN),
        (INVITED_FOR, False, True, Standing.WITHDRAWN),
        (SECOND, True, False, Standing.ACCEPTED),
        (INVITED_FOR, True, True, Standing.ACCEPTED),
    ],
)
def test_how_an_invitation_stands(
    after: timedelta, *, accepted: bool, withdrawn: bool, stands: Standing
) -> None:
    found = standing(sent_at=SENT, accepted=accepted, withdrawn=withdrawn, at=SENT + after)
    assert found is stands
