"""Card numbers in mails are struck out of what is read, and of the bytes that are kept."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.contract import Inbound
from threering.channels.email.adapter import parse

CARD, STRUCK = "4111 1111 1111 1111", "XXXX XXXX XXXX 1111"
CODES = ("8bit", "quoted-printable", "base64")


def mail(text: str = "Hello", *, subject: str = "Hi", code: str = "8bit") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "Ann <ann@x.test>", "help@x.test", subject
    made["Message-ID"] = "<a1@x.test>"
    made.set_content(f"{text}\n", cte=code)
    return made


def read(raw: bytes) -> Inbound:
    found = parse(raw)
    assert isinstance(found, Inbound)
    return found


def kept(found: Inbound) -> Inbound:
    """What the bytes say that are kept instead of those that came: no card number."""
    assert found.masked is not None
    again = read(found.masked)
    assert again.masked is None
    return again


@pytest.mark.parametrize("code", CODES)
def test_it_is_struck_out_of_the_text_in_every_code(code: str) -> None:
    found = read(mail(f"Grüße, my card is {CARD}, thanks", code=code).as_bytes())
    assert found.text.strip() == found.visible_text.strip()
    assert found.text.strip() == f"Grüße, my card is {STRUCK}, thanks"
    assert kept(found).text == found.text


def test_it_is_struck_out_of_the_subject_also_where_that_is_cut() -> None:
    for subject in (f"Grüße, card {CARD}", f"{'x' * 490} {CARD}"):
        found = read(mail(subject=subject).as_bytes())
        assert found.subject == subject.replace(CARD, STRUCK)[:500]
        assert kept(found).subject == found.subject


def test_it_is_struck_out_of_files_that_are_text_and_of_no_others() -> None:
    made = mail()
    for number, (main, sub, name) in enumerate(
        [("text", "csv", "a.csv"), ("application", "octet-stream", "b.txt"), ("text", "plain", "")]
    ):
        content = f"{number};{CARD}\n".encode("utf-16" if number == 1 else "utf-8")
        more = {"filename": name} if name else {"disposition": "attachment"}
        made.add_attachment(content, maintype=main, subtype=sub, **more)
    bill = f"%PDF {CARD}".encode()
    made.add_attachment(bill, maintype="application", subtype="pdf", filename="c.pdf")
    found = read(made.as_bytes())
    texts = [file.content.replace(b"\0", b"") for file in found.attached]
    assert all(STRUCK.encode() in text for text in texts[:3])
    assert found.attached[3].content == bill
    assert kept(found).attached == found.attached


def test_it_is_struck_out_of_a_mail_that_came_along() -> None:
    made = mail()
    made.add_attachment(mail(f"Mine is {CARD}", code="7bit"))
    found = read(made.as_bytes())
    assert STRUCK.encode() in found.attached[0].content
    assert CARD.encode() not in (found.masked or b"")


def test_html_is_kept_where_its_digits_can_be_found() -> None:
    made = mail(CARD)
    made.add_alternative(f"<p>It is <b>{CARD}</b></p>", subtype="html", cte="base64")
    found = read(made.as_bytes())
    assert STRUCK in found.html
    assert kept(found).html == found.html


def test_html_that_hides_the_digits_in_marks_is_not_kept() -> None:
    made = mail(CARD)
    made.add_alternative("<p>4111 <b>1111</b> 1111 1111</p>", subtype="html")
    found = read(made.as_bytes())
    assert (found.text.strip(), found.html) == (STRUCK, "")
    assert b"<b>" not in (found.masked or b"")
    assert b"<a1@x.test>" in (found.masked or b"")


def test_of_a_mail_whose_form_is_wrong_only_the_head_is_kept() -> None:
    coded = base64.encodebytes(CARD.encode())
    raw = b"From: a@x.test\nMessage-ID: <b@x.test>\nContent-Type: multipart/mixed\n\n--zz\n"
    raw += b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + coded + b"--zz--\n"
    found = read(raw)
    assert found.text.strip() == STRUCK
    assert found.masked == b"MIME-Version: 1.0\nFrom: a@x.test\nMessage-ID: <b@x.test>\n\n"


def test_what_has_none_is_kept_as_it_came() -> None:
    made = mail("Order 4539578763621486 came on 2026-11-23 12:45:05, call +4915112345678901")
    assert read(made.as_bytes()).masked is None


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.sampled_from(CODES),
)
def test_whatever_stands_around_it_nothing_of_it_is_kept(
    before: str, after: str, code: str
) -> None:
    found = read(mail(f"{before} {CARD} {after}", code=code).as_bytes())
    if found.masked is not None:
        assert CARD not in found.text
        assert CARD not in kept(found).text
        assert CARD.encode() not in found.masked
