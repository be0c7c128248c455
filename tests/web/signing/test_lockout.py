"""Guessing passwords locks: an account, an address, in all processes at once, and opens again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.house import PASSWORD, House
from tests.web.signing.conftest import text
from threering.kernel.time import now
from threering.organisation.models import Remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def attempt(login: str, password: str = "a guess of mine", **where: str) -> str:
    """What the sign-in page answers; "" where it let somebody in."""
    answer = Client().post("/login", {"login": login, "password": password}, **where)
    return "" if answer.status_code == 302 else text(answer)


def test_five_wrong_passwords_lock_an_account_and_ten_minutes_open_it(
    house: House, clock: time_machine.Coordinates
) -> None:
    for _ in range(5):
        assert "do not belong together" in attempt(house.ann.email)
        clock.shift(timedelta(minutes=1))
    assert "Try again in 5 minutes." in attempt(house.ann.email, PASSWORD)
    clock.shift(timedelta(minutes=4))
    assert "Try again in 1 minute." in attempt(house.ann.email, PASSWORD)
    clock.shift(timedelta(minutes=1))
    assert attempt(house.ann.email, PASSWORD) == ""


def test_it_locks_for_every_address_and_spelling_and_nobody_else(house: House) -> None:
    for number in range(5):
        attempt(house.ann.email, REMOTE_ADDR=f"203.0.113.{number}", HTTP_HOST="localhost")
    assert "Try again" in attempt(house.ann.email.upper(), PASSWORD, HTTP_HOST="127.0.0.1")
    assert attempt(house.sam.email, PASSWORD) == ""


def test_who_signs_in_rightly_is_not_counted(house: House) -> None:
    for _ in range(8):
        assert attempt(house.ann.email, PASSWORD) == ""


def test_an_account_that_there_is_not_locks_alike(house: House) -> None:
    for _ in range(5):
        attempt("nobody@threering.test")
    assert "Try again in 10 minutes." in attempt("nobody@threering.test")


def test_fifty_wrong_ones_lock_an_address(house: House) -> None:
    for number in range(50):
        attempt(f"person{number}@threering.test", REMOTE_ADDR="203.0.113.7")
    assert "Try again" in attempt(house.ann.email, PASSWORD, REMOTE_ADDR="203.0.113.7")
    assert attempt(house.ann.email, PASSWORD, REMOTE_ADDR="203.0.113.8") == ""


def test_all_processes_count_in_one_table(house: House) -> None:
    attempt(house.ann.email)
    assert Remembered.objects.filter(cache_key__contains="login_failed").count() == 2
    assert cache.add("one-of-two", 1)
    assert not cache.add("one-of-two", 2)


def test_more_than_anybody_needs_is_a_page_of_ours(house: House, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}  # type: ignore[attr-defined]
    attempt(house.ann.email, PASSWORD)
    answer = Client().post("/login", {"login": house.ann.email, "password": PASSWORD})
    assert (answer.status_code, "Wait a minute" in text(answer)) == (429, True)
