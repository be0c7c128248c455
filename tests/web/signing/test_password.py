"""Changing one's password."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.house import PASSWORD, House
from tests.web.signing.conftest import browser, sign_in, text

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME
NEW = "four rings and some more"


def form(old: str = PASSWORD, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {"oldpassword": old, "password1": new, "password2": again}


def test_it_ends_all_other_sessions_and_keeps_this_one(house: House) -> None:
    here, there, other = (sign_in(one) for one in (house.ann, house.ann, house.sam))
    done = here.post("/me/safety/password", form(), follow=True)
    assert "Everywhere else you are signed out." in text(done)
    assert there.get("/tickets/open").status_code == 302
    assert other.get("/tickets/open").status_code == 200
    assert text(here.get("/me/sign-ins")).count("browsers__one") == 1
    answer = browser().post("/login", {"login": house.ann.email, "password": PASSWORD})
    assert "do not belong together" in text(answer)
    assert browser().post("/login", {"login": house.ann.email, "password": NEW}).status_code == 302


def test_what_was_asked_just_before_does_not_sign_its_own_browser_out(house: House) -> None:
    here, late = sign_in(house.ann), browser()
    late.cookies[COOKIE] = here.cookies[COOKIE].value  # a request of the same page, answered last
    here.post("/me/safety/password", form())
    answer = late.get("/notices/count")
    assert answer.status_code == 302
    assert COOKIE not in answer.cookies
    assert here.get("/tickets/open").status_code == 200
    assert here.post("/logout").cookies[COOKIE].value == ""


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (form(old="a guess of mine"), "That is not your current password."),
        (form(new="short", again="short"), "at least 10 characters"),
        (form(new="1234567890", again="1234567890"), "too common"),
        (form(again="something else"), "This is not the same as above."),
        (form(new="ann@threering.test", again="ann@threering.test"), "too similar"),
    ],
)
def test_what_is_wrong_is_said(house: House, sent: dict[str, str], sentence: str) -> None:
    here = sign_in(house.ann)
    assert sentence in text(here.post("/me/safety/password", sent))
    house.ann.refresh_from_db()
    assert house.ann.check_password(PASSWORD)


def test_who_has_none_is_offered_none(house: House) -> None:
    here = browser()
    house.ann.set_unusable_password()
    house.ann.save()
    here.force_login(house.ann)
    assert "Change the password" not in text(here.get("/me/safety"))
    assert here.get("/me/safety/password")["Location"] == "/me/safety"


def test_what_a_good_one_is_stands_there_before(house: House) -> None:
    assert "at least 10 characters" in text(sign_in(house.ann).get("/me/safety/password"))
