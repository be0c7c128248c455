from __future__ import annotations

from datetime import UTC, datetime, timedelta

from threering.ledger import rules

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_each_attempt_waits_longer_than_the_one_before() -> None:
    waits = [rules.next_attempt_at(n, AT) for n in range(1, len(rules.DELAYS) + 1)]
    assert all(waits)
    assert waits == sorted(waits, key=lambda moment: moment or AT)


def test_a_delivery_is_given_up_after_about_two_days() -> None:
    assert rules.next_attempt_at(len(rules.DELAYS) + 1, AT) is None
    assert timedelta(days=1) < sum(rules.DELAYS, timedelta()) < timedelta(days=3)


def test_only_an_arrival_that_was_begun_often_is_poison() -> None:
    assert not rules.is_poison(rules.ALONE_AFTER)
    assert rules.is_poison(rules.QUARANTINE_AFTER)
