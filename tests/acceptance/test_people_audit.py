"""People and safety: who changed which setting, from what to what, when and from where."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest

from tests.acceptance.attacks import connect
from tests.acceptance.belongings_people import ADMIN
from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor
from tests.acceptance.walls import OWNER, STRANGER
from threering.runtime.demo.cast import HOME

pytestmark = pytest.mark.acceptance


@dataclass(frozen=True)
class Kept:
    """A team that was made on its page, then renamed with all others by one statement by hand."""

    name: str
    renamed: str
    admin: Visitor

    def page(self, query: str) -> str:
        """What the audit's page shows, its spaces made one."""
        answer = self.admin.get(f"/audit?{query}")
        assert answer.status == 200
        return " ".join(answer.tree.text(separator=" ").split())


@pytest.fixture(scope="module")
def kept(demo: Demo) -> Iterator[Kept]:
    name = f"team-{uuid4().hex}"
    renamed = f"{name}-by-hand"
    demo.visitor(OWNER).post("/teams/new", {"name": name})
    with connect(demo) as wire:
        changed = wire.execute(
            "update organisation_team set name = name || '-by-hand' where client_id ="
            " (select id from organisation_client where slug = %s)",
            [HOME],
        )
        assert changed.rowcount > 1
    yield Kept(name, renamed, demo.visitor(ADMIN))
    with connect(demo) as wire:
        wire.execute("update organisation_team set name = replace(name, '-by-hand', '')")


def test_3m_a_change_on_a_page_is_told_with_who_and_from_where(kept: Kept) -> None:
    seen = kept.page(f"q={kept.name}")
    assert f"Added Team {kept.name}" in seen
    assert OWNER.title() in seen
    assert "127.0.0.1" in seen


def test_3m_a_change_of_many_by_hand_is_told_for_each_from_what_to_what(kept: Kept) -> None:
    assert f"Name: {kept.name} → becomes {kept.renamed}" in kept.page(f"q={kept.renamed}")


def test_3m_the_audit_is_searched_and_empty_where_nothing_fits(kept: Kept) -> None:
    assert "Nothing found" in kept.page(f"q={uuid4().hex}")
    assert kept.name in kept.page(f"about=people&q={kept.name}")
    assert kept.name not in kept.page(f"about=mail&q={kept.name}")
    assert kept.name not in kept.page(f"until=2020-01-01&q={kept.name}")


def test_3m_the_audit_is_exported_as_a_table_and_as_lines(kept: Kept) -> None:
    table = kept.admin.get(f"/audit/export/csv?q={kept.name}").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {"from": kept.name, "to": kept.renamed}.items() <= rows[0].items()
    lines = kept.admin.get(f"/audit/export/jsonl?q={kept.name}").text.splitlines()
    assert [json.loads(line)["name"] for line in lines] == [kept.renamed, kept.name]


@pytest.mark.parametrize("statement", ["update {} set name = 'x'", "delete from {}"])
def test_3m_no_line_of_the_audit_can_be_changed_or_removed(demo: Demo, statement: str) -> None:
    with (
        pytest.raises(psycopg.errors.RaiseException, match="Cannot update or delete"),
        connect(demo) as wire,
    ):
        wire.execute(statement.format("organisation_teamevent"))


@pytest.mark.parametrize("name", [OWNER, STRANGER])
def test_3m_a_lead_sees_nothing_of_the_audit(demo: Demo, name: str) -> None:
    assert demo.visitor(name).get("/audit").status == 403
    assert demo.visitor(name).get("/audit/export/csv").status == 403
