"""Dangerous files are held, and released by leads."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.acceptance.post import mail
from tests.house import House
from tests.mail import deliver
from tests.web.conftest import As
from threering.ledger.models import Event
from threering.tickets.models import Attachment, Upload

pytestmark = pytest.mark.django_db
TICKET, FORWARD = "/tickets/open/north/1", "/t/north/1/forward"


@pytest.fixture
def file(house: House) -> Attachment:
    deliver(house.shop, mail("Run it.", to="help@shop.test", subject="Bill", file=b"MZ\0\0"))
    return Attachment.objects.get()


def opened(client: Client, file: Attachment) -> list[int]:
    address = f"/attachments/{file.uuid}"
    return [client.get(there).status_code for there in (address, f"{address}/text")]


def test_nobody_opens_what_is_held(house: House, file: Attachment, as_: As) -> None:
    assert file.is_held
    assert [opened(as_(one), file) for one in (house.ann, house.lea)] == [[403, 403]] * 2
    shown = as_(house.ann).get(TICKET).content.decode()
    assert "A program" in shown
    assert f"/attachments/{file.uuid}" not in shown


def test_a_lead_releases_it_for_all_and_holds_it_again(
    house: House, file: Attachment, as_: As
) -> None:
    place = f"/attachments/{file.uuid}/held"
    assert f'data-post="{place}"' in as_(house.lea).get(TICKET).content.decode()
    for held, answer in (("0", 200), ("0", 200), ("1", 403)):
        assert as_(house.lea).post(place, {"held": held}).status_code == 204
        assert opened(as_(house.ann), file)[0] == answer
    told = (
        Event.objects.filter(kind__startswith="file_").order_by("pk").values_list("kind", flat=True)
    )
    assert list(told) == ["file_released", "file_held"]
    assert "Lea released a held file" in as_(house.ann).get(TICKET).content.decode()


def test_an_agent_releases_nothing(house: House, file: Attachment, as_: As) -> None:
    for one in (house.ann, house.lou, house.sam):
        answer = as_(one).post(f"/attachments/{file.uuid}/held", {"held": "0"})
        assert answer.status_code in {403, 404}
    file.refresh_from_db()
    assert file.is_held


def test_what_is_not_dangerous_cannot_be_held(house: House, as_: As) -> None:
    deliver(house.shop, mail("My bill.", to="help@shop.test", subject="Bill", file=b"%PDF"))
    file = Attachment.objects.get()
    answer = as_(house.lea).post(f"/attachments/{file.uuid}/held", {"held": "1"})
    assert (answer.status_code, opened(as_(house.ann), file)[0]) == (404, 200)


def test_it_is_not_passed_on_while_it_is_held(house: House, file: Attachment, as_: As) -> None:
    begin = {"forwards": str(file.message.uuid)}
    assert "data-file=" not in as_(house.ann).post(FORWARD, begin).content.decode()
    as_(house.lea).post(f"/attachments/{file.uuid}/held", {"held": "0"})
    assert "data-file=" in as_(house.ann).post(FORWARD, begin).content.decode()


@pytest.mark.parametrize("name", ["tool.exe", "bill.pdf"])
def test_nobody_sends_what_mail_servers_refuse(
    house: House, file: Attachment, as_: As, name: str
) -> None:
    given = {"file": SimpleUploadedFile(name, b"MZ\0\0")}
    answer = as_(house.ann).post(f"/t/north/1/files?kept={uuid4()}", given)
    assert answer.status_code == 422
    assert f"{name} stays here (A program)" in answer.content.decode()
    assert not Upload.objects.exists()
