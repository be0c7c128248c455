"""The page of teams: named, filled, archived; what archived ones still hold."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.test import Client

from tests.house import PASSWORD, House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.organisation.actions import create_agent, create_team, grant
from threering.organisation.models import Agent, Brand, Team
from threering.stories.keep_team import archive_team
from threering.stories.set_team import set_team
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(house: House) -> Team:
    return create_team(house.north, "Returns", [house.ann])


@pytest.fixture
def ticket(house: House, team: Team) -> Ticket:
    deliver(house.shop, mail("A kettle."))
    found = Ticket.objects.get()
    set_team(found, team, by=house.ann, at=now())
    return found


def join(client: Client, team: Team, person: Agent, **more: str) -> tuple[int, dict[str, str]]:
    sent = {"person": str(person.uuid), **more}
    answer = client.post(f"/teams/{team.uuid}/members", sent)
    return answer.status_code, dict(parse_qsl(answer.headers.get("Undo", "")))


def test_a_lead_founds_a_team_and_names_it_otherwise(house: House, as_: As) -> None:
    lea = as_(house.lea)
    made = lea.post("/teams/new", {"name": " Returns  desk "})
    team = Team.objects.get()
    assert (team.name, made["Location"]) == ("Returns desk", f"/teams/{team.uuid}")
    assert (
        b"There is a team of this name" in lea.post("/teams/new", {"name": "returns DESK"}).content
    )
    assert b"Name the team" in lea.post("/teams/new", {"name": " "}).content
    assert lea.post(f"/teams/{team.uuid}", {"name": "Refunds"})["Location"] == "/teams"
    assert "Refunds" in lea.get("/teams").content.decode()


def test_members_come_and_go_and_each_can_be_undone(house: House, team: Team, as_: As) -> None:
    lea = as_(house.lea)
    status, undo = join(lea, team, house.lou, joins="1")
    assert (status, undo) == (204, {"person": str(house.lou.uuid)})
    assert set(team.members.all()) == {house.ann, house.lou}
    assert lea.post(f"/teams/{team.uuid}/members", undo).status_code == 204
    _, undo = join(lea, team, house.ann)
    assert not team.members.exists()
    lea.post(f"/teams/{team.uuid}/members", undo)
    assert list(team.members.all()) == [house.ann]
    assert join(lea, team, house.sam, joins="1")[0] == 404
    assert lea.post(f"/teams/{team.uuid}/members", {"person": "x"}).status_code == 404
    page = lea.get(f"/teams/{team.uuid}").content.decode()
    assert "ann@threering.test" in page
    assert "sam@threering.test" not in page


def test_only_who_leads_all_brands_keeps_teams(house: House, team: Team, as_: As) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    grant(zoe, house.north, "lead", brand=Brand.objects.get(name="Shop"))
    assert b"Nothing to keep here" in as_(zoe).get("/teams").content
    for agent, status in ((zoe, 404), (house.sam, 403), (house.ann, 403)):
        for path in (f"/teams/{team.uuid}", f"/teams/{team.uuid}/archive"):
            assert as_(agent).post(path, {"name": "X", "archived": "1"}).status_code == status
        assert join(as_(agent), team, house.lou, joins="1")[0] == status
    team.refresh_from_db()
    assert (team.name, team.archived_at) == ("Returns", None)


def test_an_archived_team_leaves_the_menus_and_its_tickets_keep_it(
    house: House, team: Team, ticket: Ticket, as_: As
) -> None:
    other = create_team(house.north, "Deliveries")
    deliver(house.shop, mail("Another one.", message_id="<two@example.com>"))
    second = Ticket.objects.exclude(pk=ticket.pk).get()
    lea = as_(house.lea)
    assert ">1</td>" in lea.get("/teams").content.decode()
    for _ in range(2):
        assert lea.post(f"/teams/{team.uuid}/archive", {"archived": "1"}).status_code == 204
    assert "Returns" not in lea.get("/teams").content.decode()
    assert "Returns" in lea.get("/teams?show=archived").content.decode()
    ann = as_(house.ann)
    page = ann.get(f"/tickets/open/north/{ticket.number}").content.decode()
    assert "Returns" in page
    assert "Returns" not in ann.get(f"/tickets/open/north/{second.number}").content.decode()
    assert "Returns" not in ann.get("/tickets/open/selection").content.decode()
    assert f"/north/{ticket.number}" in ann.get("/tickets/all?q=team:returns").content.decode()

    def give(to: Ticket, chosen: Team) -> int:
        return ann.post(f"/t/north/{to.number}/team", {"team": str(chosen.uuid)}).status_code

    assert give(second, team) == 404
    assert give(ticket, other) == 204
    assert give(ticket, team) == 204, "that is an undo"
    bulk = {"what": "team", "value": str(team.uuid), "tickets": str(second.uuid)}
    assert ann.post("/bulk", bulk | {"key": str(second.uuid)}).status_code != 200
    second.refresh_from_db()
    assert second.team is None


def test_a_name_is_free_while_its_team_is_archived(house: House, team: Team, as_: As) -> None:
    archive_team(team, archived=True, by=house.lea, at=now())
    lea = as_(house.lea)
    assert lea.post("/teams/new", {"name": "returns"}).status_code == 302
    said = lea.post(f"/teams/{team.uuid}/archive", {"archived": "0"})
    assert (said.status_code, b"has its name now" in said.content) == (422, True)


def test_a_saved_reply_of_an_archived_team_stays_that_team_s(
    house: House, team: Team, as_: As
) -> None:
    lea = as_(house.lea)
    form = {"name": "Label", "place": "north", "text": "Here.", "language": ""}
    assert lea.post("/replies/new", form | {"team": str(team.uuid)}).status_code == 302
    archive_team(team, archived=True, by=house.lea, at=now())
    reply = team.saved_replies.get()
    assert (
        f'value="{team.uuid}" dir="auto" selected'
        in lea.get(f"/replies/{reply.uuid}").content.decode()
    )
    assert "Returns" not in lea.get("/replies/new").content.decode()
