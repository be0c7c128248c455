"""Where mails begin and end in an mbox, in every dialect, across blocks, and what was quoted."""

from __future__ import annotations

import io
import re

import pytest

from threering.listeners.files import mbox

LINE = b"From a@b.example Mon Jan  5 10:00:00 2015\n"
BODIES = [
    b"plain\n",
    b"\n\nempty lines before and after\n\n\n",
    b"From me to you\n>From him\n>>From her\n\nFrom Monday 10:00 2015 on\n",
    b"no line end at its end",
    b"x" * 3000 + b"\n",
]


def mail(number: int, body: bytes, more: bytes = b"") -> bytes:
    return b"From: a@b.example\nSubject: %d\n" % number + more + b"\n" + body


def read(raw: bytes) -> list[bytes]:
    """All mails of an mbox."""
    found = mbox.slices(io.BytesIO(raw))
    return [mbox.mail_of(raw[s.offset : s.offset + s.length], counted=s.counted)[0] for s in found]


def quoted(body: bytes) -> bytes:
    return re.sub(rb"(?m)^(>*From )", rb">\1", body)


def ended(body: bytes) -> bytes:
    return body if body.endswith(b"\n") else body + b"\n"


@pytest.mark.parametrize("block", [64, 1000, 4 * 2**20])
def test_mboxrd_comes_back_byte_by_byte(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "BLOCK", block)
    mails = [mail(n, ended(body)) for n, body in enumerate(BODIES * 20)]
    assert read(b"".join(LINE + quoted(one) + b"\n" for one in mails)) == mails


def test_with_the_line_ends_of_dos_too() -> None:
    mails = [mail(n, ended(body)).replace(b"\n", b"\r\n") for n, body in enumerate(BODIES)]
    line = LINE.replace(b"\n", b"\r\n")
    assert read(b"".join(line + quoted(one) + b"\r\n" for one in mails)) == mails


def test_content_length_is_trusted_where_it_leads_to_the_next_mail() -> None:
    body = b"quoted by nobody:\n\n" + LINE + b"and on\n"
    mails = [mail(n, body, b"Content-Length: %d\n" % len(body)) for n in range(3)]
    assert read(b"".join(LINE + one + b"\n" for one in mails)) == mails


@pytest.mark.parametrize("said", [b"7", b"99999999", b"-1", b"9" * 40, b"x"])
def test_a_wrong_content_length_is_passed_over(said: bytes) -> None:
    mails = [mail(n, b"the body\n", b"Content-Length: " + said + b"\n") for n in range(3)]
    assert read(b"".join(LINE + one + b"\n" for one in mails)) == mails


def test_what_only_looks_like_a_beginning_is_text() -> None:
    mails = [mail(1, b"text\nFrom x Mon Jan  5 10:00:00 2015\nmore\n\nFrom here on\n")]
    assert read(LINE + mails[0] + b"\n") == mails


def test_the_line_says_when_it_came() -> None:
    assert mbox.mail_of(LINE + b"Subject: x\n\n", counted=False)[1] == "Mon Jan  5 10:00:00 2015"


@pytest.mark.parametrize("raw", [b"", b"\n", b"From ", b"no mail at all\n\nat all"])
def test_a_file_without_mail_has_none(raw: bytes) -> None:
    assert read(raw) == []
