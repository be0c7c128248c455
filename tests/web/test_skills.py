"""What people can do: named by leads, said of people, archived, and shown to whoever keeps them."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.test import Client

from tests.house import House
from tests.web.conftest import As
from threering.ledger.models import Event
from threering.organisation.models import Agent
from threering.organisation.skills.models import Ability, Skill

pytestmark = pytest.mark.django_db


def say(client: Client, skill: Skill, person: Agent, level: str) -> dict[str, str]:
    """Say how well somebody can do it; what *Undo* would send."""
    sent = {"person": str(person.uuid), "level": level}
    answer = client.post(f"/skills/{skill.uuid}/level", sent)
    assert answer.status_code == 204
    return dict(parse_qsl(answer.headers["Undo"], keep_blank_values=True))


@pytest.fixture
def german(house: House) -> Skill:
    return Skill.objects.create(client=house.north, name="German")


def test_a_lead_names_a_skill_and_says_who_has_it_how_well(house: House, as_: As) -> None:
    lea = as_(house.lea)
    place = lea.post("/skills/new", {"name": " German  letters "})["Location"]
    assert "Ann" in lea.get(place).content.decode()
    skill = Skill.objects.get()
    assert (skill.name, place) == ("German letters", f"/skills/{skill.uuid}")
    undo = say(lea, skill, house.ann, "3")
    assert undo == {"person": str(house.ann.uuid), "level": ""}
    assert say(lea, skill, house.ann, "1")["level"] == "3"
    assert Ability.objects.get().level == 1
    say(lea, skill, house.ann, "1")
    assert "Ann" in lea.get("/skills").content.decode()
    assert Event.objects.filter(kind="skill_level_set").count() == 2
    say(lea, skill, house.ann, "")
    assert not Ability.objects.exists()


def test_names_in_use_are_there_once(house: House, as_: As, german: Skill) -> None:
    lea, place = as_(house.lea), f"/skills/{german.uuid}"
    assert (
        b"There is a skill of this name already"
        in lea.post("/skills/new", {"name": "GERMAN"}).content
    )
    assert b"Name the skill" in lea.post(place, {"name": " "}).content
    assert lea.post(f"{place}/archive", {"archived": "1"}).status_code == 204
    assert lea.post("/skills/new", {"name": "german"}).status_code == 302
    assert lea.post(f"{place}/archive", {"archived": "0"}).status_code == 422
    assert "German" in lea.get("/skills?show=archived").content.decode()


def test_an_admin_sees_it_beside_the_person(house: House, as_: As, german: Skill) -> None:
    say(as_(house.lea), german, house.ann, "2")
    page = as_(house.boss).get(f"/people/north/{house.ann.uuid}").content.decode()
    assert "<bdi>German</bdi> (Good)" in page


@pytest.mark.parametrize("sent", [{}, {"level": "4"}, {"level": "x"}, {"person": "x"}])
def test_what_cannot_be_said_changes_nothing(
    house: House, as_: As, german: Skill, sent: dict[str, str]
) -> None:
    form = {"person": str(house.ann.uuid)} | sent if sent else {}
    answer = as_(house.lea).post(f"/skills/{german.uuid}/level", form)
    assert answer.status_code == 404
    assert not Ability.objects.exists()


def test_nobody_of_another_client_is_said_to_have_it(house: House, as_: As, german: Skill) -> None:
    form = {"person": str(house.sam.uuid), "level": "1"}
    assert as_(house.lea).post(f"/skills/{german.uuid}/level", form).status_code == 404


def test_who_leads_no_client_or_another_keeps_nothing(house: House, as_: As) -> None:
    theirs = Skill.objects.create(client=house.south, name="French")
    for path in (f"/skills/{theirs.uuid}", f"/skills/{theirs.uuid}/archive"):
        assert as_(house.lea).post(path, {"name": "Mine", "archived": "1"}).status_code == 404
        assert as_(house.ann).post(path, {"name": "Mine", "archived": "1"}).status_code == 403
    assert as_(house.lea).get("/skills/new?client=south").status_code == 404
    assert as_(house.ann).get("/skills").status_code == 403
    theirs.refresh_from_db()
    assert (theirs.name, theirs.archived_at) == ("French", None)
