"""All mail, "Understanding": from a mail at the SMTP door to what its reader's page says of it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.acceptance import samples
from tests.acceptance.demo import Demo
from tests.acceptance.desk import HELP, Desk, stranger, words
from tests.acceptance.post import mail
from tests.acceptance.visitor import messages
from threering.runtime.demo.cast import FEDERLINDE, PELORIO

pytestmark = pytest.mark.acceptance
HILFE, CARE = FEDERLINDE.inbox_address, PELORIO.inbox_address
SCRIPT = re.compile(r"<script|javascript:|<[^>]+\son\w+\s*=|<iframe|<object|<embed|<form", re.I)


@pytest.fixture
def desk(demo: Demo) -> Desk:
    return Desk(demo, demo.visitor("tobias"))


def test_1n_new_words_are_shown_apart_from_what_they_quote(desk: Desk) -> None:
    token = uuid4().hex
    page = desk.page(desk.ticket(samples.quoting(f"Re: {token}", HELP)))
    assert words(page, ".msg__body") == "It came this morning, thank you!"
    assert "Did it arrive?" in words(page, "details.quoted")
    listed = desk.lead.get(f"/tickets/all/list?q={token}")
    assert "It came this morning" in words(listed, ".row__preview")
    assert "Did it arrive" not in words(listed, ".row__preview")


def test_1n2_quoted_words_are_found_by_the_search(desk: Desk) -> None:
    token = uuid4().hex
    raw = samples.quoting("Re: quoted", HELP).replace(b"> Yours, Help", f"> {token}".encode())
    ticket = desk.ticket(raw)
    assert ticket in desk.lead.get(f"/tickets/all/list?q={token}").text


def test_1o_answers_between_the_lines_stay_where_they_answer(desk: Desk) -> None:
    page = desk.page(desk.ticket(samples.inline_answers("Re: colour", HELP)))
    assert "> Which colour? | > Which size?" in words(page, ".msg__body blockquote")
    assert words(page, ".msg__body").index("Blue, please.") < words(page, ".msg__body").index(
        "Which size?"
    )


def test_1p_designed_mail_stands_in_a_frame_in_which_nothing_runs_or_fetches(desk: Desk) -> None:
    page = desk.page(desk.ticket(samples.designed("Late", HELP)))
    iframe = page.tree.css_first(".paper iframe")
    assert iframe
    assert "allow-scripts" not in str(iframe.attributes["sandbox"])
    address = str(iframe.attributes["src"])
    frame = desk.lead.get(address)
    policy = frame.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "https:" not in policy
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy
    assert not SCRIPT.search(frame.text)
    assert "harmless words" in frame.text
    assert samples.REMOTE not in frame.text
    picture = next(
        str(image.attributes["src"])
        for image in frame.tree.css("img")
        if image.attributes.get("alt") == "The parcel"
    )
    answer = desk.lead.get(picture)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert desk.demo.visitor("celestine").get(picture).status == 404
    assert desk.demo.visitor("celestine").get(address).status == 404
    assert "/logout" not in frame.text


def test_1q_remote_pictures_come_only_when_asked_for_and_trackers_never(desk: Desk) -> None:
    page = desk.page(desk.ticket(samples.designed("Late", HELP)))
    assert "1 tracker blocked: mailchimp.example" in words(page, ".msg__tools")
    button = page.tree.css_first("[data-do=remote-images]")
    assert button
    assert "tells cdn.parcels.example that it was opened" in words(page, ".msg__tools")
    frame = desk.lead.get(str(button.attributes["data-url"]))
    assert samples.REMOTE in frame.text
    assert "img-src 'self' data: https:;" in frame.headers["content-security-policy"]
    assert frame.headers["referrer-policy"] == "no-referrer"
    assert "mailchimp" not in frame.text


def test_1r_the_page_tells_to_whom_when_and_how_surely(desk: Desk) -> None:
    raw = samples.designed("Late", HELP).replace(
        b"Content-Type: text/html", b"Content-Type:texthtml"
    )
    told = words(desk.page(desk.ticket(raw)), ".came")
    for word in (HELP, "rita@parcels.example", "claims@parcels.example", "20 Nov"):
        assert word in told
    for verdict in ("SPF: pass", "DKIM: fail", "DMARC: pass"):
        assert verdict in told


def test_1r2_a_malformed_mail_is_shown_and_says_so(desk: Desk) -> None:
    token = uuid4().hex
    raw = mail(f"Broken {token}", to=HELP, subject="Broken").replace(
        b"Content-Type: text/plain", b"Content-Type: multipart/mixed; boundary=none\r\nX-Was: text"
    )
    page = desk.page(desk.ticket(raw))
    assert token in words(page, ".msg__body")
    assert "malformed and was read all the same" in words(page, ".came")


def test_1s_closed_signed_and_planned_things_are_shown_as_such(desk: Desk) -> None:
    page = desk.page(desk.ticket(samples.encrypted("Secret", HELP)))
    assert "Encrypted. We have no key" in words(page, ".msg__box")
    assert "encrypted.asc" in words(page, ".file")
    page = desk.page(desk.ticket(samples.invitation("Talk", HELP)))
    assert "Invitation: Talk about PX-4711, 2026-11-24 10:00 UTC" in words(page, ".msg")
    icon = page.tree.css_first("a.file use")
    assert icon
    assert str(icon.attributes["href"]).endswith("#calendar-days")


def test_1t_one_mail_to_two_inboxes_of_a_client_is_one_ticket(desk: Desk) -> None:
    subject = uuid4().hex
    raw = mail("Which of you?", to=f"{HILFE}, {HELP}", subject=subject, sender=stranger())
    outcomes = desk.send(raw, HELP, HILFE)
    assert sorted(line.outcome for line in outcomes) == ["Duplicate", "Message"]
    ticket = next(line.ticket for line in outcomes if line.outcome == "Message")
    assert len(messages(desk.lead, ticket)) == 1
    assert FEDERLINDE.name in words(desk.page(ticket), ".facts")  # the first that To names
    assert len(desk.lead.get(f"/tickets/all/list?q={subject}").tree.css("li.row")) == 1


def test_1t2_a_blind_copy_goes_to_the_inbox_of_the_envelope(desk: Desk) -> None:
    raw = mail("Hush", to="boss@elsewhere.example", subject="Bcc", sender=stranger())
    line = desk.send(raw, HILFE)[0]
    assert (line.outcome, FEDERLINDE.name in words(desk.page(line.ticket), ".facts")) == (
        "Message",
        True,
    )


def test_1t3_two_clients_each_have_a_ticket_of_their_own(desk: Desk) -> None:
    raw = mail("To both", to=f"{HELP}, {CARE}", subject="Both", sender=stranger())
    other = Desk(desk.demo, desk.demo.visitor("celestine"))
    (here,), (there,) = desk.send(raw, HELP, CARE), other.settled(raw)
    assert (here.outcome, there.outcome) == ("Message", "Message")
    assert desk.page(there.ticket).status == other.page(here.ticket).status == 404


def test_1t4_a_mail_without_an_id_to_two_inboxes_is_one_ticket_too(desk: Desk) -> None:
    raw = samples.quoting("No id", f"{HELP}, {HILFE}")
    raw = re.sub(rb"Message-ID:[^\r]*\r\n( [^\r]*\r\n)*", b"", raw)
    raw = raw.replace(b"this morning", uuid4().hex.encode())
    outcomes = desk.send(raw, HELP, HILFE)
    assert sorted(line.outcome for line in outcomes) == ["Duplicate", "Message"]
