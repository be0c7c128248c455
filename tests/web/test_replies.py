from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.ledger.models import Blob, Delivery
from threering.tickets.letters import forget_uploads
from threering.tickets.models import Attachment, Message, Ticket, Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    settings.UNDO = timedelta(seconds=10)
    deliver(house.shop, mail())
    return Ticket.objects.get()


def put(client: Client, name: str = "a.pdf", content: bytes = b"%PDF", kept: str = "") -> str:
    file = SimpleUploadedFile(name, content, "application/pdf")
    answer = client.post(f"/t/north/1/files?kept={kept}", {"file": file})
    assert answer.status_code == 201, answer.content
    chip = LexborHTMLParser(answer.content.decode()).css_first("[data-file]")
    return str(chip.attributes["data-file"])


def send(client: Client, uploads: str = "") -> str:
    sent = {"kind": "reply", "key": str(uuid4()), "text": "Here.", "uploads": uploads}
    answer = client.post("/t/north/1/reply", sent)
    assert answer.status_code == 201
    return answer.content.decode()


def test_a_file_is_uploaded_sent_and_shown(house: House, ticket: Ticket, as_: As) -> None:
    upload = put(as_(house.ann), "Größe.pdf")
    page = send(as_(house.ann), upload)
    assert "Größe.pdf" in page
    attachment = Attachment.objects.get()
    assert as_(house.lea).get(f"/attachments/{attachment.uuid}").status_code == 200
    assert as_(house.sam).get(f"/attachments/{attachment.uuid}").status_code == 404


def test_a_file_is_for_one_author_and_one_ticket(house: House, ticket: Ticket, as_: As) -> None:
    upload = put(as_(house.ann))
    sent = {"kind": "reply", "key": str(uuid4()), "text": "Here.", "uploads": upload}
    answer = as_(house.lea).post("/t/north/1/reply", sent)
    assert (answer.status_code, Delivery.objects.exists()) == (422, False)
    assert upload not in as_(house.lea).get(f"/t/north/1/files?kept={upload}").content.decode()
    assert upload in as_(house.ann).get(f"/t/north/1/files?kept={upload}").content.decode()


def test_nobody_of_another_client_puts_files_in(house: House, ticket: Ticket, as_: As) -> None:
    file = SimpleUploadedFile("a.pdf", b"x")
    answer = as_(house.sam).post("/t/north/1/files", {"file": file})
    assert (answer.status_code, Upload.objects.exists()) == (404, False)


def test_twenty_megabytes_are_the_most_of_all_together(
    house: House, ticket: Ticket, as_: As
) -> None:
    first = put(as_(house.ann), content=b"x" * (15 * 2**20))
    file = SimpleUploadedFile("b.pdf", b"y" * (6 * 2**20))
    answer = as_(house.ann).post(f"/t/north/1/files?kept={first}", {"file": file})
    assert answer.status_code == 422
    assert "At most 20 files" in answer.content.decode()
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("kept", ["nonsense", "1,2"])
def test_ids_that_are_none_are_refused_in_words(
    house: House, ticket: Ticket, as_: As, kept: str
) -> None:
    answer = as_(house.ann).get(f"/t/north/1/files?kept={kept}")
    assert (answer.status_code, b"Add it again" in answer.content) == (422, True)


def test_nothing_uploaded_is_said(house: House, ticket: Ticket, as_: As) -> None:
    assert as_(house.ann).post("/t/north/1/files").status_code == 422


def test_taken_back_a_reply_gives_its_words_and_files_back(
    house: House, ticket: Ticket, as_: As
) -> None:
    page = LexborHTMLParser(send(as_(house.ann), put(as_(house.ann))))
    button = page.css_first("[data-do=take-back]")
    assert page.css_first("[data-leaves]").attributes["data-leaves"] in {"9", "10"}
    Upload.objects.all().delete()  # as after two weeks
    answer = as_(house.ann).post(str(button.attributes["data-url"]))
    back = LexborHTMLParser(answer.content.decode())
    gone = back.css_first("[data-gone]")
    assert (gone.attributes["data-text"], len(back.css("[data-file]"))) == ("Here.", 1)
    assert "Here." not in as_(house.ann).get("/tickets/all/north/1").content.decode()
    newer = as_(house.lea).get("/t/north/1/messages").content.decode()
    assert str(gone.attributes["id"]) in newer
    assert "took a reply back" in newer


@pytest.mark.parametrize(("who", "status"), [("lou", {403, 404}), ("sam", {404})])
def test_others_cannot_take_it_back(
    house: House, ticket: Ticket, as_: As, who: str, status: set[int]
) -> None:
    page = LexborHTMLParser(send(as_(house.ann)))
    url = str(page.css_first("[data-do=take-back]").attributes["data-url"])
    assert as_(getattr(house, who)).post(url).status_code in status
    assert Message.objects.filter(taken_back_at=None).count() == 2


def test_too_late_is_said(house: House, ticket: Ticket, as_: As) -> None:
    page = LexborHTMLParser(send(as_(house.ann)))
    Delivery.objects.update(state="sending")
    url = str(page.css_first("[data-do=take-back]").attributes["data-url"])
    answer = as_(house.ann).post(url)
    assert (answer.status_code, b"Too late" in answer.content) == (409, True)


def test_a_reply_that_is_tried_again_says_when(house: House, ticket: Ticket, as_: As) -> None:
    send(as_(house.ann))
    Delivery.objects.update(attempts=1, reason="451 4.7.1 Greylisted")
    page = as_(house.ann).get("/tickets/all/north/1").content.decode()
    assert "Not sent yet." in page
    assert "asked us to try later" in page


def test_files_that_were_never_sent_are_forgotten(house: House, ticket: Ticket, as_: As) -> None:
    kept, lost = put(as_(house.ann), content=b"kept"), put(as_(house.ann), content=b"lost")
    send(as_(house.ann), kept)
    before = Blob.objects.count()
    assert forget_uploads(before=now()) == 2
    assert (Upload.objects.count(), Blob.objects.count()) == (0, before - 1)
    assert lost
    attachment = Attachment.objects.get()
    assert as_(house.ann).get(f"/attachments/{attachment.uuid}").content == b"kept"
