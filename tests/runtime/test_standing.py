"""A database, or a backup, from before the migrations were folded."""

from __future__ import annotations

from argparse import Namespace

import pytest
from django.db import connection

from threering.runtime import commands, doctor_database, refill, standing
from threering.runtime.archive import Damaged
from threering.runtime.bringup import CannotDo

LAST = ("organisation", "0016_stand_ins")
NOW = ("organisation", "0001_beginning")


@pytest.mark.django_db
def test_a_database_of_today_stands_at_the_end() -> None:
    applied = standing.of_database()
    assert standing.halfway(applied) == ""
    assert doctor_database.migrations().well
    assert NOW in applied
    assert LAST not in standing.in_words_of_now(applied)


@pytest.mark.django_db
def test_one_that_stands_in_the_middle_is_refused_in_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where (app, name) in (%s, %s)", [LAST, NOW])
    with pytest.raises(CannotDo, match=r"0016_stand_ins is missing.*begin with an empty"):
        commands.migrate(Namespace())
    found = doctor_database.migrations()
    assert not found.well
    assert "0016_stand_ins" in found.what


@pytest.mark.django_db
def test_one_that_stands_at_the_old_end_has_nothing_to_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from django_migrations where name in ('0001_beginning', '0002_search')"
        )
    before = standing.of_database()
    commands.migrate(Namespace())
    assert standing.of_database() - before == {
        *((room, "0001_beginning") for room in ROOMS),
        ("tickets", "0002_search"),
    }


ROOMS = ("channels", "customers", "knowledge", "ledger", "organisation", "tickets")


@pytest.mark.django_db
def test_a_backup_from_before_is_known_by_its_end_and_refused_in_the_middle() -> None:
    old = [
        node for node in standing.of_database() if node[1] not in {"0001_beginning", "0002_search"}
    ]
    assert set(standing.in_words_of_now(old)) == set(
        standing.in_words_of_now(list(standing.of_database()))
    )
    with pytest.raises(Damaged, match="with the version that made it"), connection.cursor():
        refill._migrate(connection.connection, [node for node in old if node != LAST])
