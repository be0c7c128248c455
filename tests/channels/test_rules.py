from __future__ import annotations

from datetime import timedelta

import pytest

from threering.channels.contract import Inbound, Party
from threering.channels.rules import (
    MOST_BYTES,
    MOST_MAILS,
    Cause,
    addressed,
    forms_of,
    is_alarming,
    is_loopback,
    is_same_folder,
    portions,
    retry_after,
)

OURS = {"help@shop.test", "sales@shop.test"}
HELP, SALES, BOSS = "help@shop.test", "sales@shop.test", "boss@x.test"


def written(to: list[str], cc: list[str], delivered: list[str]) -> Inbound:
    return Inbound(
        external_id="",
        sent_at=None,
        sender_name="",
        sender_handle="ann@x.test",
        text="",
        to=tuple(Party(name="", handle=one) for one in to),
        cc=tuple(Party(name="", handle=one) for one in cc),
        delivered_to=tuple(delivered),
    )


@pytest.mark.parametrize(
    ("envelope", "delivered", "to", "cc", "inbox"),
    [
        ([HELP], [], [SALES], [], HELP),  # forwarded, or a blind copy
        ([HELP, SALES], [], [SALES, HELP], [], SALES),
        ([HELP, SALES], [], [BOSS], [SALES], SALES),
        ([SALES, HELP], [], [BOSS], [], SALES),
        ([], [HELP], [SALES], [], HELP),
        ([], [], [BOSS, HELP], [SALES], HELP),
        ([], [], [BOSS], [SALES], SALES),
        ([], [], [BOSS], [], ""),
        (["help+t-1@shop.test"], [], [], [], HELP),
    ],
)
def test_where_it_was_delivered_counts_before_what_it_says(
    envelope: list[str], delivered: list[str], to: list[str], cc: list[str], inbox: str
) -> None:
    assert addressed(written(to, cc, delivered), envelope, OURS) == inbox


def test_an_address_has_a_form_without_its_detail() -> None:
    assert forms_of(" Help+x@Shop.test ") == ("help+x@shop.test", "help@shop.test")
    assert forms_of("help@shop.test") == ("help@shop.test",)


@pytest.mark.parametrize(
    ("failures", "chance", "seconds"),
    [(1, 1.0, 5), (1, 0.0, 2.5), (2, 1.0, 10), (7, 1.0, 300), (7, 0.0, 150), (500, 1.0, 300)],
)
def test_the_pause_grows_to_five_minutes_and_nobody_marches_in_step(
    failures: int, chance: float, seconds: float
) -> None:
    assert retry_after(failures, chance).total_seconds() == seconds


def test_a_server_that_refuses_for_an_hour_is_asked_at_most_thirty_times() -> None:
    spent, failures = timedelta(), 0
    while spent < timedelta(hours=1):
        failures += 1
        spent += retry_after(failures, 0.0)
    assert 10 < failures <= 30


@pytest.mark.parametrize(
    ("cause", "minutes", "alarming"),
    [
        (Cause.UNREACHABLE, 14, False),
        (Cause.UNREACHABLE, 15, True),
        (Cause.SIGN_IN, 0, True),
        (Cause.NO_FOLDER, 0, True),
        (Cause.UNTRUSTED, 0, True),
    ],
)
def test_people_are_told_at_once_only_where_they_alone_can_help(
    *, cause: Cause, minutes: int, alarming: bool
) -> None:
    assert is_alarming(cause, timedelta(minutes=minutes)) is alarming


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([], []),
        ([(1, 10), (2, 10)], [[1, 2]]),
        ([(1, MOST_BYTES), (2, 1)], [[1], [2]]),
        ([(1, 5), (2, 10 * MOST_BYTES), (3, 5)], [[1], [2], [3]]),
        ([(n, 1) for n in range(MOST_MAILS + 1)], [[*range(MOST_MAILS)], [MOST_MAILS]]),
    ],
)
def test_no_more_is_held_at_once_than_may_be(
    sizes: list[tuple[int, int]], found: list[list[int]]
) -> None:
    assert list(portions(sizes)) == found


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("x.y", False)],
)
def test_only_this_machine_may_be_read_without_encryption(*, host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        ({}, False),
        ({1: 10}, True),
        ({1: 10, 2: 20}, True),
        ({1: 10, 2: 21}, False),
        ({9: 1}, False),
    ],
)
def test_a_folder_is_the_same_when_the_mails_we_know_stand_in_it(
    *, theirs: dict[int, int], same: bool
) -> None:
    assert is_same_folder({1: 10, 2: 20}, theirs) is same
