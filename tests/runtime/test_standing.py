"""A database, or a backup, from before the migrations were folded."""

from __future__ import annotations

from argparse import Namespace

import pytest
from django.db import connection

from threering.runtime import commands, doctor_database, refill, standing
from threering.runtime.archive import Damaged
from threering.runtime.bringup import CannotDo

ROOM = "organisation"
AGENTS = ("0001_initial", "0003_reading", "0005_digest", "0010_untold")
LAST = (ROOM, "0016_stand_ins")
FOLDED = {
    (ROOM, "0001_agents"),
    (ROOM, "0002_beginning"),
    *((room, "0001_beginning") for room in ("channels", "customers", "knowledge", "ledger")),
    ("tickets", "0001_beginning"),
    ("tickets", "0002_search"),
}


def forget(*nodes: standing.Node) -> None:
    with connection.cursor() as cursor:
        for app, name in nodes:
            cursor.execute(
                "delete from django_migrations where app = %s and name = %s", [app, name]
            )


@pytest.mark.django_db
def test_a_database_of_today_stands_at_the_end() -> None:
    applied = standing.of_database()
    assert standing.halfway(applied) == ""
    assert doctor_database.migrations().well
    assert applied >= FOLDED
    assert LAST not in standing.in_words_of_now(applied)


@pytest.mark.django_db
def test_one_that_stands_in_the_middle_is_refused_in_words() -> None:
    forget(LAST, *FOLDED)
    with pytest.raises(CannotDo, match=r"0016_stand_ins is missing.*begin with an empty"):
        commands.migrate(Namespace())
    found = doctor_database.migrations()
    assert not found.well
    assert "0016_stand_ins" in found.what


@pytest.mark.django_db
def test_one_that_stands_at_the_old_end_is_only_told_the_new_names() -> None:
    forget(*FOLDED)
    before = standing.of_database()
    assert doctor_database.migrations().well
    commands.migrate(Namespace())
    assert standing.of_database() - before == FOLDED


@pytest.mark.django_db
def test_a_first_start_that_was_killed_between_two_goes_on() -> None:
    agents = {node for node in standing.of_database() if node[1] in AGENTS and node[0] == ROOM}
    assert len(agents) == len(AGENTS)
    assert standing.halfway(agents) == ""
    assert standing.halfway(agents - {(ROOM, "0010_untold")}) == f"{ROOM} 0010_untold"


@pytest.mark.django_db
def test_a_backup_from_before_is_known_by_its_end_and_refused_in_the_middle() -> None:
    now = standing.of_database()
    old = sorted(now - FOLDED)
    assert set(standing.in_words_of_now(old)) == set(standing.in_words_of_now(now))
    with pytest.raises(Damaged, match="with the version that made it"):
        refill._understood([node for node in old if node != LAST])
