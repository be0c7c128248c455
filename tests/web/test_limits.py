"""Nobody asks without end."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.house import House
from tests.mail import mail
from tests.web.conftest import As
from tests.web.test_hooks import TO, opened
from threering.web import limits

MOMENTS = st.lists(st.floats(0, 5), max_size=300)


@pytest.fixture(autouse=True)
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_left", {})
    monkeypatch.setattr(limits, "A_SECOND", 0.001)
    monkeypatch.setattr(limits, "AT_ONCE", 3.0)


@pytest.mark.django_db
def test_who_asks_too_much_waits_and_nobody_else(house: House, as_: As) -> None:
    asked = [as_(house.ann).get("/tickets/open") for _ in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert asked[-1]["Retry-After"] == "60"
    assert "Too much at once" in asked[-1].content.decode()
    assert as_(house.lea).get("/tickets/open").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/login", "/welcome", "/stop/x", "/invitation/x", "/tickets/open"]
)
def test_an_address_where_nobody_is_signed_in_waits_and_no_other(
    house: House, as_: As, path: str
) -> None:
    asked = [Client().get(path).status_code for _ in range(4)]
    assert 429 not in asked[:3]
    assert asked[3] == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(path).status_code == asked[0]
    assert as_(house.ann).get("/tickets/open").status_code == 200
    assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db
def test_behind_a_trusted_proxy_everybody_is_counted_alone(
    house: House, settings: Settings
) -> None:
    def ask(far: str) -> int:
        return Client(HTTP_X_FORWARDED_FOR=far).get("/login").status_code

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [ask(f"10.9.9.{n}, 192.0.2.7") for n in range(4)] == [200, 200, 200, 429]
    assert ask("192.0.2.8") == 200


@pytest.mark.django_db
def test_without_one_nobody_makes_up_an_address(house: House) -> None:
    asked = [Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{n}").get("/login") for n in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]


@pytest.mark.django_db
def test_what_is_forged_in_numbers_is_noted_no_more_and_keeps_no_provider_out(house: House) -> None:
    ours, theirs = opened(house.shop, "postmark"), opened(house.other, "postmark")
    forged = theirs.account.mail(mail(), TO)
    assert [ours.post(forged).status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    ours.hook.refresh_from_db()
    assert ours.hook.refused == 3
    assert ours.post(ours.account.mail(mail(), TO)).status_code == 200


def test_one_customer_of_a_network_is_one_place() -> None:
    assert limits.place_of("2001:db8:1:2::3") == limits.place_of("2001:db8:1:2:ffff::9")
    assert limits.place_of("2001:db8:1:2::3") != limits.place_of("2001:db8:1:3::3")
    assert limits.place_of("::ffff:192.0.2.7") == limits.place_of("192.0.2.7") == "192.0.2.7"


def test_many_addresses_cost_no_memory_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 10)
    for n in range(100):
        limits.may_ask(f"192.0.2.{n}", at=float(n))
    assert len(limits._left) <= 10


def test_what_is_left_comes_back_with_time() -> None:
    assert [limits.may_ask(1, at=0.0) for _ in range(4)] == [True, True, True, False]
    assert [limits.may_ask(1, at=1000.5) for _ in range(2)] == [True, False]


@given(MOMENTS)
def test_never_more_than_at_once_and_what_came_back(gaps: list[float]) -> None:
    limits._left.clear()
    limits.A_SECOND, limits.AT_ONCE = 2.0, 5.0
    at = passed = 0.0
    for gap in gaps:
        at += gap
        passed += limits.may_ask(1, at=at)
    assert passed <= 5 + at * 2
