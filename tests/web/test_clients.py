"""The page of clients: kept by their administrators; who runs all of them adds others."""

from __future__ import annotations

import pytest

from tests.house import PASSWORD, House
from tests.web.conftest import As
from threering.ledger.models import Event
from threering.organisation.actions import create_agent
from threering.organisation.models import Client

pytestmark = pytest.mark.django_db


def test_who_runs_all_clients_adds_another_and_is_its_administrator(house: House, as_: As) -> None:
    boss = as_(house.boss)
    said = boss.post("/clients/new", {"name": " 京都  商店 "})
    made = Client.objects.get(name="京都 商店")
    assert said.headers["Location"] == f"/start?client={made.slug}" == "/start?client=client"
    assert boss.get("/start?client=client").headers["Location"] == "/start/client/brand"
    assert (
        "There is a client of this name"
        in boss.post("/clients/new", {"name": "north"}).content.decode()
    )
    boss.post("/clients/new", {"name": "New"})
    assert boss.get("/clients/new-2").status_code == 200
    assert "Name the client" in boss.post("/clients/new", {"name": " "}).content.decode()
    kinds = Event.objects.filter(client_id=made.pk).values_list("kind", flat=True)
    assert set(kinds) == {"client_kept", "roles_changed"}


def test_a_client_is_called_otherwise_and_its_short_name_stays(house: House, as_: As) -> None:
    boss = as_(house.boss)
    for _ in range(2):
        assert boss.post("/clients/north", {"name": "Northern"}).status_code == 302
    assert Client.objects.get(slug="north").name == "Northern"
    assert Event.objects.filter(kind="client_kept").count() == 1
    taken = boss.post("/clients/south", {"name": "NORTHERN"})
    assert (taken.status_code, b"client of this name" in taken.content) == (200, True)


def test_the_administrator_of_one_client_keeps_that_one_alone(house: House, as_: As) -> None:
    head = create_agent(
        "head@x.test", name="Head", password=PASSWORD, grants=[(house.south, "admin")]
    )
    visitor = as_(head)
    listed = visitor.get("/clients").content.decode()
    assert ("South" in listed, "North" in listed, "New client" in listed) == (True, False, False)
    assert visitor.post("/clients/new", {"name": "Mine"}).status_code == 403
    assert visitor.post("/clients/north", {"name": "Mine"}).status_code == 404
    for path in ("/clients", "/clients/north", "/clients/new"):
        assert as_(house.lea).get(path).status_code == 403
    assert not Client.objects.filter(name="Mine").exists()
