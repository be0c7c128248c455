"""Saved replies in a ticket's composer, and what goes with the reply that is sent."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.customers.models import Customer
from threering.kernel.time import now
from threering.knowledge.actions import Content
from threering.knowledge.models import SavedReply, SavedReplyUse
from threering.ledger.models import Delivery
from threering.stories.keep_saved_reply import keep_saved_reply
from threering.tickets.models import Draft, Message, Ticket
from threering.tickets.properties import tags_of

pytestmark = pytest.mark.django_db
PLACE = "/t/north/1"


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    settings.UNDO = timedelta(seconds=10)
    deliver(house.shop, mail())
    return Ticket.objects.get()


def kept(house: House, name: str, **more: Any) -> SavedReply:
    words = {"client": house.north, "texts": {"": f"{name} for {{{{customer.first_name|you}}}}"}}
    return keep_saved_reply(Content(name=name, **words | more), by=house.boss, at=now())


def offered(client: Client, typed: str = "") -> list[tuple[str, str]]:
    answer = client.get(f"{PLACE}/replies", {"q": typed})
    assert answer.status_code == 200
    options = LexborHTMLParser(answer.content.decode()).css("[role=option]")
    return [(o.css("b")[0].text(), str(o.attributes["data-text"])) for o in options]


def send(client: Client, *said: tuple[str, str], **more: str) -> Any:
    form = {"kind": "reply", "key": str(uuid4()), "text": "Well.", "besides": json.dumps(said)}
    return client.post(f"{PLACE}/reply", form | more)


def test_only_what_the_brand_may_say_is_offered(house: House, ticket: Ticket, as_: As) -> None:
    kept(house, "All")
    kept(house, "Shop", brand=house.shop.brand)
    kept(house, "Outlet", brand=house.outlet.brand)
    kept(house, "South", client=house.south)
    assert [name for name, _ in offered(as_(house.boss))] == ["Shop", "All"]
    assert offered(as_(house.ann), "zzz") == []
    assert as_(house.sam).get(f"{PLACE}/replies").status_code == 404
    assert as_(house.lou).get(f"{PLACE}/replies").status_code == 403


def test_it_is_filled_in_and_in_the_customers_language(
    house: House, ticket: Ticket, as_: As
) -> None:
    Customer.objects.update(name="Ingrid Solvang", language="de")
    text = "{{customer.first_name}}, #{{ticket.number}}, {{agent.first_name}}, {{brand.name}}"
    kept(house, "Both", texts={"en": f"Dear {text}", "de": f"Liebe {text}"})
    assert offered(as_(house.ann), "both") == [("Both", "Liebe Ingrid, #1, Ann, Shop")]
    Customer.objects.update(language="fr")
    html = as_(house.ann).get(f"{PLACE}/replies").content.decode()
    assert "Dear Ingrid" in html
    assert LexborHTMLParser(html).css_first(".offer .pill--warn").text(strip=True) == "English"


def test_what_is_used_often_comes_first(house: House, ticket: Ticket, as_: As) -> None:
    kept(house, "Aaa")
    often = kept(house, "Zzz")
    assert [name for name, _ in offered(as_(house.ann))] == ["Aaa", "Zzz"]
    assert send(as_(house.ann), ("used", str(often.uuid))).status_code == 201
    assert [name for name, _ in offered(as_(house.ann))] == ["Zzz", "Aaa"]
    assert ">1</td>" in as_(house.ann).get("/replies?q=zzz").content.decode()


def test_a_reply_does_what_the_chips_say(house: House, ticket: Ticket, as_: As) -> None:
    reply = kept(house, "All")
    said = [("used", str(reply.uuid)), ("status", "pending"), ("priority", "3")]
    said += [("tag", "returns"), ("assign", "me")]
    assert send(as_(house.ann), *said, status="solved").status_code == 201
    after = Ticket.objects.get()
    assert (after.status, after.priority, after.assignee) == ("solved", 3, house.ann)
    assert (tags_of(after), SavedReplyUse.objects.get().reply) == (["returns"], reply)


def test_taken_back_the_chips_come_back_with_the_words(
    house: House, ticket: Ticket, as_: As
) -> None:
    reply = kept(house, "All")
    said = [["used", str(reply.uuid)], ["status", "solved"]]
    assert send(as_(house.ann), *map(tuple, said)).status_code == 201
    back = as_(house.ann).post(f"/d/{Delivery.objects.get().uuid}/take-back")
    gone = LexborHTMLParser(back.content.decode()).css_first("[data-gone]")
    assert json.loads(str(gone.attributes["data-besides"])) == said
    chips = as_(house.ann).get(f"{PLACE}/replies", {"besides": json.dumps(said)})
    found = LexborHTMLParser(chips.content.decode()).css("[data-beside] > .cut")
    assert [chip.text() for chip in found] == ["All", "Mark as done"]
    assert (Ticket.objects.get().status, SavedReplyUse.objects.exists()) == ("new", False)


@pytest.mark.parametrize(
    "besides",
    [
        *("{", "7", "[7]", '[["used", "x"]]', '[["status", "closed"]]', '[["status", "x"]]'),
        *('[["priority", "9"]]', '[["tag", " x "]]', '[["assign", "you"]]', '[["nothing", "x"]]'),
        json.dumps([["tag", str(n)] for n in range(71)]),
        *('[["tag", "\\ud800"]]', "[" * 5_000, '[["tag"]]', '{"a": 1}', "null"),
    ],
)
def test_what_no_composer_says_sends_nothing(
    house: House, ticket: Ticket, as_: As, besides: str
) -> None:
    assert send(as_(house.ann), besides=besides).status_code == 422
    assert as_(house.ann).get(f"{PLACE}/replies", {"besides": besides}).status_code == 200
    assert (Message.objects.count(), Ticket.objects.get().status) == (1, "new")


def test_too_many_tags_are_told_and_nothing_is_sent(house: House, ticket: Ticket, as_: As) -> None:
    answer = send(as_(house.ann), *(("tag", str(n)) for n in range(31)))
    assert (answer.status_code, Message.objects.count()) == (422, 1)
    assert "30 tags are on it already" in answer.content.decode()


def test_a_note_does_nothing_besides(house: House, ticket: Ticket, as_: As) -> None:
    assert send(as_(house.ann), ("status", "solved"), kind="note").status_code == 201
    assert Ticket.objects.get().status == "new"


def test_a_draft_keeps_its_chips(house: House, ticket: Ticket, as_: As) -> None:
    said = json.dumps([["status", "solved"]])
    draft = {"kind": "reply", "text": "Half a", "besides": said}
    assert as_(house.ann).post(f"{PLACE}/draft", draft).status_code == 204
    assert Draft.objects.get().besides == said
    html = as_(house.ann).get(f"{PLACE}/draft").content.decode()
    assert LexborHTMLParser(html).css_first("output").attributes["data-besides"] == said


def test_the_composer_marks_the_customers_language(house: House, ticket: Ticket, as_: As) -> None:
    path = "/tickets/all/north/1/part"
    page = LexborHTMLParser(as_(house.ann).get(path).content.decode())
    assert "English" in page.css_first(".composer__language").text()  # from what they wrote
    Customer.objects.update(language="de")
    page = LexborHTMLParser(as_(house.ann).get(path).content.decode())
    assert "German" in page.css_first(".composer__language").text()
    assert page.css_first(".composer textarea").attributes["lang"] == "de"
