from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.organisation.models import Agent
from threering.tickets.models import Attachment, Message

pytestmark = pytest.mark.django_db

FILES, REPLY = "/t/north/1/files", "/t/north/1/reply"


@pytest.fixture(autouse=True)
def _ticket(house: House) -> None:
    deliver(house.shop, mail())


def uploaded(as_: As, agent: Agent) -> str:
    """A picture brought into the composer; its id."""
    answer = as_(agent).post(FILES, {"file": SimpleUploadedFile("shot.png", b"\x89PNG")})
    assert answer.status_code == 201
    chip = LexborHTMLParser(answer.content.decode()).css_first("[data-file]")
    return str(chip.attributes["data-file"]) if chip else ""


def note(as_: As, agent: Agent, uploads: str) -> int:
    said = {"kind": "note", "key": str(uuid4()), "text": "See the crack.", "uploads": uploads}
    return int(as_(agent).post(REPLY, said).status_code)


@pytest.mark.parametrize("name", ["ann", "lou"])
def test_a_note_takes_files_along_also_of_a_light_agent(house: House, as_: As, name: str) -> None:
    agent = getattr(house, name)
    assert note(as_, agent, uploaded(as_, agent)) == 201
    file = Attachment.objects.get()
    assert (file.filename, file.message.kind) == ("shot.png", Message.Kind.NOTE)
    assert "shot.png" in as_(house.ann).get("/tickets/open/north/1").content.decode()
    assert as_(house.sam).get(f"/attachments/{file.uuid}").status_code == 404


def test_a_note_whose_file_is_gone_is_not_kept_without_it(house: House, as_: As) -> None:
    assert note(as_, house.ann, str(uuid4())) == 422
    assert not Message.objects.filter(kind=Message.Kind.NOTE).exists()


def test_nobody_takes_along_what_somebody_else_brought(house: House, as_: As) -> None:
    assert note(as_, house.lou, uploaded(as_, house.ann)) == 422
