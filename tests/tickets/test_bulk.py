from __future__ import annotations

from typing import Any

import pytest

from threering.tickets.bulk.rules import End, Stand, What, ending, undone
from threering.tickets.rules import Status

PLAIN: dict[str, Any] = {
    "status": Status.OPEN,
    "merged": False,
    "allowed": True,
    "same": False,
}


def stand(**more: object) -> Stand:
    return Stand(**PLAIN | more)


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize(
    ("so", "expected"),
    [
        ({}, End.CHANGED),
        ({"merged": True, "allowed": False}, End.MERGED),
        ({"allowed": False, "same": True}, End.FORBIDDEN),
        ({"same": True, "status": Status.CLOSED}, End.SAME),
        ({"able": False}, End.UNABLE),
        ({"full": True}, End.FULL),
    ],
)
def test_a_ticket_is_left_alone_for_a_reason(
    what: What, so: dict[str, object], expected: End
) -> None:
    assert ending(what, stand(**so)) is expected


@pytest.mark.parametrize(
    ("what", "status", "expected"),
    [
        (What.STATUS, Status.CLOSED, End.OVER),
        (What.STATUS, Status.SOLVED, End.CHANGED),
        (What.STATUS, Status.SPAM, End.CHANGED),
        (What.SNOOZE, Status.PENDING, End.CHANGED),
        (What.SNOOZE, Status.SOLVED, End.OVER),
        (What.SNOOZE, Status.SPAM, End.OVER),
        (What.ASSIGN, Status.CLOSED, End.CHANGED),
        (What.TEAM, Status.CLOSED, End.CHANGED),
        (What.TAG, Status.CLOSED, End.CHANGED),
        (What.PRIORITY, Status.SPAM, End.CHANGED),
    ],
)
def test_what_is_over_keeps_its_status_and_does_not_sleep(
    what: What, status: Status, expected: End
) -> None:
    assert ending(what, stand(status=status)) is expected


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize(
    ("so", "expected"),
    [
        ({"same": True}, End.RESTORED),
        ({"same": False}, End.KEPT),
        ({"same": True, "merged": True}, End.KEPT),
        ({"same": True, "allowed": False}, End.KEPT),
    ],
)
def test_an_undo_puts_back_what_nobody_changed_since(
    what: What, so: dict[str, object], expected: End
) -> None:
    assert undone(what, stand(**so), said_since=False) is expected


@pytest.mark.parametrize("what", What)
def test_a_message_since_then_decides_whose_turn_it_is(what: What) -> None:
    kept = undone(what, stand(same=True), said_since=True) is End.KEPT
    assert kept is (what in {What.STATUS, What.SNOOZE})
