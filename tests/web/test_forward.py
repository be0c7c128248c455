from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from tests.acceptance.post import mail
from tests.house import House
from tests.mail import deliver
from tests.web.conftest import As
from threering.ledger import blobs
from threering.ledger.models import Delivery
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
INGRID, CARRIER = "ingrid@example.com", "claims@carrier.test"
PLACE = "/t/north/1/forward"


@pytest.fixture
def asked(house: House) -> Message:
    raw = mail("It is broken.", to="help@shop.test", subject="Broken", sender=INGRID, file=b"%PDF")
    deliver(house.shop, raw)
    return Message.objects.get()


def begun(client: Client, asked: Message) -> tuple[LexborHTMLParser, str]:
    """The box of a forward that was just begun, and the ids of its files."""
    answer = client.post(PLACE, {"forwards": str(asked.uuid)})
    assert answer.status_code == 200
    tree = LexborHTMLParser(answer.content.decode())
    return tree, ",".join(str(chip.attributes["data-file"]) for chip in tree.css("[data-file]"))


def send(client: Client, **form: str) -> tuple[int, str]:
    sent = {"kind": "forward", "key": str(uuid4()), "text": ""}
    answer = client.post("/t/north/1/reply", sent | form)
    return answer.status_code, answer.content.decode()


def test_it_begins_with_nobody_and_with_the_files_of_the_message(
    house: House, asked: Message, as_: As
) -> None:
    tree, files = begun(as_(house.ann), asked)
    shown = tree.css_first("[data-people]").attributes
    assert (shown["data-to"], shown["data-forwards"]) == ("", str(asked.uuid))
    assert "It is broken." in tree.css_first("blockquote").text()
    assert begun(as_(house.ann), asked)[1] == files  # twice is once
    chip = tree.css_first("[data-file]")
    assert "bill.pdf" in chip.text()


def test_it_leaves_with_what_is_passed_on_and_the_thread_says_so(
    house: House, asked: Message, as_: As, settings: Settings
) -> None:
    settings.UNDO = timedelta(seconds=10)
    client = as_(house.ann)
    _, files = begun(client, asked)
    status, shown = send(client, to=CARRIER, forwards=str(asked.uuid), uploads=files)
    assert status == 201
    assert all(words in shown for words in ("Forwarded", f"to {CARRIER}", "bill.pdf"))
    delivery = Delivery.objects.get()
    left = message_from_bytes(blobs.read(delivery.raw), policy=policy.default)
    assert (left["To"], left["Subject"], left["Cc"], left["References"]) == (
        CARRIER, "Fwd: Broken [#1]", None, None,
    )  # fmt: skip
    text = left.get_body(("plain",)).get_content()
    heading = text.index("---------- Forwarded message ----------")
    assert heading < text.index(f"From: ingrid <{INGRID}>") < text.index("Subject: Broken")
    assert text.rstrip().endswith("It is broken.")
    assert [part.get_filename() for part in left.iter_attachments()] == ["bill.pdf"]
    assert "<blockquote" in left.get_body(("html",)).get_content()
    back = client.post(f"/d/{delivery.uuid}/take-back").content.decode()
    gone = LexborHTMLParser(back).css_first("[data-gone]").attributes
    assert (gone["data-kind"], gone["data-to"]) == ("forward", CARRIER)
    assert (gone["data-forwards"], gone["data-text"]) == (str(asked.uuid), "")


def test_what_cannot_be_is_refused_in_words(house: House, asked: Message, as_: As) -> None:
    client = as_(house.ann)
    for to, why in (("", "Nobody would get this"), (INGRID, "is the customer")):
        status, words = send(client, to=to, forwards=str(asked.uuid), text="Look")
        assert (status, why in words) == (422, True)
    assert send(client, to=CARRIER, forwards=str(uuid4()))[0] == 422
    assert client.post(PLACE, {"forwards": "x"}).status_code == 422
    assert not Delivery.objects.exists()
    assert send(client, kind="reply")[0] == 422  # a reply has words


def test_a_draft_knows_what_it_passes_on(house: House, asked: Message, as_: As) -> None:
    client = as_(house.ann)
    kept = {"kind": "forward", "text": "", "to": CARRIER, "forwards": str(asked.uuid)}
    assert client.post("/t/north/1/draft", kept).status_code == 204
    draft = LexborHTMLParser(client.get("/t/north/1/draft").content.decode()).css_first("output")
    assert draft.attributes["data-kind"] == "forward"
    assert draft.attributes["data-forwards"] == str(asked.uuid)
    wanted = {"to": CARRIER, "forwards": str(asked.uuid)}
    box = client.get("/t/north/1/recipients", wanted).content.decode()
    assert f'data-to="{CARRIER}"' in box


def test_who_may_not_reply_may_not_forward(house: House, asked: Message, as_: As) -> None:
    assert as_(house.lou).post(PLACE, {"forwards": str(asked.uuid)}).status_code in {403, 404}
    assert as_(house.sam).post(PLACE, {"forwards": str(asked.uuid)}).status_code == 404
    page = as_(house.lou).get("/tickets/all/north/1").content.decode()
    assert 'data-do="forward"' not in page
    assert Ticket.objects.get().uploads.count() == 0
