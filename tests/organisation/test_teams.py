"""Teams: who is in them, and the command that founds them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.house import House
from threering.organisation.actions import create_team
from threering.organisation.models import Team
from threering.organisation.queries import teams_of
from threering.runtime import teams
from threering.runtime.bringup import CannotDo
from threering.runtime.cli import parser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def django_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command would look for a database of its own."""
    monkeypatch.setattr("threering.runtime.teams.django", lambda: None)


def createteam(*words: str) -> None:
    teams.run(parser().parse_args(["createteam", *words]))


def test_a_team_is_founded_once_and_gets_members_later(house: House) -> None:
    createteam("Returns", "--client", "north")
    createteam("returns ", "--client", "North", "-m", "ANN@threering.test", "-m", house.lea.email)
    assert set(Team.objects.get().members.all()) == {house.ann, house.lea}


def test_who_has_no_role_at_the_client_is_no_member(house: House) -> None:
    with pytest.raises(ValidationError, match="no role at North"):
        create_team(house.north, "Returns", [house.sam])
    assert not Team.objects.exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Returns", "--client", "Nowhere"), "There is no client Nowhere"),
        (("Returns", "--client", "North", "-m", "x@x.test"), "Nobody signs in with x@x.test"),
        ((" ", "--client", "North"), "A team needs a name"),
    ],
)
def test_what_is_wrong_is_said(house: House, words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CannotDo, match=why):
        createteam(*words)


def test_a_team_is_seen_by_its_clients_people_alone(house: House) -> None:
    team = create_team(house.north, "Returns")
    assert list(teams_of(house.lou)) == [team]
    assert list(teams_of(house.sam)) == []
