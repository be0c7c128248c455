"""The history of settings: written by the database, with who and whence, and never changed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from tests.house import House, build
from threering.kernel.history import histories, whence
from threering.organisation.models import Brand, Team

pytestmark = pytest.mark.django_db
NO_SETTINGS = {
    *("organisation.access", "organisation.signin", "organisation.remembered"),
    *("organisation.presence", "organisation.agentstate"),
    *("channels.usedproof", "channels.mailboxalarm", "knowledge.savedreplyuse"),
    *("tickets.ticket", "tickets.counter", "tickets.contact", "tickets.message", "tickets.draft"),
    *("tickets.attachment", "tickets.upload", "tickets.tagging", "tickets.fieldvalue"),
    *("tickets.step", "tickets.mention", "tickets.relation", "tickets.regrouping"),
    *("tickets.workspan", "tickets.bulk", "tickets.bulkentry"),
    *("tickets.searchable", "tickets.word", "tickets.unlearned"),
}
"""Tables of the rooms that hold settings which nobody sets: they are written by what happens."""


def test_every_table_of_a_room_of_settings_is_tracked_or_named_as_none() -> None:
    names = ("organisation", "channels", "knowledge", "tickets")
    rooms = map(apps.get_app_config, names)
    there = {model for room in rooms for model in room.get_models()} - {*histories().values()}
    assert {model._meta.label_lower for model in there} == NO_SETTINGS | {*histories()}


def lines(label: str) -> list[tuple[str, str, object]]:
    found = histories()[label].objects.order_by("pgh_id")
    return list(found.values_list("pgh_label", "name", "pgh_context"))


def test_changes_of_many_rows_at_once_are_caught_with_who_and_whence(house: House) -> None:
    before = len(lines("organisation.brand"))
    with whence(actor=house.boss.pk, url="/brands"):
        assert Brand.objects.filter(client=house.north).update(name="It's 5 % \\ off") > 0
    later = lines("organisation.brand")[before:]
    assert {(how, name) for how, name, _ in later} == {("update", "It's 5 % \\ off")}
    assert all(known == {"actor": house.boss.pk, "url": "/brands"} for *_, known in later)
    Brand.objects.filter(client=house.north).update(language="de")


def test_of_blocks_within_blocks_the_inner_one_counts(house: House) -> None:
    with whence(by="command line"), whence(actor=house.boss.pk):
        Team.objects.create(client=house.north, name="Returns")
    assert lines("organisation.team") == [("insert", "Returns", {"actor": house.boss.pk})]


@pytest.mark.django_db(transaction=True)
def test_what_is_known_of_one_request_is_not_told_of_the_next() -> None:
    house = build()
    with whence(actor=7):
        team = Team.objects.create(client=house.north, name="Returns")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "update organisation_team set name = %s where id = %s", [("A", team.pk)]
            )
    Team.objects.update(name="B")
    told = [(name, known) for _, name, known in lines("organisation.team")]
    assert told == [("Returns", {"actor": 7}), ("A", {"actor": 7}), ("B", None)]


def test_passwords_and_secrets_are_never_kept_and_their_change_is(house: House) -> None:
    history = histories()["organisation.agent"]
    before = history.objects.filter(pgh_obj=house.ann).count()
    house.ann.set_password("another long password")
    house.ann.save()
    assert history.objects.filter(pgh_obj=house.ann).count() == before + 1
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(e)::text from organisation_agentevent e")
        kept = "".join(row[0] for row in cursor.fetchall())
    assert house.ann.password not in kept
    assert "md5$" not in kept


@pytest.mark.parametrize("label", sorted(histories()))
def test_no_history_can_be_changed_or_removed(house: House, label: str) -> None:
    table = histories()[label]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_trigger where tgrelid = %s::regclass", [table])
        assert cursor.fetchone()[0] == 1
    if histories()[label].objects.exists():
        for statement in (f"update {table} set pgh_label = ''", f"delete from {table}"):
            with (
                pytest.raises(ProgrammingError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
