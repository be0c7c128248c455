"""When a child is started again, on a clock of ours."""

from __future__ import annotations

import pytest

from threering.runtime.children import LONGEST_PAUSE, SETTLED, Restarts, in_words


class Clock:
    """Stands still until told to go on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_end_is_mended_at_once() -> None:
    restarts = Restarts(Clock())
    restarts.started()
    restarts.ended()
    assert restarts.due


def test_rapid_repeats_wait_longer_each_time_and_never_too_long() -> None:
    clock = Clock()
    restarts = Restarts(clock)
    pauses = []
    for _ in range(12):
        restarts.started()
        restarts.ended()
        pauses.append(restarts.due_at - clock.now)
        clock.now = restarts.due_at
    assert pauses[:4] == [0, 0.25, 0.5, 1.0]
    assert pauses[-1] == LONGEST_PAUSE


def test_who_lived_long_is_forgiven() -> None:
    clock = Clock()
    restarts = Restarts(clock)
    for _ in range(5):
        restarts.started()
        restarts.ended()
    restarts.started()
    clock.now += SETTLED + 1
    restarts.ended()
    assert restarts.due


@pytest.mark.parametrize(
    ("code", "words"), [(-9, "was killed by SIGKILL"), (3, "ended with code 3")]
)
def test_an_end_is_told_in_words(code: int, words: str) -> None:
    assert in_words(code) == words
