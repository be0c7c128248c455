"""Saved replies of a team, kept side by side with those of others and of everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from tests.house import House
from threering.kernel.time import now
from threering.knowledge.actions import Content, NameTaken
from threering.knowledge.models import SavedReply
from threering.ledger.models import Event
from threering.organisation.actions import create_team
from threering.organisation.models import Team
from threering.stories.archive_saved_reply import archive_saved_reply
from threering.stories.import_saved_replies import import_saved_replies
from threering.stories.keep_saved_reply import keep_saved_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def returns(house: House) -> Team:
    return create_team(house.north, "Returns", [house.ann])


def said(house: House, team: Team | None, **more: Any) -> Content:
    plain = {"client": house.north, "name": "Refund", "shortcut": "r", "texts": {"": "Hello"}}
    return Content(team=team, **plain | more)


def test_each_team_has_its_own_of_a_name_and_so_has_everybody(house: House, returns: Team) -> None:
    orders = create_team(house.north, "Orders")
    for team in (returns, orders, None):
        keep_saved_reply(said(house, team), by=house.lea, at=now())
        with pytest.raises(NameTaken), transaction.atomic():
            keep_saved_reply(said(house, team, name="REFUND"), by=house.lea, at=now())
        with pytest.raises(NameTaken), transaction.atomic():
            keep_saved_reply(said(house, team, name="Other"), by=house.lea, at=now())
    assert SavedReply.objects.count() == 3


def test_its_fact_says_whose_it_was_and_is(house: House, returns: Team) -> None:
    reply = keep_saved_reply(said(house, returns), by=house.lea, at=now())
    everybodys = said(house, None)
    keep_saved_reply(everybodys, by=house.lea, at=now(), instead=reply, version=1)
    told = Event.objects.filter(kind="saved_reply_kept").order_by("id")
    assert [(event.version, event.data["team"]) for event in told] == [(2, returns.pk), (2, None)]


def test_what_comes_as_a_table_changes_only_that_teams(house: House, returns: Team) -> None:
    keep_saved_reply(said(house, None), by=house.lea, at=now())
    table = [said(house, returns), said(house, None)]
    assert import_saved_replies(table, by=house.lea, at=now()) == 1
    assert import_saved_replies(table, by=house.lea, at=now()) == 0
    assert set(SavedReply.objects.values_list("team", flat=True)) == {None, returns.pk}


def test_one_that_comes_out_of_the_archive_finds_its_place_in_its_team(
    house: House, returns: Team
) -> None:
    first = keep_saved_reply(said(house, returns), by=house.lea, at=now())
    archive_saved_reply(first, archived=True, by=house.lea, at=now())
    keep_saved_reply(said(house, None), by=house.lea, at=now())
    archive_saved_reply(first, archived=False, by=house.lea, at=now())
    first.refresh_from_db()
    assert first.archived_at is None


def test_a_team_of_another_client_never_has_one(house: House) -> None:
    theirs = create_team(house.south, "Returns")
    keep_saved_reply(said(house, theirs), by=house.lea, at=now())
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_team_that_has_some_cannot_be_removed(house: House, returns: Team) -> None:
    reply = keep_saved_reply(said(house, returns), by=house.lea, at=now())
    with pytest.raises(ProtectedError), transaction.atomic():
        returns.delete()
    reply.refresh_from_db()
    assert reply.team == returns
