from __future__ import annotations

import json

import pytest

from threering.channels.contract import Report
from threering.channels.email.adapter import parse
from threering.channels.email.bounces import Bounce
from threering.channels.email.failures import is_hard
from threering.channels.email.reading import understand

DSN = b"""From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: help@shop.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x

Sorry.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@example.com
Action: %s
Status: %s
Diagnostic-Code: smtp; %s

--x
Content-Type: message/rfc822

Message-ID: <reply1@shop.example>
To: ann@example.com

Hello
--x--
"""


def bounce(raw: bytes) -> Bounce:
    mail = understand(raw)
    assert mail.kind == "bounce"
    assert mail.bounce
    return mail.bounce


@pytest.mark.parametrize(
    ("action", "status", "words", "hard"),
    [
        (b"failed", b"5.1.1", b"550 5.1.1 No such user here", True),
        (b"failed", b"5.2.2", b"552 5.2.2 Mailbox full", False),
        (b"failed", b"5.1.1", b"550 5.1.1 mailbox is over quota", False),
        (b"failed", b"5.7.1", b"550 5.7.1 Message rejected as spam", False),
        (b"failed", b"5.4.4", b"Host or domain name not found", True),
        (b"delayed", b"4.4.1", b"connection timed out", False),
    ],
)
def test_a_standard_report_names_whom_why_and_which(
    action: bytes, status: bytes, words: bytes, *, hard: bool
) -> None:
    found = bounce(DSN % (action, status, words))
    assert found.recipients == ("ann@example.com",)
    assert found.about == ("<reply1@shop.example>",)
    assert found.hard is hard
    assert words.decode() in found.reason
    assert found.failed is (action == b"failed")


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "MAILER-DAEMON@mx.example",
            "failure notice",
            "Hi. This is the qmail-send program at mx.example.\nI wasn't able to deliver.\n\n"
            "<ann@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
            "--- Below this line is a copy of the message.\n\nMessage-ID: <reply1@shop.example>\n",
        ),
        (
            "Mail Delivery System <Mailer-Daemon@mx.example>",
            "Mail delivery failed: returning message to sender",
            "The following address(es) failed:\n\n  ann@example.com\n    550 no such user\n\n"
            "------ This is a copy of the message, including all the headers. ------\n\n"
            "Message-ID: <reply1@shop.example>\n",
        ),
        (
            "postmaster@example.com",
            "Unzustellbar: Ihre Bestellung",
            "Diese Nachricht konnte nicht zugestellt werden:\nann@example.com\n"
            "550 5.1.1 User unknown\n\n----- Original message -----\n\n"
            "Message-ID: <reply1@shop.example>\n",
        ),
    ],
)
def test_a_report_in_a_servers_own_words_is_understood(
    sender: str, subject: str, body: str
) -> None:
    raw = f"From: {sender}\nTo: help@shop.example\nSubject: {subject}\n\n{body}"
    found = bounce(raw.encode())
    assert found.recipients == ("ann@example.com",)
    assert found.about == ("<reply1@shop.example>",)
    assert found.hard


def test_a_notification_in_json_is_understood() -> None:
    inner = {
        "notificationType": "Bounce",
        "bounce": {
            "bouncedRecipients": [
                {
                    "emailAddress": "ann@example.com",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ]
        },
        "mail": {"commonHeaders": {"messageId": "<reply1@shop.example>"}},
    }
    for text in (json.dumps(inner), json.dumps({"Message": json.dumps(inner)})):
        found = bounce(b"From: no-reply@sns.example\nSubject: Notification\n\n" + text.encode())
        assert found.recipients == ("ann@example.com",)
        assert found.hard
        assert found.about == ("<reply1@shop.example>",)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: ann@example.com\nSubject: Delivery failed\n\nMy parcel could not be delivered!",
        b"From: ann@example.com\nSubject: Fwd: Undelivered Mail Returned to Sender\n\nThe message "
        b"could not be delivered: 550 5.1.1 user unknown. What does it mean?",
        b"From: no-reply@courier.example\nSubject: Delivery notification\n\nYour parcel was not "
        b"delivered. We try again tomorrow.",
        b"From: ann@example.com\nReturn-Path: <>\nSubject: Automatic reply: Order\n"
        b"Auto-Submitted: auto-replied\n\nI am away and cannot be reached.",
        b"From: postmaster@example.com\nSubject: New mail server\n\nOn Monday we move.",
    ],
)
def test_what_people_write_about_deliveries_is_no_bounce(raw: bytes) -> None:
    assert understand(raw).kind != "bounce"


def test_a_complaint_is_a_feedback_report() -> None:
    raw = (
        b"From: fbl@isp.example\nContent-Type: multipart/report; report-type=feedback-report;"
        b" boundary=x\n\n--x\n\nAn abuse report.\n--x\nContent-Type: message/feedback-report\n\n"
        b"Feedback-Type: abuse\nOriginal-Rcpt-To: ann@example.com\n\n--x\n"
        b"Content-Type: message/rfc822\n\nMessage-ID: <reply1@shop.example>\nTo: ann@example.com\n"
        b"\nHello\n--x--\n"
    )
    report = parse(raw)
    assert isinstance(report, Report)
    assert (report.kind, report.failed, report.about) == (
        "feedback_report",
        False,
        ("<reply1@shop.example>",),
    )


@pytest.mark.parametrize(
    ("reason", "hard"),
    [
        ("550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", True),
        ("550 5.4.1 Recipient address rejected: Access denied", True),
        ("550 Requested action not taken: mailbox unavailable", True),
        ("450 4.2.0 mailbox unavailable", False),
        ("the MX record indicated no SMTP service", True),
        ("550 5.7.26 unauthenticated mail is prohibited", False),
        ("554 blocked using spam block list", False),
        ("421 too many connections", False),
        ("553 sender address rejected: domain does not exist", False),
        ("552 5.3.4 message too large", False),
        ("", False),
    ],
)
def test_only_a_wrong_address_is_hard(reason: str, *, hard: bool) -> None:
    assert is_hard(reason) is hard


def test_a_user_unknown_after_the_whole_mail_is_about_the_mail() -> None:
    assert is_hard("550 user unknown")
    assert not is_hard("550 user unknown", late=True)


def test_a_status_of_empty_lines_is_one_part() -> None:
    raw = (DSN % (b"failed", b"5.1.1", b"550 no")).replace(
        b"550 no\n", b"550 no\n" + b"\n" * 50_000
    )
    assert len(understand(raw).files) == 2
    assert bounce(raw).recipients == ("ann@example.com",)


@pytest.mark.parametrize(
    ("action", "failed", "told"),
    [
        (b"failed", True, "failed"),
        (b"delayed", False, "delayed"),
        (b"delivered", False, "delivered"),
        (b"relayed", False, "relayed"),
    ],
)
def test_what_the_server_did_is_told(action: bytes, told: str, *, failed: bool) -> None:
    report = parse(DSN % (action, b"2.0.0", b"250 ok"))
    assert isinstance(report, Report)
    assert (report.failed, report.action) == (failed, told)


def test_a_report_inside_a_report_names_whom_the_inner_one_names() -> None:
    inner = DSN % (b"failed", b"5.1.1", b"550 no")
    outer = (
        b"From: Mail Delivery System <MAILER-DAEMON@relay.example>\nTo: help@shop.example\n"
        b"Subject: Undelivered Mail Returned to Sender\nReturn-Path: <>\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=o\n\n--o\n\n"
        b"Delivery has failed, see the enclosed report.\n--o\nContent-Type: message/rfc822\n\n"
        + inner
        + b"\n--o--\n"
    )
    assert bounce(outer).recipients == ("ann@example.com",)
