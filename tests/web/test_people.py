"""The page of people: who is seen, who is changed, and by whom."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.house import PASSWORD, House
from tests.web.conftest import As
from threering.organisation.actions import create_agent, create_team, grant
from threering.organisation.models import Agent, Brand
from threering.organisation.people import roles_of
from threering.organisation.rules import Role

pytestmark = pytest.mark.django_db


def rows(client: Client, q: str = "") -> list[str]:
    page = LexborHTMLParser(client.get("/people", {"q": q}).content.decode())
    return [" ".join(row.text(separator=" ").split()) for row in page.css(".staff tbody tr")]


def buttons(client: Client) -> list[LexborNode]:
    return LexborHTMLParser(client.get("/people").content.decode()).css("#people [data-post]")


def place(person: Agent, client: str = "north") -> str:
    return f"/people/{client}/{person.uuid}"


@pytest.fixture
def head(house: House) -> Agent:
    """An admin of north alone."""
    return create_agent(
        "head@x.test", name="Head", password=PASSWORD, grants=[(house.north, "admin")]
    )


def test_an_admin_sees_who_works_for_their_client_and_as_what(
    house: House, head: Agent, as_: As
) -> None:
    create_team(house.north, "Returns", [house.ann])
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    for brand in Brand.objects.filter(client=house.north):
        grant(zoe, house.north, "agent", brand=brand)
    Agent.objects.filter(pk=zoe.pk).update(is_active=False)
    seen = rows(as_(head))
    assert len(seen) == 6
    assert seen[0].startswith("An Ann ann@threering.test Agent Returns never") or "Ann" in seen[0]
    assert not [row for row in seen if "Sam" in row]
    (off,) = [row for row in seen if "Zoe" in row]
    assert "Switched off" in off
    assert "Agent : Outlet, Shop" in off or "Agent: Outlet, Shop" in off
    assert [row for row in seen if "Head" in row and "you" in row]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ann", ["Ann"]),
        ("ANN@ thre", ["Ann"]),
        ("team lead", ["Lea"]),
        ("returns", ["Ann"]),
        ("ann lea", []),
        ("\0", []),
    ],
)
def test_people_are_found_by_words(
    house: House, head: Agent, as_: As, words: str, names: list[str]
) -> None:
    create_team(house.north, "Returns", [house.ann])
    found = rows(as_(head), words)
    if names:
        assert [name for name in names for row in found if name in row] == names
        assert len(found) == len(names)
    elif words.strip("\0"):
        assert found == []
        assert b"Nobody found" in as_(head).get("/people", {"q": words}).content


def test_a_lead_looks_and_changes_nothing(house: House, as_: As) -> None:
    lea = as_(house.lea)
    assert len(rows(lea)) == 4
    assert buttons(lea) == []
    assert lea.get(place(house.ann)).status_code == 403
    assert lea.post(f"{place(house.ann)}/roles", {"gone": "1"}).status_code == 403
    assert lea.get("/people/invite").status_code == 403
    assert as_(house.ann).get("/people").status_code == 403


def test_an_admin_of_one_brand_keeps_nobody(house: House, as_: As) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    grant(zoe, house.north, "admin", brand=Brand.objects.get(name="Shop"))
    zoes = as_(zoe)
    assert b"Nothing to keep here" in zoes.get("/people").content
    assert zoes.get(place(house.ann)).status_code == 404
    assert zoes.post(f"{place(house.ann)}/roles", {"all": "admin"}).status_code == 404
    assert zoes.get("/people/invite?client=north").status_code == 404


def test_roles_are_changed_and_undone(house: House, head: Agent, as_: As) -> None:
    outlet = Brand.objects.get(name="Outlet")
    heads = as_(head)
    page = heads.get(place(house.ann)).content.decode()
    assert 'value="agent" selected' in page
    answer = heads.post(f"{place(house.ann)}/roles", {"brand-outlet": "lead"})
    assert answer.status_code == 204
    assert roles_of(house.ann, house.north) == {outlet.pk: Role.LEAD}
    nothing = heads.post(f"{place(house.ann)}/roles", {"all": "", "brand-outlet": ""})
    assert (nothing.status_code, b"Choose a role" in nothing.content) == (422, True)
    wrong = heads.post(f"{place(house.ann)}/roles", {"all": "king"})
    assert wrong.status_code == 422
    undone = heads.post(f"{place(house.ann)}/roles", dict(parse_qsl(answer["Undo"])))
    assert undone.status_code == 204
    assert roles_of(house.ann, house.north) == {None: Role.AGENT}


def test_taking_away_ends_the_reach_and_can_be_undone_by_nobody_else(
    house: House, head: Agent, as_: As
) -> None:
    grant(house.ann, house.south, "light")
    team = create_team(house.north, "Returns", [house.ann])
    gone = as_(head).post(f"{place(house.ann)}/roles", {"gone": "1"})
    undo = dict(parse_qsl(gone["Undo"]))
    assert not [row for row in rows(as_(head)) if "Ann" in row]
    ann = Agent.objects.get(pk=house.ann.pk)
    assert ann.is_active
    assert roles_of(ann, house.south) == {None: Role.LIGHT}
    assert as_(head).get(place(house.ann)).status_code == 404
    for other, where in ((house.lea, "north"), (house.boss, "south")):
        answer = as_(other).post(f"{place(ann, where)}/roles", undo)
        assert answer.status_code in {403, 404}
    assert as_(head).post(f"{place(house.lou)}/roles", undo).status_code == 404
    assert as_(head).post(f"{place(ann)}/roles", {"back": undo["back"][:-1]}).status_code == 404
    assert not roles_of(ann, house.north)
    assert as_(head).post(f"{place(ann)}/roles", undo).status_code == 204
    assert roles_of(ann, house.north) == {None: Role.AGENT}
    assert list(ann.teams.all()) == [team]


def test_nobody_of_another_client_is_changed(house: House, head: Agent, as_: As) -> None:
    heads = as_(head)
    for where in ("north", "south"):
        assert heads.get(place(house.sam, where)).status_code == 404
        assert heads.post(f"{place(house.sam, where)}/roles", {"all": "admin"}).status_code == 404
    assert roles_of(house.sam, house.south) == {None: Role.AGENT}


def test_nobody_takes_their_own_roles_away_and_is_told_why(
    house: House, head: Agent, as_: As
) -> None:
    said = as_(head).post(f"{place(head)}/roles", {"all": "agent"})
    assert (said.status_code, b"Another administrator" in said.content) == (422, True)
    Agent.objects.filter(pk=house.boss.pk).update(is_active=False)
    said = as_(head).post(f"{place(head)}/roles", {"gone": "1"})
    assert (said.status_code, b"the only administrator" in said.content) == (422, True)
    assert b"the only administrator" in as_(head).get(place(head)).content
    assert roles_of(head, house.north) == {None: Role.ADMIN}


def test_the_settings_stand_in_one_place_for_those_who_may(house: House, as_: As) -> None:
    def menu(agent: Agent) -> list[str]:
        page = LexborHTMLParser(as_(agent).get("/me").content.decode())
        return [str(one.attributes["href"]) for one in page.css("#settings-menu a")]

    people = ["/people", "/teams", "/skills", "/states", "/break-reasons", "/tags"]
    assert menu(house.boss)[:7] == [*people, "/brands"]
    assert menu(house.lea) == [*people, "/reasons", "/fields", "/replies"]
    assert menu(house.ann) == []
