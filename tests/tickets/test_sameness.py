"""What speaks for two customers being one person, as tables."""

from __future__ import annotations

import pytest

from threering.tickets.sameness import (
    Evidence,
    Sign,
    addresses_in,
    codes_in,
    in_order,
    is_enough,
)


@pytest.mark.parametrize(
    ("signs", "enough"),
    [
        ((), False),
        ((Sign.BRAND,), False),
        ((Sign.NAME,), False),
        ((Sign.CODE,), False),
        ((Sign.NAME, Sign.BRAND), True),
        ((Sign.LOCAL, Sign.BRAND), True),
        ((Sign.CODE, Sign.BRAND), True),
        ((Sign.NAME, Sign.LOCAL), True),
        ((Sign.NAMES,), True),
        ((Sign.NAMED,), True),
        ((Sign.ANSWERS,), True),
    ],
)
def test_how_much_has_to_speak_for_it(signs: tuple[Sign, ...], *, enough: bool) -> None:
    assert is_enough(Evidence(sign, "x") for sign in signs) is enough


def test_two_brands_in_common_are_no_more_than_one() -> None:
    assert not is_enough([Evidence(Sign.BRAND, "Shop"), Evidence(Sign.BRAND, "Outlet")])


def test_the_strongest_comes_first_and_each_sign_once() -> None:
    brand, names = Evidence(Sign.BRAND, "Shop"), Evidence(Sign.NAMES, "b@x.test", 7)
    again = Evidence(Sign.NAMES, "c@x.test", 8)
    assert in_order([brand, again, names]) == [names, brand]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to Ingrid@Work.example.", ["ingrid@work.example"]),
        ("a.b+c@x.test and a.b+c@x.test", ["a.b+c@x.test"]),
        ("no address @ all", []),
    ],
)
def test_addresses_are_found_in_words(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My order 104233 is late", ["104233"]),
        ("Order #QM-104233, please", ["QM-104233"]),
        ("call +49 170 1234567", ["+49 170 1234567"]),
        ("on 2026-11-22 at 10:30", []),
        ("ticket 4711 and 12", []),
        ("https://x.test/p/1234567", []),
        ("one 55555, two 666666, three 7777777, four 88888888", ["88888888", "7777777", "666666"]),
    ],
)
def test_numbers_of_orders_and_phones_are_found_in_words(text: str, found: list[str]) -> None:
    assert codes_in(text) == found


def test_a_number_that_is_known_to_say_nothing_is_left_out() -> None:
    assert codes_in("104233 and 104234", but={"104233"}) == ["104234"]
