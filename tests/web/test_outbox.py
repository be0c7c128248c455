"""The demo's outbox, whatever was put into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.house import House
from tests.mail import mail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("head", [b"", b"From: \n", b"From: ,;<\n", b"From: undisclosed:;\n"])
def test_a_mail_from_nobody_spoils_no_page(
    house: House, client: Client, settings: Settings, tmp_path: Path, head: bytes
) -> None:
    settings.DEMO, settings.DATA = True, tmp_path
    folder = tmp_path / "demo" / "outbox"
    folder.mkdir(parents=True)
    (folder / "b.eml").write_bytes(head + b"Subject: Who am I\n\nHello")
    (folder / "a.eml").write_bytes(mail("Yours", sender="Shop <help@shop.test>", subject="Kept"))
    client.force_login(house.ann)
    page = client.get("/outbox")
    assert (page.status_code, b"Kept" in page.content) == (200, True)
    assert b"Who am I" not in page.content
