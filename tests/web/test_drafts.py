from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.tickets.models import Draft, Ticket

pytestmark = pytest.mark.django_db
DRAFT = "/t/north/1/draft"


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def keep(client: Client, text: str, kind: str = "reply", uploads: str = "") -> None:
    answer = client.post(DRAFT, {"text": text, "kind": kind, "uploads": uploads})
    assert answer.status_code == 204


def kept(client: Client) -> tuple[str, str, str] | None:
    answer = client.get(DRAFT)
    if answer.status_code == 204:
        return None
    found = LexborHTMLParser(answer.content.decode()).css_first("output")
    words = found.attributes
    return str(words["data-kind"]), found.text(), str(words["data-uploads"])


def test_a_draft_is_kept_as_it_was_typed_and_only_for_its_author(
    house: House, ticket: Ticket, as_: As
) -> None:
    file = str(uuid4())
    keep(as_(house.ann), "  Dear <b>Ingrid</b>,\n", "note", file)
    assert kept(as_(house.ann)) == ("note", "  Dear <b>Ingrid</b>,\n", file)
    assert kept(as_(house.lea)) is None


def test_the_latest_draft_is_the_draft_and_an_empty_one_is_none(
    house: House, ticket: Ticket, as_: As
) -> None:
    keep(as_(house.ann), "One")
    keep(as_(house.ann), "Two")
    assert kept(as_(house.ann)) == ("reply", "Two", "")
    keep(as_(house.ann), " ")
    assert kept(as_(house.ann)) is None


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_what_was_sent_is_no_draft_any_more(
    house: House, ticket: Ticket, as_: As, kind: str
) -> None:
    keep(as_(house.lea), "Mine")
    keep(as_(house.ann), "On its way.", kind)
    sent = {"kind": kind, "key": str(uuid4()), "text": "On its way."}
    assert as_(house.ann).post("/t/north/1/reply", sent).status_code == 201
    assert [draft.author for draft in Draft.objects.all()] == [house.lea]
    keep(as_(house.ann), "And another thing")
    assert as_(house.ann).post("/t/north/1/reply", sent).status_code == 201  # the same once more
    assert kept(as_(house.ann)) == ("reply", "And another thing", "")


def test_a_light_agent_keeps_notes_and_a_stranger_nothing(
    house: House, ticket: Ticket, as_: As
) -> None:
    keep(as_(house.lou), "A thought", "note")
    assert as_(house.sam).post(DRAFT, {"text": "x", "kind": "note"}).status_code == 404
    assert as_(house.sam).get(DRAFT).status_code == 404


def test_too_much_is_refused_in_words(house: House, ticket: Ticket, as_: As) -> None:
    answer = as_(house.ann).post(DRAFT, {"text": "x" * 100_001, "kind": "note"})
    assert (answer.status_code, b"too long" in answer.content) == (422, True)
