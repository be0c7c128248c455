"""Coming in and going out."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.house import PASSWORD, House

pytestmark = pytest.mark.django_db


def test_the_right_password_opens_the_door(house: House, client: Client) -> None:
    answer = client.post("/login", {"login": house.ann.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_somebody_switched_off_is_told_so_and_stays_outside(house: House, client: Client) -> None:
    house.ann.is_active = False
    house.ann.save()
    answer = client.post("/login", {"login": house.ann.email, "password": PASSWORD})
    assert (answer.status_code, b"switched off" in answer.content) == (200, True)
    assert client.get("/tickets/open").status_code == 302


def test_somebody_switched_off_with_a_wrong_password_learns_nothing(
    house: House, client: Client
) -> None:
    house.ann.is_active = False
    house.ann.save()
    answer = client.post("/login", {"login": house.ann.email, "password": "a guess of mine"})
    assert b"switched off" not in answer.content


def test_who_is_in_needs_no_sign_in_page(house: House, client: Client) -> None:
    client.force_login(house.ann)
    answer = client.get("/login")
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_looking_at_the_way_out_changes_nothing(house: House, client: Client) -> None:
    client.force_login(house.ann)
    assert client.get("/logout").status_code == 302
    assert client.get("/tickets/open").status_code == 200


def test_the_way_out_leads_to_the_sign_in_page(house: House, client: Client) -> None:
    client.force_login(house.ann)
    for _ in range(2):  # a second tab may still show the button
        assert client.post("/logout")["Location"] == "/login"
    assert client.get("/tickets/open").status_code == 302
