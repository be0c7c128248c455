from __future__ import annotations

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.email.reading import Mail, understand
from threering.channels.email.rtf import rtf_text, unpacked
from threering.channels.email.structure import TooManyParts

HEAD = b"From: Ann <ann@example.com>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="x"\n\n'
# The example of MS-OXRTFCP.
PACKED_RTF = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af3"
    "2068656c090020627705b06c647d0a800fa0"
)


def files(mail: Mail) -> list[tuple[str, str, bytes]]:
    return [(file.filename, file.content_type, file.content) for file in mail.files]


def part(head: str, body: bytes) -> bytes:
    return b"--x\n" + head.encode() + b"\n\n" + body + b"\n"


def test_plain_and_html_are_two_forms_of_one_text() -> None:
    raw = HEAD + b"Content-Type: multipart/alternative; boundary=x\n\n"
    raw += part("Content-Type: text/plain", b"plain") + part(
        "Content-Type: text/html", b"<b>rich</b>"
    )
    mail = understand(raw + b"--x--\n")
    assert (mail.text, mail.html) == ("plain", "<b>rich</b>")


def test_an_empty_plain_form_gives_way_to_the_html() -> None:
    raw = HEAD + b"Content-Type: multipart/alternative; boundary=x\n\n"
    raw += part("Content-Type: text/plain", b" ") + part("Content-Type: text/html", b"<p>rich</p>")
    assert understand(raw + b"--x--\n").text == "rich"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('Content-Type: image/png; name="a.png"', "a.png"),
        ("Content-Disposition: attachment; filename=a b.png", "a b.png"),
        ("Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        (
            "Content-Disposition: attachment;\n filename*0*=utf-8''Gr%C3%BC;\n filename*1=sse.pdf",
            "Grüsse.pdf",
        ),
        ("Content-Disposition: attachment; filename*0=long; filename*1=name.pdf", "longname.pdf"),
        (
            'Content-Disposition: attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="',
            "Grüße.pdf",
        ),
        ('Content-Disposition: attachment; filename="C:\\TEMP\\new.pdf"', "new.pdf"),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', ".._.._etc_passwd"),
        ("Content-Type: application/pdf", "attachment-1.pdf"),
        ("Content-Type: message/rfc822", "attachment-1.eml"),
    ],
)
def test_a_file_has_the_name_its_sender_gave_it(head: str, name: str) -> None:
    if "Content-Type" not in head:
        head += "\nContent-Type: application/pdf"
    mail = understand(
        MIXED + part("Content-Type: text/plain", b"see") + part(head, b"x") + b"--x--\n"
    )
    assert [file.filename for file in mail.files] == [name]
    assert mail.text == "see"


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", b"aGVs\r\nbG8=", b"hello"),
        ("base64", b"aGVsbG8", b"hello"),
        ("base64", b"aGVs!bG8=\n", b"hello"),
        ("BASE64 ", b"aGVsbG8=\n_____\nsome list footer", b"hellosome list footer"),
        ("quoted-printable", b"h=65ll=\no", b"hello"),
        ("8bit", b"h\xe9llo", b"h\xe9llo"),
        ("x-uuencode", b"begin 644 a\n%:&5L;&\\\n`\nend", b"hello"),
        ("nonsense", b"hello", b"hello"),
    ],
)
def test_a_file_is_decoded_whatever_its_encoding(
    encoding: str, body: bytes, content: bytes
) -> None:
    head = f"Content-Type: application/x; name=a\nContent-Transfer-Encoding: {encoding}"
    assert files(understand(MIXED + part(head, body) + b"--x--\n"))[0][2] == content


def test_a_file_written_into_the_text_is_taken_out() -> None:
    mail = understand(HEAD + b"\nhello\n\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\n\nbye\n")
    assert files(mail) == [("a.txt", "text/plain", b"hello")]
    assert mail.text.split() == ["hello", "bye"]


def test_a_nested_mail_is_one_file_named_by_its_subject() -> None:
    inner = b"From: bob@example.com\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\ninside"
    mail = understand(MIXED + part("Content-Type: message/rfc822", inner) + b"--x--\n")
    assert files(mail) == [("Grüße.eml", "message/rfc822", inner)]


def test_a_picture_in_the_text_keeps_its_id() -> None:
    head = "Content-Type: image/png; name=a.png\nContent-ID: <p1@x>\nContent-Disposition: inline"
    file = understand(MIXED + part(head, b"x") + b"--x--\n").files[0]
    assert (file.inline, file.content_id) == (True, "p1@x")


def test_an_invitation_is_a_file_and_a_line() -> None:
    calendar = (
        b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Fitting\\, second\n"
        b"DTSTART;TZID=Europe/Rome:20260302T100000\nDTEND:20260302T110000Z\nLOCATION:Shop\nEND:VEVENT"
    )
    mail = understand(MIXED + part("Content-Type: text/calendar", calendar) + b"--x--\n")
    assert mail.text == (
        "Invitation: Fitting, second, 2026-03-02 10:00 Europe/Rome – 2026-03-02 11:00 UTC, Shop"  # noqa: RUF001
    )
    assert [file.filename for file in mail.files] == ["attachment-1.ics"]


@pytest.mark.parametrize(
    ("head", "body", "flags"),
    [
        ("multipart/signed; boundary=x", part("Content-Type: text/plain", b"hi"), (True, False)),
        ("multipart/encrypted; boundary=x", part("Content-Type: text/plain", b"-"), (False, True)),
        ("application/pkcs7-mime; smime-type=enveloped-data", b"x", (False, True)),
        ("application/pkcs7-mime; smime-type=signed-data", b"x", (True, False)),
        ("text/plain", b"-----BEGIN PGP MESSAGE-----\nx", (False, True)),
        ("text/plain", b"-----BEGIN PGP SIGNED MESSAGE-----\nx", (True, False)),
        ("text/plain", b"hello", (False, False)),
    ],
)
def test_signed_and_encrypted_mail_is_shown_as_such(
    head: str, body: bytes, flags: tuple[bool, bool]
) -> None:
    mail = understand(HEAD + f"Content-Type: {head}\n\n".encode() + body)
    assert (mail.signed, mail.encrypted) == flags


@pytest.mark.parametrize(
    ("raw", "text", "defect"),
    [
        (b"\xef\xbb\xbf" + HEAD + b"\nhi", "hi", "byte-order-mark"),
        (b"From ann Mon Mar  2 10:00:00 2026\n" + HEAD + b"\nhi", "hi", "mbox-from-line"),
        (b"\n\n" + HEAD + b"\nhi", "hi", "blank-before-headers"),
        (HEAD.replace(b"\n", b"\r") + b"\rhi", "hi", "bare-cr"),
        (HEAD.replace(b"Date:", b"Date :") + b"\nhi", "hi", "blank-before-colon"),
        (b"rubbish\n" + HEAD + b"Message-ID: <a@b>\n\nhi", "hi", "header-not-understood"),
        (b"only words\nand words", "only words\nand words", "no-headers"),
        (MIXED.replace(b'"x"', b'"y"') + part("X-A: b", b"hi"), "hi", "boundary-guessed"),
        (HEAD + b"Content-Type: multipart/mixed\n\nhi", "hi", "boundary-missing"),
        (MIXED + part("Content-Type: text/plain", b"hi"), "hi", "boundary-not-closed"),
        (MIXED.replace(b"multipart/mixed", b"text/html") + part("X-A: b", b"hi") + b"--x--",
         "hi", "boundary-guessed"),
        (b"Subject: x\n\nhi", "hi", "from-missing"),
    ],
)  # fmt: skip
def test_a_broken_form_is_read_and_named(raw: bytes, text: str, defect: str) -> None:
    mail = understand(raw)
    assert mail.text == text
    assert defect in mail.defects


def test_who_really_got_it_is_kept() -> None:
    mail = understand(
        HEAD + b"Delivered-To: Help@shop.example\nX-Original-To: a@shop.example\n\nhi"
    )
    assert mail.delivered_to == ["help@shop.example", "a@shop.example"]


def test_what_the_servers_found_is_kept() -> None:
    results = b"Authentication-Results: mx.example; spf=pass (ok) smtp.mailfrom=a; dkim=fail\n"
    assert understand(results + HEAD + b"\nhi").claims == [
        ("mx.example", "spf", "pass"),
        ("mx.example", "dkim", "fail"),
    ]


def attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, 0, len(value)) + value + b"\0\0"


def properties(*values: tuple[int, int, bytes]) -> bytes:
    found = struct.pack("<I", len(values))
    for kind, number, value in values:
        padding = b"\0" * (-len(value) % 4)
        found += struct.pack("<HHII", kind, number, 1, len(value)) + value + padding
    return found


def envelope(*attributes: bytes) -> bytes:
    content = base64.encodebytes(struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes))
    head = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64"
    return MIXED + part(head, content) + b"--x--\n"


def test_a_winmail_dat_is_opened() -> None:
    long_name = properties((0x1F, 0x3707, "Rechnung ä.pdf\0".encode("utf-16-le")))
    mail = understand(
        envelope(
            attribute(1, 0x9003, properties((0x102, 0x1013, b"<p>Hello</p>"))),
            attribute(2, 0x9002, b"\0" * 14),
            attribute(2, 0x8010, b"RECHN~1.PDF\0"),
            attribute(2, 0x800F, b"%PDF"),
            attribute(2, 0x9005, long_name),
        )
    )
    assert files(mail) == [("Rechnung ä.pdf", "application/pdf", b"%PDF")]
    assert mail.text == "Hello"


def test_a_winmail_dat_with_rich_text_only_is_read() -> None:
    mail = understand(envelope(attribute(1, 0x9003, properties((0x102, 0x1009, PACKED_RTF)))))
    assert mail.text == "hello world"


def test_a_broken_winmail_dat_stays_a_file() -> None:
    head = "Content-Type: application/ms-tnef; name=winmail.dat"
    mail = understand(MIXED + part(head, b"no tnef") + b"--x--\n")
    assert [file.filename for file in mail.files] == ["winmail.dat"]
    assert "winmail-unreadable" in mail.defects


def test_packed_rich_text_is_unpacked() -> None:
    assert unpacked(PACKED_RTF) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf_text(b"{\\rtf1{\\fonttbl x}Gr\\'fc\\'dfe\\par \\u8364?}").startswith("Grüße\n€")


@given(st.binary(max_size=600))
def test_any_winmail_dat_is_survived(content: bytes) -> None:
    understand(envelope(content))


@pytest.mark.parametrize("depth", [30, 3000])
def test_a_mail_in_a_mail_in_a_mail_is_read_or_refused(depth: int) -> None:
    raw = HEAD + b"Content-Type: message/rfc822\n\n" * depth + b"Subject: x\n\nhi"
    if depth < 100:
        assert [file.content_type for file in understand(raw).files] == ["message/rfc822"]
        return
    with pytest.raises(TooManyParts, match="too deeply"):
        understand(raw)


@pytest.mark.parametrize(
    "head",
    [
        b"From: a@b.example\n" + b"junk\n" * 100_000 + b"To: c@d.example\n",
        b"From: a@b.example\nCc: " + b"x@y.example, " * 300_000 + b"\n",
        b"From: a@b.example\n" + b"X-A: b\n" * 500_000,
    ],
)
def test_a_head_of_any_size_is_read(head: bytes) -> None:
    found = understand(head + b"\nHello")
    assert (found.sender.email, found.text) == ("a@b.example", "Hello")


def test_ids_that_are_too_long_get_others_that_stay_the_same() -> None:
    long = "x" * 3000 + "@y.example"
    first = understand(f"From: a@b.example\nMessage-ID: <{long}>\n\nHello".encode())
    answer = understand(f"From: a@b.example\nReferences: <{long}> <b@c>\n\nYes".encode())
    assert len(first.message_id) <= 400
    assert answer.thread_keys == ["<b@c>", first.message_id]
    assert "message-id-too-long" in first.defects


def test_an_address_that_is_too_long_is_none() -> None:
    long = "x" * 320 + "@y.example"
    found = understand(
        f"From: {long}\nReply-To: a@b.example\nTo: {long}, c@d.example\n\nA".encode()
    )
    assert found.sender.email == "a@b.example"
    assert [party.email for party in found.to] == ["c@d.example"]
    alone = understand(f"From: Ann <{long}>\n\nHello".encode())
    assert (alone.sender.name, len(alone.sender.email) <= 320) == ("Ann", True)
    assert "address-too-long" in alone.defects
