"""Saved replies out as a table, and in again."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.web.conftest import As
from threering.kernel.time import now
from threering.knowledge.actions import Content
from threering.knowledge.models import SavedReply
from threering.ledger.models import Event
from threering.stories.keep_saved_reply import keep_saved_reply

pytestmark = pytest.mark.django_db


def bring(client: Client, table: str | bytes) -> tuple[int, str]:
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("replies.csv", content, "text/csv")
    answer = client.post("/replies/import", {"file": file})
    told = LexborHTMLParser(answer.content.decode()).css(".callout")
    return answer.status_code, " ".join(" ".join(node.text().split()) for node in told)


def out(client: Client) -> str:
    return client.get("/replies/export").content.decode()


def all_that_is_said() -> list[tuple[Any, ...]]:
    found = []
    for reply in SavedReply.objects.filter(archived_at=None).order_by("name", "brand"):
        texts = sorted(reply.texts.values_list("language", "text"))
        besides = (reply.status, reply.priority, reply.tags, reply.assigns)
        found.append((reply.name, reply.brand_id, reply.shortcut, *besides, texts))
    return found


def fill(house: House) -> None:
    everything = Content(
        client=house.north,
        brand=house.shop.brand,
        name='=Everything, "really"',
        shortcut="all",
        texts={"en": "-10 % today,\n\nAnn", "de": "'Zehn'", "": "@you"},
        status="solved",
        priority=3,
        tags=("a", "b c"),
        assigns=True,
    )
    keep_saved_reply(everything, by=house.boss, at=now())
    keep_saved_reply(
        Content(client=house.north, name="Plain", texts={"": "Plain"}), by=house.boss, at=now()
    )


def test_what_goes_out_comes_in_as_it_was(house: House, as_: As) -> None:
    fill(house)
    before, table = all_that_is_said(), out(as_(house.lea))
    SavedReply.objects.all().delete()
    assert bring(as_(house.lea), table) == (200, "2 saved replies were written.")
    assert all_that_is_said() == before


def test_a_spreadsheet_runs_nothing_of_it(house: House, as_: As) -> None:
    fill(house)
    cells = [cell for row in csv.reader(io.StringIO(out(as_(house.lea)))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_what_is_there_is_changed_and_what_is_so_already_stays(house: House, as_: As) -> None:
    fill(house)
    facts = Event.objects.filter(kind="saved_reply_kept")
    table, before = out(as_(house.lea)), facts.count()
    assert bring(as_(house.lea), table)[1].endswith("2 were so already.")
    assert facts.count() == before
    assert bring(as_(house.lea), "name;text\nPLAIN;Other words\nNew;New")[0] == 200
    assert [said[0] for said in all_that_is_said()][1:] == ["New", "PLAIN"]
    assert facts.count() == before + 2


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"\xff\xfe\x00", "no CSV file in UTF-8"),
        ("", "is missing"),
        ("name,language\nA,en", "text is missing"),
        ("name,text\n", "no saved reply"),
        ("name,text\nA,Hello {{who}}", "Line 2: {{who}} is no variable"),
        ("name,text\nGood,Good\nBad,", "Line 3: Write what it says"),
        ("name,text,brand\nA,Hello,nowhere", "Line 2: Choose for whom"),
        ("client,name,text\nsouth,A,Hello", "Line 2: Choose for whom"),
        ("name,text,priority\nA,Hello,soon", "Line 2:"),
        ("name,shortcut,text\nA,x,Hello\nB,X,Hello", "belongs to another"),
    ],
)
def test_a_table_with_a_mistake_changes_nothing_and_says_where(
    house: House, as_: As, table: str | bytes, told: str
) -> None:
    _status, said = bring(as_(house.lea), table)
    assert told in said
    assert not SavedReply.objects.exists()


def test_who_keeps_several_clients_names_them(house: House, as_: As) -> None:
    assert "Choose for whom" in bring(as_(house.boss), "name,text\nA,Hello")[1]
    table = "client,name,language,text\nnorth,A,en,Hello\nnorth,A,de,Hallo\nsouth,A,,Hi"
    assert bring(as_(house.boss), table) == (200, "2 saved replies were written.")
    assert SavedReply.objects.get(client=house.north).texts.count() == 2


def test_without_a_file_it_says_so(house: House, as_: As) -> None:
    answer = as_(house.lea).post("/replies/import")
    assert "Choose a CSV file" in answer.content.decode()
    assert as_(house.lea).get("/replies/import").status_code == 200
