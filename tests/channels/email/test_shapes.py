"""Mails of odd shapes are read in time that grows with their size, not with its square.

Each of these took from seconds to an hour before it was bounded; none of them is timed here.
"""

from __future__ import annotations

import struct

import pytest

from threering.channels.email.adapter import parse
from threering.channels.email.calendars import summary
from threering.channels.email.html_limits import MAX_ATTRIBUTES, bounded
from threering.channels.email.lines import MAX_LINES, MAX_PART_HEAD, pieces
from threering.channels.email.markup import safe
from threering.channels.email.payload import parameters
from threering.channels.email.reading import understand
from threering.channels.email.structure import parsed
from threering.channels.email.tnef import MAX_FILES
from threering.channels.email.words import MAX_PARAMETERS, unbased

HEAD = b"From: Ann <ann@example.com>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="x"\n\n'
TEXT = b"--x\nContent-Type: text/plain\n\nhi\n--x--\n"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (MIXED + b"a\n" * 9000 + TEXT, 10),
        (MIXED + TEXT + b"a\n" * 9000, 300 + 9),
        (MIXED + TEXT.replace(b"hi\n", b"--y\n" * 9000), 10),
        (MIXED.replace(b'"x"', b'x"') + TEXT.replace(b"hi\n", b"--y\n" * 9000), 9000 + 30),
    ],
)
def test_only_heads_and_what_may_be_a_boundary_are_looked_at(raw: bytes, seen: int) -> None:
    lines, cut = pieces(raw.decode())
    assert "".join(lines) == raw.decode()
    assert len(lines) <= seen
    assert len(cut) <= 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_mail_in_a_digest_has_its_own_head(end: str) -> None:
    raw = (
        "Content-Type: multipart/digest; boundary=x\n\nfor you\n--x\n\nSubject: one\n\nfirst\n\n"
        "second\n--x\nContent-Type: message/rfc822\n\nSubject: two\n\nthird\n--x--\n"
    )
    inner = parsed(raw.replace("\n", end).encode()).get_payload()
    assert isinstance(inner, list)
    mails = [part.get_payload(0) for part in inner]  # type: ignore[union-attr]
    assert [mail["subject"] for mail in mails] == ["one", "two"]
    assert mails[0].get_payload() == f"first{end}{end}second"


def test_boundaries_beyond_all_sense_are_read_as_text() -> None:
    mail = understand(MIXED + TEXT[:-6] + b"--x\n" * (MAX_LINES + 9) + TEXT)
    assert mail.text.startswith("hi")
    assert "parts-not-looked-for" in mail.defects


def test_the_head_of_a_part_beyond_all_sense_is_kept_and_not_looked_at() -> None:
    fields = b"A: b\n" * 2 * MAX_PART_HEAD
    mail = understand(MIXED + b"--x\nContent-Type: text/plain\n" + fields + b"\nhi\n--x--\n")
    assert mail.text == "hi"
    assert "header-too-large" in mail.defects


def test_a_boundary_is_guessed_past_lines_too_long_for_one() -> None:
    long = b"--" + b"a" * 90 + b"\nA: b\n"
    lines = long * 100 + b"--a" + b" " * 5000 + b"!\n" + b"--y  \nContent-Type: text/plain\n\nhi"
    mail = understand(HEAD + b"Content-Type: multipart/mixed\n\n" + lines)
    assert (mail.text, "boundary-guessed" in mail.defects) == ("hi", True)


def test_of_endless_parameters_the_first_are_read() -> None:
    part = parsed(b"Content-Type: a/b; name=c; " + b"x=y; " * MAX_PARAMETERS + b"z=1\n\n")
    assert parameters(part, "content-type") == {"name": "c", "x": "y"}
    assert part.get_boundary() is None


@pytest.mark.parametrize(
    ("text", "found"),
    [(b"AAAA" + b"\r" * 90_000 + b"!", b"\0\0\0"), (b"QQ==" * 9, b"A" * 9), (b"\xffQ\0Q", b"A")],
)
def test_noise_in_base64_is_passed_over(text: bytes, found: bytes) -> None:
    assert unbased(text) == found
    head = b"--x\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\n"
    assert understand(MIXED + head + text + b"\n--x--\n").files[0].content.startswith(found[:1])


@pytest.mark.parametrize("value", ['"{}>"', "'{}'", "{}"])
def test_a_tag_of_endless_attributes_is_read_as_words(value: str) -> None:
    def tag(many: int) -> str:
        names = " ".join(f"a{at}={value.format(at)}" for at in range(many))
        return f"<p {names}>hi</p><i>{'words ' * 500}</i>"

    assert "<i>" in bounded(tag(MAX_ATTRIBUTES))
    assert "<i>" not in bounded(tag(MAX_ATTRIBUTES + 1))
    assert safe(tag(90_000)).startswith("<pre>")


def test_endless_hard_spaces_are_spaces() -> None:
    for sign in ("\xa0", "&nbsp;"):
        assert "&nbsp;" not in safe("<p>" + sign * 200_000 + "hi")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (HEAD + b"\nhi\n" + b" " * 90_000 + b"x\n", "hi"),
        (HEAD + b"\nhi\n" + (b"*_" * 400 + b"a\n") * 900, "hi"),
        (HEAD + b"\nhi\nbegin 644 a" + b" " * 90_000 + b"x\n", "hi"),
        (HEAD + b"References: <a" + b" " * 90_000 + b"b\n\nhi", "hi"),
        (HEAD + b"Subject: " + b"not " * 25_000 + b"\nSender: mailer-daemon@x.y\n\nhi", "hi"),
    ],
)
def test_lines_made_to_be_looked_at_again_and_again_are_read(raw: bytes, text: str) -> None:
    assert parse(raw).text.startswith(text)  # type: ignore[union-attr]


def test_the_fields_of_an_invitation_need_no_second_look() -> None:
    endless = "BEGIN:VEVENT\nA" + ";" * 90_000 + '\nSUMMARY;A="b:c":Fitting\n'
    assert summary(endless) == "Event: Fitting"


def test_of_endless_files_in_a_winmail_dat_the_first_are_taken() -> None:
    one = struct.pack("<BHHI", 2, 0x9002, 0, 0) + b"\0\0"
    head = b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: binary\n\n"
    mail = understand(HEAD + head + struct.pack("<IH", 0x223E9F78, 1) + one * 2 * MAX_FILES)
    assert (len(mail.files), "winmail-cut" in mail.defects) == (MAX_FILES, True)


def test_a_flowed_text_of_endless_lines_stays_in_its_lines() -> None:
    mail = understand(HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 200_001)
    assert mail.text.startswith("a \na")
    assert "flowed-not-joined" in mail.defects
