from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import dkim
import pytest

from tests.servers import Sink, listening
from threering.channels.contract import Attached, Outbound, Quoted, Signing, Way
from threering.channels.email import letter, signing
from threering.channels.email.adapter import build, parse
from threering.channels.email.transport import send
from threering.channels.email.visible import split

AT = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
THEIRS = "It has been a week.\n\nOn Monday, Bob wrote:\n> older words"


def outbound(**more: object) -> Outbound:
    plain: dict[str, object] = {
        "external_id": "<1@shop.test>",
        "sent_at": AT,
        "sender_name": "Lena from North",
        "sender_handle": "help@shop.test",
        "recipients": ["ingrid@example.com"],
        "subject": "Re: Where?",
        "text": "On its way.\n\nTomorrow.",
        "signature": "Lena\nNorth",
        "quoted": Quoted(name="Ingrid Rossi", at=AT, text=THEIRS),
    }
    return Outbound(**(plain | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", letter.INTRODUCTIONS)
def test_what_we_quote_is_known_as_a_quote_in_every_language(language: str) -> None:
    said = outbound(language=language)
    assert said.quoted
    text = letter.plain(said)
    assert split(text).visible == "On its way.\n\nTomorrow."
    assert "Ingrid Rossi" in letter.introduction(said.quoted, language)
    assert "2026" in letter.introduction(said.quoted, language)


def test_only_the_last_message_is_quoted_not_what_it_quotes() -> None:
    for words in (letter.plain(outbound()), letter.html(outbound())):
        assert "It has been a week." in words
        assert "older words" not in words


@pytest.mark.parametrize("language", ["xx", "", "de-AT"])
def test_a_language_without_words_is_english_and_a_country_is_no_language(language: str) -> None:
    begins = "Am 2" if language == "de-AT" else "On 2 Mar 2026"
    assert letter.introduction(Quoted(name="I", at=AT, text="x"), language).startswith(begins)


def test_the_html_part_folds_the_quote_and_lets_nothing_through() -> None:
    evil = Quoted(name="<b>I</b>", at=AT, text="<script>alert(1)</script> & so on")
    mail = parse(build(outbound(text="a < b\nc", quoted=evil)).content)
    html = letter.html(outbound(text="a < b\nc", quoted=evil))
    assert "<script" not in html
    assert "<b>" not in html
    assert '<blockquote type="cite"' in html
    assert "a &lt; b<br>c" in html
    assert mail


def test_a_mail_has_both_forms_and_files_with_their_names() -> None:
    files = [
        Attached(filename="Größe “1”.pdf", content_type="application/pdf", content=b"\x00\xff"),
        Attached(filename="frage.eml", content_type="message/rfc822", content=b"Subject: x\n\ny"),
        Attached(filename="a;b=\r\n c.txt", content_type="nonsense", content=b"z"),
    ]
    content = build(outbound(attached=files)).content
    mail = message_from_bytes(content, policy=default)
    assert mail.get_content_type() == "multipart/mixed"
    alternative = next(iter(mail.iter_parts()))
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    found = list(mail.iter_attachments())
    assert [part.get_filename() for part in found][:2] == ["Größe “1”.pdf", "frage.eml"]
    assert [part.get_payload(decode=True) for part in found] == [f.content for f in files]
    assert b"filename*=utf-8''Gr%C3%B6%C3%9Fe" in content
    assert content.isascii()
    body = content.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 200


def test_a_machines_answer_says_so_and_takes_no_bounces() -> None:
    packed = build(outbound(automatic=True, quoted=None, signature=""))
    assert packed.sender == ""
    assert b"Auto-Submitted: auto-replied" in packed.content
    assert b"X-Auto-Response-Suppress: All" in packed.content
    assert b"Auto-Submitted" not in build(outbound()).content


def test_a_mail_that_can_be_refused_says_where_in_one_line_and_by_one_press_only_over_https() -> (
    None
):
    place = f"https://desk.example/stop/{'0' * 32}-{'1' * 32}-acknowledgement-{'a' * 16}"
    content = build(outbound(refuse_url=place)).content
    assert f"\r\nList-Unsubscribe: <{place}>\r\n".encode() in content
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in content
    plain = build(outbound(refuse_url="http://desk.example/stop/x")).content
    assert b"List-Unsubscribe: <http:" in plain
    assert b"List-Unsubscribe-Post" not in plain
    assert b"List-Unsubscribe" not in build(outbound()).content


def test_a_null_sender_goes_over_the_wire_as_one() -> None:
    with listening(Sink()) as sink:
        way = Way(secret={"url": f"smtp://127.0.0.1:{sink.port}"})
        send(build(outbound(automatic=True)), way, lambda: None)
    assert sink.senders == [""]


def test_a_signature_is_good_when_it_arrives_and_bad_when_tampered_with() -> None:
    private = signing.new_key()
    record = signing.record(private).encode()

    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        return record if name == b"s1._domainkey.shop.test." else None

    key = Signing(domain="shop.test", selector="s1", private=private)
    file = Attached(filename="a.bin", content_type="application/octet-stream", content=b"\xff" * 99)
    with listening(Sink()) as sink:
        way = Way(secret={"url": f"smtp://127.0.0.1:{sink.port}"})
        stop = "https://desk.example/stop/x"
        send(build(outbound(signing=key, attached=[file], refuse_url=stop)), way, lambda: None)
    arrived = sink.mails[0]
    assert dkim.verify(arrived, dnsfunc=dns)
    tampered = [(b"On its way", b"On my way"), (b"Re: Where?", b"Re: There?")]
    for was, now in (*tampered, (b"/stop/x", b"/stop/y"), (b"=One-Click", b"=Two-Click")):
        assert was in arrived
        assert not dkim.verify(arrived.replace(was, now), dnsfunc=dns)


def test_a_key_is_rsa_2048_and_its_record_fits_into_a_zone() -> None:
    record = signing.record(signing.new_key())
    assert re.fullmatch(r"v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{390,394}", record)
