"""Files, and what their senders called them."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from tests.house import House
from tests.mail import deliver
from threering.tickets.models import Attachment
from threering.web.attachments import LOOKED_AT, type_of

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


def test_the_beginning_of_a_text_is_shown_as_text(house: House, client: Client) -> None:
    head = (
        b"From: a@x.test\nContent-Type: %s; name=x\nContent-Disposition: attachment; filename=x\n"
    )
    deliver(
        house.shop,
        head % b"text/csv" + b"\n<b>sku</b>" + "; Größe für".encode("latin-1") * LOOKED_AT,
    )
    client.force_login(house.ann)
    page = client.get(f"/attachments/{Attachment.objects.get().uuid}/text").content.decode()
    assert "&lt;b&gt;sku&lt;/b&gt;; Größe für; Größe" in page
    assert "its beginning" in page


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_text_is_read_whole_before_it_is_cut(house: House, client: Client, codec: str) -> None:
    head = "From: a@x.test\nContent-Type: text/csv; name=x\nContent-Transfer-Encoding: base64\n"
    head += "Content-Disposition: attachment; filename=x\n\n"
    body = base64.encodebytes(("x" + "ü" * LOOKED_AT).encode(codec))
    deliver(house.shop, head.encode() + body)
    client.force_login(house.ann)
    page = client.get(f"/attachments/{Attachment.objects.get().uuid}/text").content.decode()
    assert page.count("ü") == LOOKED_AT - 1
    assert "its beginning" in page


@pytest.mark.parametrize("kind", ["text/html", "text/calendar", "application/pdf", "", "text"])
def test_what_is_no_text_is_not_looked_at(house: House, client: Client, kind: str) -> None:
    deliver(house.shop, b"From: a@x.test\nContent-Disposition: attachment; filename=x\n\nx")
    Attachment.objects.update(content_type=kind)
    client.force_login(house.ann)
    uuid = Attachment.objects.get().uuid
    assert client.get(f"/attachments/{uuid}/text").status_code == 404


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
