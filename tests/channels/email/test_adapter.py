from __future__ import annotations

import email
from contextlib import suppress
from datetime import UTC, datetime
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.contract import Inbound, NotSendable, NotUnderstood, Outbound
from threering.channels.email.adapter import build, parse

HEAD = b"From: Ann <ann@example.com>\nMessage-ID: <a@b>\n"
REPLY = Outbound(
    external_id="<r1@shop.test>",
    sent_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
    sender_name="Shop, Grüße",
    sender_handle="help@shop.test",
    recipients=["ann@example.com"],
    subject="Re: Päckchen",
    text="On its way.\n.\nFrom us",
    answers="<a2@b>",
    thread_keys=["<a1@b>", "<a2@b>"],
)


def inbound(raw: bytes) -> Inbound:
    parsed = parse(raw)
    assert isinstance(parsed, Inbound)
    return parsed


def test_a_reply_carries_its_own_id_and_its_thread() -> None:
    mail = email.message_from_bytes(build(REPLY).content, policy=default)
    assert mail["Message-ID"] == "<r1@shop.test>"
    assert mail["In-Reply-To"] == "<a2@b>"
    assert mail["References"] == "<a1@b> <a2@b>"
    assert mail["From"].addresses[0].display_name == "Shop, Grüße"
    assert mail["Subject"] == "Re: Päckchen"


def test_a_reply_is_read_back_as_it_was_written() -> None:
    assert inbound(build(REPLY).content).text == REPLY.text
    assert inbound(build(REPLY).content).thread_keys == ("<a2@b>", "<a1@b>")


def test_a_long_id_answers_as_it_is() -> None:
    long = f"<{'DB7PR04MB4490' * 8}@eurprd04.prod.outlook.com>"
    raw = build(Outbound(**fields(REPLY) | {"answers": long, "thread_keys": ["<a@b>", long]}))
    assert f"In-Reply-To: {long}".encode() in raw.content
    assert f"References: <a@b> {long}".encode() in raw.content


def test_a_body_of_any_language_travels_as_7_bit() -> None:
    assert build(Outbound(**fields(REPLY) | {"text": "Grüße, 很快"})).content.isascii()


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ann@müller.example", "ann@xn--mller-kva.example"),
        ("john..doe@docomo.example", "john..doe@docomo.example"),
    ],
)
def test_unusual_addresses_are_written_as_servers_take_them(address: str, wire: str) -> None:
    assert build(Outbound(**fields(REPLY) | {"recipients": [address]})).recipients == [wire]


@pytest.mark.parametrize("address", ["müller@x.example", "a b@", "x@" + "a" * 70 + ".example"])
def test_an_address_that_takes_no_mail_is_said_to_its_author(address: str) -> None:
    with pytest.raises(NotSendable, match=r"address|domain"):
        build(Outbound(**fields(REPLY) | {"recipients": [address]}))


def test_a_header_cannot_be_smuggled_into_a_reply() -> None:
    with pytest.raises(ValueError, match="Header values may not contain"):
        build(Outbound(**{**fields(REPLY), "subject": "Re: x\r\nBcc: all@example.com"}))


def fields(outbound: Outbound) -> dict[str, object]:
    return {name: getattr(outbound, name) for name in outbound.__slots__}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"Content-Type: text/plain; charset=nonsense\n\nH\xc3\xa4h", "Häh"),
        (b"Content-Type: text/plain; charset=utf-8\n\nH\xe4h", "Häh"),
        (b"\nno type at all", "no type at all"),
        (b"Content-Type: text/plain\n\nzero\x00byte", "zerobyte"),
        (b"Content-Type: multipart/mixed; boundary=x\n\nno parts", "no parts"),
    ],
)
def test_a_body_is_read_whatever_it_claims(body: bytes, text: str) -> None:
    assert inbound(HEAD + body).text == text


def test_a_nested_mail_is_one_file() -> None:
    raw = HEAD + (
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nsee below\n--x\n"
        b"Content-Type: message/rfc822\n\nFrom: bob@example.com\nSubject: inner\n\ninside\n--x--\n"
    )
    parsed = inbound(raw)
    assert parsed.text == "see below"
    assert [(f.content_type, b"inside" in f.content) for f in parsed.attached] == [
        ("message/rfc822", True)
    ]


def test_a_path_in_a_file_name_leads_nowhere() -> None:
    raw = HEAD + (
        b"Content-Type: application/pdf\nContent-Disposition: attachment;"
        b' filename="../../etc/passwd"\n\nx'
    )
    assert inbound(raw).attached[0].filename == ".._.._etc_passwd"


def test_a_mime_bomb_is_not_unpacked() -> None:
    parts = b"--x\n\npart\n" * 600
    bomb = HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + parts + b"--x--\n"
    with pytest.raises(NotUnderstood, match="more than 500 parts"):
        parse(bomb)


def test_no_script_survives() -> None:
    raw = HEAD + (
        b"Content-Type: text/html\n\n<p onclick=alert(1)>Hi<script>alert(2)</script>"
        b"<img src=x onerror=alert(3)><a href='javascript:alert(4)'>x</a></p>"
    )
    assert "alert" not in inbound(raw).html


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused_with_a_reason(raw: bytes) -> None:
    with suppress(NotUnderstood):
        assert "\x00" not in getattr(parse(HEAD + raw), "text", "")
