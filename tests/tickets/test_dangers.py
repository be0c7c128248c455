"""Files that may harm whoever opens them."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.contract import Attached
from threering.tickets.dangers import Danger, danger_of

PDF = b"%PDF-1.7"


def of(name: str, content: bytes = PDF, kind: str = "application/octet-stream") -> Danger | None:
    return danger_of(Attached(filename=name, content_type=kind, content=content))


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def enciphered(name: str) -> bytes:
    """With the mark of a password in both of its heads, as any archiver sets it."""
    raw = bytearray(zipped(name))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(head) + flags] |= 1
    return bytes(raw)


def mail_with(name: str) -> bytes:
    mail = EmailMessage()
    mail.set_content("Look.")
    mail.add_attachment(PDF, maintype="application", subtype="octet-stream", filename=name)
    return bytes(mail)


@pytest.mark.parametrize(
    ("name", "danger"),
    [
        ("setup.exe", Danger.PROGRAM),
        ("SETUP.EXE", Danger.PROGRAM),
        ("bill.pdf.exe", Danger.PROGRAM),
        ("bill.exe. .", Danger.PROGRAM),
        ("bill.pdf.js", Danger.SCRIPT),
        ("bill.lnk", Danger.SHORTCUT),
        ("bill.iso", Danger.DISK),
        ("prices.xlsm", Danger.MACRO),
        ("photos.rar", Danger.CLOSED),
        ("bill\u202efdp.exe", Danger.DISGUISED),
        ("bill.pdf", None),
        ("photo.JPG", None),
        ("prices.xlsx", None),
        ("exe", None),
        (".com", None),
        ("", None),
    ],
)
def test_what_a_name_tells(name: str, danger: Danger | None) -> None:
    assert of(name) == danger


@pytest.mark.parametrize(
    ("content", "danger"),
    [
        (b"MZ\x90\0\x03", Danger.PROGRAM),
        (b"MZ-100;12;blue", None),
        (b"\x7fELF\x02", Danger.PROGRAM),
        (b"#!/bin/sh", Danger.SCRIPT),
        (b"# Heading", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1.." + "_VBA_PROJECT".encode("utf-16-le"), Danger.MACRO),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", None),
        (b"Rar!\x1a\x07\x01\0", Danger.CLOSED),
        (zipped("photo.jpg", "bill.pdf"), None),
        (zipped("photo.jpg", "folder/bill.js"), Danger.PACKED),
        (zipped("photos.zip"), Danger.PACKED),
        (zipped("[Content_Types].xml", "word/document.xml", "word/printer.bin"), None),
        (zipped("[Content_Types].xml", "word/vbaProject.bin"), Danger.MACRO),
        (enciphered("photo.jpg"), Danger.CLOSED),
        (b"PK\x03\x04 and nothing behind it", Danger.CLOSED),
    ],
)
def test_what_its_bytes_tell_whatever_it_is_called(content: bytes, danger: Danger | None) -> None:
    assert of("bill.pdf", content) == danger


def test_a_list_of_contents_that_is_too_long_is_not_read() -> None:
    raw = bytearray(zipped("photo.jpg"))
    end = raw.rindex(b"PK\x05\x06")
    raw[end + 12 : end + 16] = (2_000_000).to_bytes(4, "little")
    assert of("photos.zip", bytes(raw)) == Danger.CLOSED


@pytest.mark.parametrize(("name", "danger"), [("bill.pdf", None), ("bill.vbs", Danger.PACKED)])
def test_a_mail_is_as_dangerous_as_what_is_attached(name: str, danger: Danger | None) -> None:
    assert of("forwarded", mail_with(name), "message/rfc822") == danger
    assert of("forwarded.eml", mail_with(name)) == danger


def test_a_type_alone_is_believed_when_it_is_dangerous() -> None:
    assert of("bill", PDF, "application/x-msdownload") == Danger.PROGRAM


@given(st.text(), st.sampled_from((b"", b"PK\x03\x04", zipped("a"), b"MZ")), st.binary(), st.text())
def test_whatever_comes_is_answered(name: str, head: bytes, rest: bytes, kind: str) -> None:
    danger = danger_of(Attached(filename=name, content_type=kind, content=head + rest))
    assert danger is None or danger in Danger


@given(st.binary(max_size=40), st.integers(0, 200))
def test_a_damaged_archive_is_answered_too(noise: bytes, at: int) -> None:
    raw = zipped("photo.jpg", "bill.pdf")
    of("photos.zip", raw[:at] + noise + raw[at + len(noise) :])
