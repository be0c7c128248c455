"""What may be written to whom, as tables."""

from __future__ import annotations

from itertools import product

import pytest

from threering.customers.consent.rules import (
    NEEDS_CONSENT,
    REFUSABLE,
    Line,
    Purpose,
    Stand,
    is_last_word,
    may_write,
    stand_of,
)

SHOP, OUTLET = 1, 2
OFFER, SURVEY, ACKNOWLEDGEMENT = Purpose.OFFER, Purpose.SURVEY, Purpose.ACKNOWLEDGEMENT


def lines(*said: tuple[int, int | None, bool], of: Purpose = OFFER) -> list[Line]:
    """Who said it, of which brand, and whether they agreed, in that order."""
    return [
        Line(id=n, customer=customer, purpose=of, brand=brand, agreed=agreed)
        for n, (customer, brand, agreed) in enumerate(said)
    ]


def test_an_answer_may_always_be_written() -> None:
    for purpose, brand in product(REFUSABLE, (None, SHOP)):
        assert may_write(Purpose.ANSWER, lines((1, brand, False), of=purpose), SHOP)
    assert may_write(Purpose.ANSWER, [], SHOP)


def test_without_a_word_only_what_needs_no_consent_is_written() -> None:
    assert {one for one in REFUSABLE if may_write(one, [], SHOP)} == {ACKNOWLEDGEMENT}
    assert {SURVEY, OFFER} == NEEDS_CONSENT


@pytest.mark.parametrize("purpose", REFUSABLE)
def test_what_is_refused_is_not_written_and_what_is_agreed_to_is(purpose: Purpose) -> None:
    for other in REFUSABLE:
        said = lines((1, SHOP, True), of=other)
        assert may_write(purpose, said, SHOP) is (other is purpose or purpose not in NEEDS_CONSENT)
    assert not may_write(purpose, lines((1, SHOP, False), of=purpose), SHOP)
    assert not may_write(purpose, lines((1, None, False), of=purpose), SHOP)


@pytest.mark.parametrize(
    ("said", "shop", "outlet"),
    [
        ([(1, SHOP, True)], Stand.AGREED, Stand.UNSAID),
        ([(1, SHOP, False)], Stand.REFUSED, Stand.UNSAID),
        ([(1, None, False)], Stand.REFUSED, Stand.REFUSED),
        ([(1, SHOP, True), (1, None, False)], Stand.REFUSED, Stand.REFUSED),
        ([(1, None, False), (1, SHOP, True)], Stand.AGREED, Stand.REFUSED),
        ([(1, SHOP, True), (1, SHOP, False)], Stand.REFUSED, Stand.UNSAID),
        ([(1, SHOP, False), (1, SHOP, True)], Stand.AGREED, Stand.UNSAID),
        # two customers who are one person: one refusal is enough, whoever spoke last
        ([(1, SHOP, False), (2, SHOP, True)], Stand.REFUSED, Stand.UNSAID),
        ([(1, SHOP, True), (2, SHOP, False)], Stand.REFUSED, Stand.UNSAID),
        ([(1, SHOP, True), (2, None, True)], Stand.AGREED, Stand.AGREED),
        ([(1, SHOP, False), (2, SHOP, True), (1, SHOP, True)], Stand.AGREED, Stand.UNSAID),
    ],
)
def test_the_latest_word_of_each_counts_and_one_refusal_wins(
    said: list[tuple[int, int | None, bool]], shop: Stand, outlet: Stand
) -> None:
    assert stand_of(lines(*said), OFFER, SHOP) is shop
    assert stand_of(reversed(lines(*said)), OFFER, OUTLET) is outlet


def test_what_was_taken_back_was_never_said() -> None:
    said = lines((1, SHOP, False), (1, SHOP, True))
    back = Line(id=2, customer=1, purpose=OFFER, brand=SHOP, agreed=True, takes_back=1)
    assert stand_of([*said, back], OFFER, SHOP) is Stand.REFUSED
    first = Line(id=3, customer=1, purpose=OFFER, brand=SHOP, agreed=False, takes_back=0)
    assert stand_of([*said, back, first], OFFER, SHOP) is Stand.UNSAID


@pytest.mark.parametrize(
    ("said", "brand", "known"),
    [
        ([], SHOP, False),
        ([(1, SHOP, False)], SHOP, True),
        ([(1, None, False)], SHOP, True),
        ([(1, SHOP, False)], None, False),
        ([(1, None, False)], None, True),
        ([(1, None, False), (1, SHOP, True)], None, False),
        ([(1, None, False), (1, SHOP, True)], OUTLET, True),
        ([(1, SHOP, True)], SHOP, False),
    ],
)
def test_saying_it_once_more_adds_nothing(
    said: list[tuple[int, int | None, bool]], brand: int | None, *, known: bool
) -> None:
    assert is_last_word(lines(*said), OFFER, brand, agreed=False) is known
