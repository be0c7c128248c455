"""Saved replies of a team: who is offered them, who sees, keeps, brings and takes them along."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from tests.web.test_choosing_replies import offered
from tests.web.test_reply_exchange import bring, out
from tests.web.test_saved_replies import FORM, errors, kept, names, page
from threering.kernel.ids import uuid7
from threering.knowledge.models import SavedReply
from threering.organisation.actions import create_agent, create_team, grant
from threering.organisation.models import Team
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def returns(house: House) -> Team:
    """Ann is in it."""
    return create_team(house.north, "Returns", [house.ann])


@pytest.fixture
def orders(house: House) -> Team:
    """Nobody is in it."""
    return create_team(house.north, "Orders")


@pytest.fixture
def shelf(house: House, returns: Team, orders: Team) -> dict[str, SavedReply]:
    """One for everybody, one for each team, one of another client."""
    kept(house, "Theirs", client=house.south, team=create_team(house.south, "Returns"))
    return {
        "All": kept(house, "All", brand=house.shop.brand),
        "Ours": kept(house, "Ours", team=returns),
        "Others": kept(house, "Others", team=orders),
    }


def test_the_composer_offers_ones_own_teams_first_and_no_other_teams(
    house: House, shelf: dict[str, SavedReply], returns: Team, orders: Team, as_: As
) -> None:
    deliver(house.shop, mail())

    def seen(who: Any, typed: str = "") -> list[str]:
        return [name for name, _ in offered(as_(who), typed)]

    assert seen(house.ann) == ["Ours", "All"]
    assert seen(house.ann, "others") == []
    assert seen(house.lea) == seen(house.boss) == ["All"]
    orders.members.add(house.ann)
    assert seen(house.ann) == ["Others", "Ours", "All"]
    Ticket.objects.update(team=returns)
    assert seen(house.ann) == ["Ours", "Others", "All"]
    html = as_(house.ann).get("/t/north/1/replies").content.decode()
    pills = LexborHTMLParser(html).css(".offer .pill")
    assert [pill.text(strip=True) for pill in pills] == ["Returns", "Orders"]
    returns.members.clear()
    assert seen(house.ann) == ["Others", "All"]


def test_an_agent_sees_those_of_their_teams_and_a_lead_sees_all(
    house: House, shelf: dict[str, SavedReply], returns: Team, orders: Team, as_: As
) -> None:
    assert names(page(as_(house.ann))) == ["All", "Ours"]
    assert names(page(as_(house.lea))) == ["All", "Others", "Ours"]
    assert names(page(as_(house.boss))) == ["All", "Others", "Ours", "Theirs"]
    brand_lead = create_agent("b@one.test", name="One", password="three rings", grants=[])
    grant(brand_lead, house.north, "lead", brand=house.shop.brand)
    kept(house, "Shop's", brand=house.shop.brand, team=orders)
    assert names(page(as_(brand_lead))) == ["All", "Shop's"]
    assert as_(brand_lead).get(f"/replies/{shelf['Others'].uuid}").status_code == 404


def test_the_list_is_filtered_by_team_which_comes_first(
    house: House, shelf: dict[str, SavedReply], returns: Team, orders: Team, as_: As
) -> None:
    lead, agent = as_(house.lea), house.ann
    assert names(page(lead, f"/replies?team={returns.uuid}")) == ["Ours", "All"]
    assert names(page(lead, f"/replies?team={orders.uuid}&q=OTH")) == ["Others"]
    outlet = f"/replies?team={orders.uuid}&brand=north/outlet"
    assert names(page(lead, outlet)) == ["Others"]
    html = page(lead, outlet)
    menu = LexborHTMLParser(html).css("#team-menu a")
    assert [choice.text(strip=True) for choice in menu] == ["All teams", "Orders", "Returns"]
    both = LexborHTMLParser(page(as_(house.boss))).css("#team-menu a")
    assert [choice.text(strip=True) for choice in both][-1] == "South: Returns"
    # what an agent is not in is no filter, and no way to look in
    assert names(page(as_(agent), f"/replies?team={orders.uuid}")) == ["All", "Ours"]
    assert "team-menu" not in page(as_(house.sam))


def test_a_lead_chooses_the_team_and_changes_it(
    house: House, returns: Team, orders: Team, as_: As
) -> None:
    lead = as_(house.lea)
    assert lead.post("/replies/new", FORM | {"team": str(returns.uuid)}).status_code == 302
    reply = SavedReply.objects.get()
    assert (reply.team, reply.brand) == (returns, None)
    html = page(lead, f"/replies/{reply.uuid}")
    options = LexborHTMLParser(html).css("#id_team option")
    assert [one.text() for one in options] == ["Everybody", "Orders", "Returns"]
    assert [one.text() for one in options if "selected" in one.attributes] == ["Returns"]
    changed = FORM | {"team": "", "version": "1"}
    assert lead.post(f"/replies/{reply.uuid}", changed).status_code == 302
    assert SavedReply.objects.get().team is None
    Team.objects.all().delete()
    assert "id_team" not in page(lead, f"/replies/{reply.uuid}")


def test_a_team_of_another_client_is_refused_in_words(house: House, returns: Team, as_: As) -> None:
    theirs = create_team(house.south, "Southern")
    for who, team, told in (
        (house.lea, str(theirs.uuid), "North has no team"),
        (house.boss, str(theirs.uuid), "North has no team “Southern”."),
        (house.lea, str(uuid7()), "North has no team"),
    ):
        answer = as_(who).post("/replies/new", FORM | {"team": team})
        assert answer.status_code == 200
        assert told in errors(answer.content.decode())
    assert not SavedReply.objects.exists()


def whose() -> list[tuple[str, str]]:
    found = SavedReply.objects.order_by("name", "team__name").select_related("team")
    return [(reply.name, reply.team.name if reply.team else "") for reply in found]


def test_a_table_carries_the_team_by_its_name(
    house: House, shelf: dict[str, SavedReply], returns: Team, as_: As
) -> None:
    before, table = whose(), out(as_(house.boss))
    SavedReply.objects.all().delete()
    assert bring(as_(house.boss), table) == (200, "4 saved replies were written.")
    assert whose() == before
    more = "team,name,text,language\nRETURNS,Two,Hello,en\nreturns,Two,Hallo,de\n,Two,Hi,"
    assert bring(as_(house.lea), more) == (200, "2 saved replies were written.")
    assert [(name, team) for name, team in whose() if name == "Two"] == [
        ("Two", "Returns"),
        ("Two", ""),
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("team,name,text\n,A,Hi\nRetruns,B,Hi", "Line 3: North has no team “Retruns”."),
        ("team,name,text\nSouthern,B,Hi", "Line 2: North has no team “Southern”."),
        ("team,name,text,brand\nReturns,B,Hi,nowhere", "Line 2: Choose for whom it is."),
    ],
)
def test_a_table_with_an_unknown_team_changes_nothing_and_says_where(
    house: House, returns: Team, as_: As, table: str, told: str
) -> None:
    create_team(house.south, "Southern")
    _status, said = bring(as_(house.lea), table)
    assert told in said
    assert not SavedReply.objects.exists()
