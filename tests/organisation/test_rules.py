from __future__ import annotations

import pytest

from threering.organisation.rules import Held, Role, Verb, allows, allows_anywhere

HERE, ELSEWHERE = 1, 2
BRAND, OTHER = 10, 11


@pytest.mark.parametrize(
    ("role", "verb", "allowed"),
    [
        (Role.ADMIN, Verb.REPLAY_ARRIVAL, True),
        (Role.LEAD, Verb.READ_LEDGER, True),
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
