from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.customers.models import Handle
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
INGRID, OLAF = "ingrid@example.com", "olaf@example.com"
PLACE = "/t/north/1/recipients"


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail(Cc=f"Olaf <{OLAF}>"))
    return Ticket.objects.get()


def box(client: Client, **wanted: str) -> LexborHTMLParser:
    answer = client.get(PLACE, wanted)
    assert answer.status_code == 200, answer.content.decode()
    return LexborHTMLParser(answer.content.decode())


def chips(tree: LexborHTMLParser, kind: str) -> list[str]:
    said = str(tree.css_first("[data-people]").attributes[f"data-{kind}"])
    return [one for one in said.split(",") if one]


def send(client: Client, **form: str) -> tuple[int, str]:
    sent = {"kind": "reply", "key": str(uuid4()), "text": "On its way."}
    answer = client.post("/t/north/1/reply", sent | form)
    return answer.status_code, answer.content.decode()


def test_it_goes_to_the_customer_and_everybody_is_one_key_away(
    house: House, ticket: Ticket, as_: As
) -> None:
    tree = box(as_(house.ann))
    assert (chips(tree, "to"), chips(tree, "cc")) == ([INGRID], [])
    everybody = tree.css_first("[data-key=R]")
    assert everybody.attributes["data-others"] == OLAF
    chosen = box(as_(house.ann), to=INGRID, cc=f"{OLAF}, Mette <mette@example.com>")
    assert chips(chosen, "cc") == [OLAF, "mette@example.com"]
    assert chosen.css_first("[data-chosen]")
    assert not chosen.css_first("[data-key=R]")


@pytest.mark.parametrize(
    ("cc", "why"),
    [
        ("olaf", "olaf is not an address. Write it like name@shop.example."),
        ("help@outlet.test", "help@outlet.test is an inbox of yours"),
    ],
)
def test_what_cannot_be_a_recipient_is_refused_in_words(
    house: House, ticket: Ticket, as_: As, cc: str, why: str
) -> None:
    answer = as_(house.ann).get(PLACE, {"cc": cc})
    assert why in answer.content.decode()
    assert b"data-people" not in answer.content
    status, words = send(as_(house.ann), to=INGRID, cc=cc)
    assert (status, why in words, Delivery.objects.count()) == (422, True, 0)


def test_who_will_hardly_read_it_is_said_before(house: House, ticket: Ticket, as_: As) -> None:
    Handle.objects.filter(value=INGRID).update(unreachable_at=now())
    told = box(as_(house.ann), cc="no-reply@carrier.test").css(".composer__trouble")
    first, second = (one.text() for one in told)
    assert "takes no mail" in first
    assert "no-reply@carrier.test sounds like a machine" in second


def test_the_thread_says_whom_it_went_to(
    house: House, ticket: Ticket, as_: As, settings: Settings
) -> None:
    settings.UNDO = timedelta(seconds=10)
    status, sent = send(as_(house.ann), to=INGRID, cc=OLAF)
    assert (status, "to Ingrid Rossi, cc olaf@example.com" in sent) == (201, True)
    uuid = Delivery.objects.get().uuid
    back = as_(house.ann).post(f"/d/{uuid}/take-back").content.decode()
    gone = LexborHTMLParser(back).css_first("[data-gone]").attributes
    assert (gone["data-to"], gone["data-cc"]) == (INGRID, OLAF)


def test_what_somebody_else_says_is_marked(house: House, ticket: Ticket, as_: As) -> None:
    send(as_(house.ann), to=INGRID, cc=OLAF)
    ours = Message.objects.get(kind="agent").external_id or ""
    words = {"message_id": "<o@example.com>", "references": ours}
    deliver(house.shop, mail("Me too.", sender=f"Olaf <{OLAF}>", **words))
    page = LexborHTMLParser(as_(house.ann).get("/tickets/all/north/1").content.decode())
    marked = ["Not the customer" in said.text() for said in page.css("#log .msg--customer")]
    assert marked == [False, True]


def test_who_was_chosen_is_kept_in_the_draft(house: House, ticket: Ticket, as_: As) -> None:
    kept = {"kind": "reply", "text": "", "to": INGRID, "cc": OLAF}
    assert as_(house.ann).post("/t/north/1/draft", kept).status_code == 204
    found = as_(house.ann).get("/t/north/1/draft").content.decode()
    draft = LexborHTMLParser(found).css_first("output").attributes
    assert (draft["data-to"], draft["data-cc"]) == (INGRID, OLAF)


def test_a_light_agent_and_a_stranger_learn_nothing(house: House, ticket: Ticket, as_: As) -> None:
    assert as_(house.lou).get(PLACE).status_code in {403, 404}
    assert as_(house.sam).get(PLACE).status_code == 404
