# ruff: noqa: RUF001 - many scripts
"""All mail, the kinds of it: closed, packed and nested mail on its page, replies of many languages,
and what every provider tells of what we sent."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests import providers
from tests.acceptance import samples
from tests.acceptance.demo import Demo
from tests.acceptance.desk import Desk, stranger, words
from tests.acceptance.house import AGENT, INBOX, PASSWORD, PLAIN, small_house, wait_until
from tests.acceptance.post import mail, normal, sink
from tests.acceptance.sources import address_for, send
from tests.acceptance.visitor import Visitor, messages
from tests.channels.email.test_reading import attribute, properties
from tests.posts import Post
from tests.providers import Account
from tests.replay import Door, replaying
from threering.channels.email.providers import PROVIDERS
from threering.runtime.bodies import LARGE

pytestmark = pytest.mark.acceptance
CLOSED, SIGNED = "Encrypted. We have no key", "Signed by its sender. The signature was not checked"
REPLY = "42 — ✓ A-17"
"""An answer that is the same in all languages."""
INTRODUCED = {  # as mail programs of our days introduce what is quoted
    "English (Gmail)": "On Thu, Nov 19, 2026 at 4:05 PM Shop Help <help@north.example> wrote:",
    "English (Apple)": "On 19 Nov 2026, at 16:05, Shop Help <help@north.example> wrote:",
    "German (Thunderbird)": "Am 19.11.26 um 16:05 schrieb Shop Help:",
    "German (Gmail)": "Am Do., 19. Nov. 2026 um 16:05 Uhr schrieb Shop Help <help@north.example>:",
    "French (Gmail)": "Le jeu. 19 nov. 2026 à 16:05, Shop Help <help@north.example> a écrit :",
    "French (Apple)": "Le 19 nov. 2026 à 16:05, Shop Help <help@north.example> a écrit :",
    "Spanish (Gmail)": (
        "El jue, 19 nov 2026 a las 16:05, Shop Help (<help@north.example>) escribió:"
    ),
    "Italian (Gmail)": (
        "Il giorno gio 19 nov 2026 alle ore 16:05 Shop Help <help@north.example> ha scritto:"
    ),
    "Dutch (Gmail)": "Op do 19 nov 2026 om 16:05 schreef Shop Help <help@north.example>:",
    "Portuguese (Gmail)": (
        "Em qui., 19 de nov. de 2026 às 16:05, Shop Help <help@north.example> escreveu:"
    ),
    "Polish (Gmail)": "czw., 19 lis 2026 o 16:05 Shop Help <help@north.example> napisał(a):",
    "Swedish (Gmail)": "Den tors 19 nov. 2026 kl 16:05 skrev Shop Help <help@north.example>:",
    "Danish (Gmail)": "Den tor. 19. nov. 2026 kl. 16.05 skrev Shop Help <help@north.example>:",
    "Norwegian (Gmail)": "tor. 19. nov. 2026 kl. 16:05 skrev Shop Help <help@north.example>:",
    "Finnish (Gmail)": "to 19. marrask. 2026 klo 16.05 Shop Help (help@north.example) kirjoitti:",
    "Czech (Gmail)": "čt 19. 11. 2026 v 16:05 odesílatel Shop Help <help@north.example> napsal:",
    "Hungarian (Gmail)": (
        "Shop Help <help@north.example> ezt írta (időpont: 2026. nov. 19., Cs, 16:05):"
    ),
    "Turkish (Gmail)": (
        "Shop Help <help@north.example>, 19 Kas 2026 Per, 16:05 tarihinde şunu yazdı:"
    ),
    "Russian (Gmail)": "чт, 19 нояб. 2026 г. в 16:05, Shop Help <help@north.example>:",
    "Ukrainian (Gmail)": "чт, 19 лист. 2026 р. о 16:05 Shop Help <help@north.example> пише:",
    "Japanese (Gmail)": "2026年11月19日(木) 16:05 Shop Help <help@north.example>:",
    "Chinese (Gmail)": "Shop Help <help@north.example> 于2026年11月19日周四 16:05写道：",
    "Korean (Gmail)": "2026년 11월 19일 (목) 오후 4:05, Shop Help <help@north.example>님이 작성:",
    "German (Outlook)": (
        "Von: Shop Help <help@north.example>\nGesendet: Donnerstag, 19. November 2026 16:05\n"
        "An: Ann <ann@shopper.example>\nBetreff: Ihre Frage"
    ),
    "Spanish (Outlook)": (
        "De: Shop Help <help@north.example>\nEnviado: jueves, 19 de noviembre de 2026 16:05\n"
        "Para: Ann <ann@shopper.example>\nAsunto: Su pregunta"
    ),
    "Polish (Outlook)": (
        "Od: Shop Help <help@north.example>\nWysłano: czwartek, 19 listopada 2026 16:05\n"
        "Do: Ann <ann@shopper.example>\nTemat: Pytanie"
    ),
}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with sink() as outgoing, small_house(THREERING_SMTP_URL=outgoing.url) as house:
        lead = Visitor(house.port).sign_in(AGENT, PASSWORD)
        yield Desk(Demo(house, outgoing), lead, INBOX)


def built(kind: str, body: bytes) -> bytes:
    """A mail with such a body."""
    head = samples.head("Closed", INBOX).as_bytes().strip() + b"\r\nMIME-Version: 1.0\r\n"
    return normal(head + b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)


def part(kind: str, body: bytes) -> bytes:
    return b"--b\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body + b"\r\n"


SMIME = "application/pkcs7-mime; name=smime.p7m; smime-type="
CLEAR = part("text/plain", b"In clear words.")
SEALED = {
    "S/MIME, closed": (built(f"{SMIME}enveloped-data", b"MIAG"), CLOSED),
    "S/MIME, signed beside": (
        built(
            'multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
            CLEAR + part("application/pkcs7-signature; name=smime.p7s", b"MIAG") + b"--b--",
        ),
        SIGNED,
    ),
    "PGP, closed": (samples.encrypted("Closed", INBOX), CLOSED),
    "PGP, signed": (
        built(
            'multipart/signed; protocol="application/pgp-signature"; boundary=b',
            CLEAR + part("application/pgp-signature; name=signature.asc", b"-----BEGIN") + b"--b--",
        ),
        SIGNED,
    ),
    "PGP in the text": (
        built("text/plain", b"-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----"),
        CLOSED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SEALED)
def test_understanding_signed_and_closed_mail_is_shown_as_such(desk: Desk, kind: str) -> None:
    raw, said = SEALED[kind]
    page = desk.page(desk.ticket(raw))
    assert said in words(page, ".msg__box")
    assert ("In clear words." in words(page, ".msg__body")) == (b"clear words" in raw)


def test_understanding_a_winmail_dat_is_opened(desk: Desk) -> None:
    name = properties((0x1F, 0x3707, "Rechnung ä.pdf\0".encode("utf-16-le")))
    packed = [
        attribute(1, 0x9003, properties((0x102, 0x1013, b"<p>Words from Outlook</p>"))),
        attribute(2, 0x9002, b"\0" * 14),
        attribute(2, 0x800F, b"%PDF-1.4 bill"),
        attribute(2, 0x9005, name),
    ]
    coded = base64.encodebytes(bytes.fromhex("789f3e220100") + b"".join(packed))
    kind = "application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64"
    raw = built("multipart/mixed; boundary=b", part(kind, coded) + b"--b--")
    page = desk.page(ticket := desk.ticket(raw))
    assert "Words from Outlook" in words(page, ".msg__body")
    assert "Rechnung ä.pdf" in words(page, ".file")
    assert "winmail.dat" not in words(page, ".file")
    (file,) = messages(desk.lead, ticket)[-1].files
    assert desk.lead.get(file).text == "%PDF-1.4 bill"


def test_understanding_a_nested_message_is_a_file_with_its_subject(desk: Desk) -> None:
    inner = mail("The words inside", to="someone@else.example", subject="Old story")
    outer = part("text/plain", b"See what I was sent.") + part("message/rfc822", inner) + b"--b--"
    page = desk.page(desk.ticket(built("multipart/mixed; boundary=b", outer)))
    assert words(page, ".msg__body") == "See what I was sent."
    assert "Old story.eml" in words(page, ".file")


def test_understanding_a_calendar_invitation_is_a_line_and_a_file(desk: Desk) -> None:
    page = desk.page(desk.ticket(samples.invitation("Talk", INBOX)))
    assert "Invitation: Talk about PX-4711, 2026-11-24 10:00 UTC" in words(page, ".msg")
    assert "invite.ics" in words(page, ".file")


def test_understanding_the_visible_reply_is_found_in_more_than_twelve_languages(
    tmp_path: Path,
) -> None:
    assert len({name.partition(" ")[0] for name in INTRODUCED}) > 12
    for name, introduction in INTRODUCED.items():
        made = samples.head("Re: 17", INBOX)
        mark = "" if "Outlook" in name else "> "
        made.set_content(f"{REPLY}\n\n{introduction}\n\n{mark}17?\n{mark}-- \n{mark}Shop Help\n")
        (tmp_path / f"{name}.eml").write_bytes(made.as_bytes())
    files = sorted(map(str, tmp_path.iterdir()))
    command = [sys.executable, "-m", "threering", "inspect-mail", "--json", *files]
    done = subprocess.run(command, env=PLAIN, cwd="/", capture_output=True, check=True)
    found = {Path(one["path"]).stem: one for one in map(json.loads, done.stdout.splitlines())}
    assert found.keys() == INTRODUCED.keys()
    assert {
        n: one["visible_reply"] for n, one in found.items() if one["visible_reply"] != REPLY
    } == {}
    assert [name for name, one in found.items() if "17?" not in one["text"]] == []


def taken(provider: str, identity: str, to: str) -> object:
    """What the provider answers to a mail that it takes, as its documentation prints it."""
    return {
        "postmark": {"To": to, "MessageID": identity, "ErrorCode": 0, "Message": "OK"},
        "mailjet": {
            "Messages": [{"Status": "success", "To": [{"Email": to, "MessageID": identity}]}]
        },
        "mandrill": [{"email": to, "status": "sent", "_id": identity}],
        "sparkpost": {
            "results": {
                "total_rejected_recipients": 0, "total_accepted_recipients": 1, "id": identity,
            }
        },
        "resend": {"id": identity},
    }[provider]  # fmt: skip


BY_THEIR_ID = ("postmark", "mailjet", "mandrill", "sparkpost", "resend")


@pytest.mark.parametrize("provider", BY_THEIR_ID)
def test_out_what_a_provider_tells_by_its_own_id_is_shown_at_the_reply(
    desk: Desk, provider: str
) -> None:
    account = Account(provider, address_for(desk.demo.house, provider))
    who, identity = stranger(provider), str(uuid4().int % 10**15)
    ticket = desk.ticket(mail("Where is it?", to=INBOX, subject=provider, sender=who), who)
    with replaying(Door(answer=taken(provider, identity, who))) as door:
        keys = "a-key\n" * len(PROVIDERS[provider].needs)
        words_of = ("outgoing", "set", INBOX, "--provider", provider, "--secret-stdin")
        desk.demo.house.must(*words_of, "-o", f"api_url={door.url}", text=keys)
        form = {"kind": "reply", "text": f"By {provider}", "key": str(uuid4())}
        place = ticket.replace("/tickets/all/", "/t/")
        assert desk.lead.post(f"{place}/reply", form).status == 201
        wait_until(lambda: state(desk, ticket) == "sent", "the provider took it")
    assert len(door.asked) == 1
    told(account, "delivered", identity, who)
    wait_until(
        lambda: "mail server took the reply" in words(desk.page(ticket), ".event"),
        "that it was delivered is shown",
    )
    assert state(desk, ticket) == "sent"
    told(account, "bounced", identity, who)
    wait_until(lambda: state(desk, ticket) == "failed", "the reply is marked")
    assert re.search("another address|does not exist", words(desk.page(ticket), ".trouble"))


def state(desk: Desk, ticket: str) -> str:
    return messages(desk.lead, ticket)[-1].state


def told(account: Account, what: str, about: str, recipient: str) -> None:
    post = account.event(what, about, recipient)
    assert send(account.url + post.suffix, post) == 200


def test_sources_a_large_mail_is_taken_at_a_hook_and_from_strangers_nothing_large(
    desk: Desk,
) -> None:
    words_of = f"large {uuid4().hex}"
    raw = mail(words_of, to=INBOX, subject=words_of, file=b"%PDF-1.4 " + b"x" * (4 * LARGE))
    known = Account("postmark", address_for(desk.demo.house, "postmark"))
    assert send(known.url, known.mail(raw, INBOX)) == 200
    assert wait_until(lambda: words_of in desk.lead.get("/tickets/all/list").text, "it is there")
    nobody = f"{known.url.rpartition('/')[0]}/{uuid4()}"
    small = known.mail(mail("small", to=INBOX, subject="small"), INBOX)
    assert send(nobody, small) == 404
    assert refused(nobody, known.mail(raw, INBOX))


def refused(url: str, post: Post) -> bool:
    """Whether it is not taken; who goes on sending may find the wire cut before the answer."""
    try:
        return send(url, post) == 413
    except (BrokenPipeError, ConnectionResetError):
        return True


def test_out_every_provider_is_tried_here_or_with_our_own_id() -> None:
    from tests.acceptance.test_mail_hooks import BY_OUR_ID

    assert {*BY_THEIR_ID, *BY_OUR_ID} == set(providers.TOLD)
