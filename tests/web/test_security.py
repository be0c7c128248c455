"""What every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/tickets/open", "/tickets/open/list", "/tickets/open/north/1", "/t/north/1/messages"],
)
def test_what_only_its_reader_may_see_is_not_kept(house: House, client: Client, path: str) -> None:
    deliver(house.shop, mail())
    client.force_login(house.ann)
    assert client.get(path)["Cache-Control"] == "no-store"


def test_a_kept_ticket_is_of_its_reader_only(house: House, client: Client) -> None:
    deliver(house.shop, mail())
    client.force_login(house.ann)
    part = client.get("/tickets/open/north/1/part")
    assert part["Cache-Control"] == "no-store"
    kept = client.get(f"/tickets/open/north/1/part?v={Ticket.objects.get().version}")
    assert (kept["Cache-Control"], "Cookie" in kept["Vary"]) == ("private, max-age=120", True)


def test_behind_https_it_is_never_asked_for_without(client: Client, settings: Settings) -> None:
    assert "Strict-Transport-Security" not in client.get("/login").headers
    settings.SESSION_COOKIE_SECURE = True
    assert client.get("/login")["Strict-Transport-Security"] == "max-age=31536000"
