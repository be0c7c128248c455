"""All mail, "Understanding": what machines write back, from the SMTP door to the page."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.acceptance import samples
from tests.acceptance.demo import Demo
from tests.acceptance.desk import HELP, Desk, stranger, words
from tests.acceptance.post import mail, message_id
from tests.acceptance.visitor import messages
from threering.runtime.demo.cast import FEDERLINDE

pytestmark = pytest.mark.acceptance
HILFE = FEDERLINDE.inbox_address


@pytest.fixture
def desk(demo: Demo) -> Desk:
    return Desk(demo, demo.visitor("tobias"))


def test_1u_a_hard_bounce_marks_message_and_address_until_they_write_again(desk: Desk) -> None:
    gone = stranger("gone")
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Gone", sender=gone), gone)
    left = desk.reply(ticket, f"Here you are {uuid4().hex}")
    line = desk.send(samples.report(message_id(left.content), gone, HELP), sender="")[0]
    assert line.outcome == "Delivery report"
    page = desk.page(ticket)
    assert messages(desk.lead, ticket)[-1].state == "failed"
    assert "No such user here" in words(page, ".msg__state")
    assert "another address" in words(page, ".msg__advice")
    assert "Takes no mail" in words(page, "#side")
    assert f"{gone} takes no mail" in words(page, ".composer")
    again = mail("I am back", to=HELP, subject="Re: Gone", sender=gone)
    desk.ticket(again, gone)
    page = desk.page(ticket)
    assert "Takes no mail" not in words(page, "#side")
    assert page.tree.css_first(".composer__trouble") is None


def test_1u2_a_soft_bounce_marks_the_message_only(desk: Desk) -> None:
    full = stranger("full")
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Full", sender=full), full)
    left = desk.reply(ticket, f"Here you are {uuid4().hex}")
    over = {"status": "5.2.2", "said": "552 5.2.2 Mailbox full"}
    desk.send(samples.report(message_id(left.content), full, HELP, **over), sender="")
    page = desk.page(ticket)
    assert "Send it again later" in words(page, ".msg__advice")
    assert "Takes no mail" not in words(page, "#side")


@pytest.mark.full
def test_1u3_a_report_that_names_only_the_recipient_finds_the_one_reply(desk: Desk) -> None:
    gone = stranger("gone")
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Once", sender=gone), gone)
    desk.reply(ticket, f"Only once {uuid4().hex}")
    assert desk.send(samples.report("", gone, HELP), sender="")[0].outcome == "Delivery report"
    assert messages(desk.lead, ticket)[-1].state == "failed"


@pytest.mark.full
def test_1u4_a_report_that_could_mean_two_replies_means_none(desk: Desk) -> None:
    gone = stranger("gone")
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Twice", sender=gone), gone)
    for _ in range(2):
        desk.reply(ticket, f"One of two {uuid4().hex}")
    line = desk.send(samples.report("", gone, HELP), sender="")[0]
    assert (line.outcome, "several" in line.reason) == ("Quarantined", True)
    assert {said.state for said in messages(desk.lead, ticket)} == {"", "sent"}


@pytest.mark.full
def test_1u5_a_delay_is_no_failure_and_a_delivery_is_said(desk: Desk) -> None:
    slow = stranger("slow")
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Slow", sender=slow), slow)
    about = message_id(desk.reply(ticket, f"Slowly {uuid4().hex}").content)
    for action, status in (("delayed", "4.4.1"), ("delivered", "2.0.0")):
        raw = samples.report(about, slow, HELP, action=action, status=status, said="250 ok")
        assert desk.send(raw, sender="")[0].outcome == "Delivery report"
    page = desk.page(ticket)
    assert messages(desk.lead, ticket)[-1].state == "sent"
    assert "held up on its way" in words(page, ".event")
    assert "mail server took the reply" in words(page, ".event")


def test_1v_a_complaint_is_shown_and_remembered(desk: Desk) -> None:
    cross = stranger("cross")
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Cross", sender=cross), cross)
    about = message_id(desk.reply(ticket, f"Hello again {uuid4().hex}").content)
    line = desk.send(samples.complaint(about, cross, HELP), sender="feedback@isp.example")[0]
    assert line.outcome == "Delivery report"
    page = desk.page(ticket)
    assert "reported our mail as spam" in words(page, ".event")
    assert "Called our mail spam" in words(page, "#side")
    assert messages(desk.lead, ticket)[-1].state == "sent"


@pytest.mark.parametrize("status", ["solved", "pending", "open"])
def test_1w_an_out_of_office_note_is_shown_and_moves_nothing(desk: Desk, status: str) -> None:
    sender = stranger()
    raw = mail("Hello", to=HELP, subject="Away", sender=sender)
    ticket = desk.ticket(raw)
    desk.set_status(ticket, status)
    before = words(desk.page(ticket), ".event")
    note = samples.away("Away", HELP, message_id(raw), sender)
    assert desk.ticket(note) == ticket
    page = desk.page(ticket)
    assert desk.status(ticket) == status
    assert "Automatic reply" in words(page, ".msg__meta")
    assert "I am away until Monday." in words(page, ".msg__body")
    assert words(page, ".event") == before


@pytest.mark.full
def test_1x_our_own_mail_that_comes_back_opens_nothing(desk: Desk) -> None:
    ticket = desk.ticket(mail("Hello", to=HELP, subject="Loop", sender=stranger()))
    left = desk.reply(ticket, f"Round and round {uuid4().hex}")
    raw = left.content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    line = desk.send(raw, HILFE, sender=HELP)[0]
    assert (line.outcome, "Rule loop" in line.reason) == ("Rejected", True)
