"""An app that shows codes, and the recovery codes that come with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.house import PASSWORD, House
from tests.web.signing.conftest import browser, sign_in, text
from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.runtime import factors
from threering.runtime.bringup import CannotDo
from threering.runtime.cli import parser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def code_of(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30 + ahead))


def switched_on(agent: Agent) -> tuple[str, list[str]]:
    """Somebody set up an app: its secret, and the recovery codes as they were shown."""
    here = sign_in(agent, again=True)
    found = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", text(here.get("/me/safety/app")))
    assert found
    done = here.post("/me/safety/app", {"code": code_of(found[1])})
    assert done["Location"] == "/me/safety/codes"
    return found[1], re.findall(r"<code[^>]*>(\d{8})</code>", text(here.get("/me/safety/codes")))


def with_password(agent: Agent) -> Client:
    """Half the way in."""
    here = browser()
    answer = here.post("/login", {"login": agent.email, "password": PASSWORD})
    assert answer["Location"] == "/login/second"
    assert here.get("/tickets/open").status_code == 302
    return here


def inside(here: Client) -> bool:
    return bool(here.get("/tickets/open").status_code == 200)


def test_switching_it_on_asks_who_one_is_and_then_for_a_code(house: House) -> None:
    here = sign_in(house.ann)
    assert here.get("/me/safety/app")["Location"].startswith("/me/safety/again?next=")
    wrong = here.post("/me/safety/again?next=/me/safety/app", {"password": "a guess of mine"})
    assert "That is not your password." in text(wrong)
    right = here.post("/me/safety/again?next=/me/safety/app", {"password": PASSWORD})
    assert right["Location"] == "/me/safety/app"
    assert "data:image/svg+xml" in text(here.get("/me/safety/app"))
    assert "That did not fit" in text(here.post("/me/safety/app", {"code": "000000"}))
    assert not Authenticator.objects.exists()


def test_who_has_it_is_asked_for_a_code_which_opens_once(
    house: House, clock: time_machine.Coordinates
) -> None:
    secret, _ = switched_on(house.ann)
    clock.shift(timedelta(minutes=2))
    code, here = code_of(secret), with_password(house.ann)
    assert "That did not fit" in text(here.post("/login/second", {"code": "000000"}))
    assert here.post("/login/second", {"code": code})["Location"] == "/"
    assert inside(here)
    for _later in range(3):
        thief = with_password(house.ann)
        thief.post("/login/second", {"code": f"{code[:3]} {code[3:]}"})
        assert not inside(thief)
        clock.shift(timedelta(seconds=25))


def test_a_clock_that_is_half_a_minute_off_does_not_matter(
    house: House, clock: time_machine.Coordinates
) -> None:
    secret, _ = switched_on(house.ann)
    clock.shift(timedelta(minutes=2))
    here = with_password(house.ann)
    assert here.post("/login/second", {"code": code_of(secret, -1)})["Location"] == "/"
    late = with_password(house.ann)
    assert "did not fit" in text(late.post("/login/second", {"code": code_of(secret, 3)}))


def test_recovery_codes_are_shown_once_and_each_opens_once(house: House) -> None:
    _, codes = switched_on(house.ann)
    assert len(set(codes)) == 10
    here = with_password(house.ann)
    assert here.post("/login/second", {"code": codes[0]})["Location"] == "/"
    again = with_password(house.ann)
    again.post("/login/second", {"code": codes[0]})
    assert not inside(again)
    here.post("/me/safety/again?next=/me/safety", {"password": PASSWORD})
    said = text(here.get("/me/safety/codes"))
    assert not any(code in said for code in codes)
    assert "9 are left." in said


def test_new_recovery_codes_end_the_old_ones(house: House) -> None:
    _, codes = switched_on(house.ann)
    here = with_password(house.ann)
    here.post("/login/second", {"code": codes[0]})
    here.post("/me/safety/again?next=/me/safety", {"password": PASSWORD})
    here.post("/me/safety/codes/new")
    fresh = re.findall(r"<code[^>]*>(\d{8})</code>", text(here.get("/me/safety/codes")))
    assert len(fresh) == 10
    late = with_password(house.ann)
    late.post("/login/second", {"code": codes[1]})
    assert not inside(late)
    late.post("/login/second", {"code": fresh[0]})
    assert inside(late)


def test_switching_it_off_asks_who_one_is_goes_on_by_itself_and_twice_is_once(house: House) -> None:
    _, codes = switched_on(house.ann)
    here = with_password(house.ann)
    here.post("/login/second", {"code": codes[0]})
    asked = here.post("/me/safety/app/off")
    assert asked["Location"] == "/me/safety/again?next=%2Fme%2Fsafety%2Fapp%2Foff"
    assert here.post(asked["Location"], {"password": PASSWORD})["Location"].endswith("=app-off")
    assert not Authenticator.objects.exists()
    assert here.post("/me/safety/app/off")["Location"].endswith("=app-off")
    assert inside(sign_in(house.ann))


def test_who_one_is_can_be_shown_by_a_code_too(
    house: House, clock: time_machine.Coordinates
) -> None:
    secret, codes = switched_on(house.ann)
    here = with_password(house.ann)
    here.post("/login/second", {"code": codes[0]})
    assert "Use a code" in text(here.get("/me/safety/again"))
    clock.shift(timedelta(minutes=2))
    form = {"code": code_of(secret)}
    assert here.post("/me/safety/again/code?next=/me/safety/app", form)["Location"] == (
        "/me/safety/app"
    )


def test_the_secrets_are_sealed_in_the_database(house: House) -> None:
    secret, codes = switched_on(house.ann)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_guessing_codes_locks_and_says_when_it_opens(
    house: House, clock: time_machine.Coordinates
) -> None:
    secret, _ = switched_on(house.ann)
    clock.shift(timedelta(minutes=2))
    here = with_password(house.ann)
    for guess in range(5):
        assert "did not fit" in text(here.post("/login/second", {"code": f"00000{guess}"}))
    assert "Try again in 10 minutes." in text(here.post("/login/second", {"code": "000009"}))
    here.post("/login/second", {"code": code_of(secret)})
    assert not inside(here)
    clock.shift(timedelta(minutes=10))
    assert here.post("/login/second", {"code": code_of(secret)})["Location"] == "/"


def test_who_lost_all_of_it_gets_in_by_password_again_and_is_out_everywhere(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    _, codes = switched_on(house.ann)
    here = with_password(house.ann)
    here.post("/login/second", {"code": codes[0]})
    for _ in range(2):
        factors.run(parser().parse_args(["dropfactors", house.ann.email.upper()]))
    assert "by password alone" in capsys.readouterr().out
    assert not inside(here)
    assert inside(sign_in(house.ann))
    with pytest.raises(CannotDo, match="Nobody signs in"):
        factors.run(parser().parse_args(["dropfactors", "nobody@threering.test"]))


def test_without_the_first_step_there_is_no_second(house: House) -> None:
    assert browser().get("/login/second")["Location"] == "/login"
    assert sign_in(house.ann).get("/login/second")["Location"] == "/"
