"""Files, and what their senders called them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.house import House
from tests.mail import deliver
from threering.tickets.models import Attachment
from threering.web.attachments import type_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("named", "served"),
    [
        ("image/svg+xml", "image/svg+xml"),
        ("text/\r\n plain", "application/octet-stream"),
        ("text/plain\n", "application/octet-stream"),
        ("text/html; charset=x", "application/octet-stream"),
        ("text", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_only_a_real_type_is_passed_on(named: str, served: str) -> None:
    assert type_of(Attachment(content_type=named)) == served


def test_a_file_with_broken_names_is_still_a_download(house: House, client: Client) -> None:
    with_file = (
        b"From: a@x.test\nContent-Type: application/pdf; name=x.pdf\n"
        b"Content-Disposition: attachment; filename=x.pdf\n\n%PDF"
    )
    deliver(house.shop, with_file)
    Attachment.objects.update(content_type="text/\r\n plain", filename="a\r\nX-Mine: 1.pdf")
    client.force_login(house.ann)
    answer = client.get(f"/attachments/{Attachment.objects.get().uuid}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Disposition"] == 'attachment; filename="aX-Mine: 1.pdf"'
