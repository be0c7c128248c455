from __future__ import annotations

from threering.listeners.cuts import ALONE_AFTER, PASS_AFTER, Cuts


def test_a_mail_that_was_never_asked_for_alone_is_not_given_up() -> None:
    cuts = Cuts()
    for _ in range(10):
        cuts.note(4, [5, 6, 7])
    assert cuts.asks_alone(4)
    assert not cuts.gives_up(5)


def test_a_mail_that_ends_the_connection_alone_again_and_again_is_given_up() -> None:
    cuts = Cuts()
    for _ in range(ALONE_AFTER):
        assert not cuts.asks_alone(4)
        cuts.note(4, [5, 6])
    for _ in range(PASS_AFTER):
        assert cuts.asks_alone(4)
        assert not cuts.gives_up(5)
        cuts.note(4, [5])
    assert cuts.gives_up(5)
    assert not cuts.gives_up(6)


def test_what_one_mail_did_is_not_held_against_the_next() -> None:
    cuts = Cuts()
    for _ in range(PASS_AFTER):
        cuts.note(4, [5])
    cuts.note(4, [6])
    assert not cuts.gives_up(6)
    assert not cuts.asks_alone(6)
