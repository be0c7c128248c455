from __future__ import annotations

import pytest

from threering.ledger.rules import Trouble, trouble
from threering.web.tickets.troubles import WORDS

T = Trouble
SAID = [
    ("550 5.1.1 <x@y.test>: Recipient address rejected: User unknown", T.NO_SUCH_ADDRESS),
    ("550-5.1.1 The email account that you tried to reach does not exist.", T.NO_SUCH_ADDRESS),
    ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", T.NO_SUCH_ADDRESS),
    ("550 No such user here", T.NO_SUCH_ADDRESS),
    ("550 mailbox unavailable", T.NO_SUCH_ADDRESS),
    ("Postmark refuses to send to x@y.test.", T.NO_SUCH_ADDRESS),
    ("550 5.1.2 Host unknown", T.NO_SUCH_DOMAIN),
    ("554 5.4.4 Host or domain name not found", T.NO_SUCH_DOMAIN),
    ("550 5.2.1 The email account that you tried to reach is disabled.", T.SWITCHED_OFF),
    ("552 5.2.2 Mailbox full", T.FULL),
    ("452 4.2.2 The email account that you tried to reach is over quota", T.FULL),
    ("552 5.3.4 Message size exceeds fixed limit", T.TOO_LARGE),
    ("552 5.2.3 Message exceeds maximum size", T.TOO_LARGE),
    ("550 5.7.26 This mail has been blocked: the sender is unauthenticated", T.NOT_AUTHORISED),
    ("550 5.7.23 The message was rejected because of SPF", T.NOT_AUTHORISED),
    ("554 5.7.1 Relay access denied", T.NOT_AUTHORISED),
    ("550 5.7.1 Email rejected per DMARC policy for shop.test", T.NOT_AUTHORISED),
    ("SendGrid API response 403 (Forbidden): The from address does not match a verified Sender"
     " Identity, not verified", T.NOT_AUTHORISED),
    ("554 5.7.1 Message looks like spam", T.UNWANTED),
    ("554 Service unavailable; Client host blocked using zen.example", T.UNWANTED),
    ("535 5.7.8 Authentication credentials invalid", T.SIGN_IN),
    ("530 5.7.0 Authentication required", T.SIGN_IN),
    ("Postmark API response 401 (Unauthorized)", T.SIGN_IN),
    ("450 4.7.1 Greylisted, try again in 300 seconds", T.TRY_LATER),
    ("421 4.3.2 System not accepting network messages", T.TRY_LATER),
    ("SendGrid API response 429 (Too Many Requests)", T.TRY_LATER),
    ("TimeoutError: timed out", T.UNREACHABLE),
    ("ConnectionRefusedError: [Errno 111] Connection refused", T.UNREACHABLE),
    ("gaierror: [Errno -2] Name or service not known", T.UNREACHABLE),
    ("No outgoing mail server is set: THREERING_SMTP_URL is empty.", T.NOT_SET_UP),
    ("Postmark is not set up: no server_token", T.NOT_SET_UP),
    ("554 Transaction failed", T.REFUSED),
    ("550 5.7.1 Not today", T.REFUSED),
    ("", T.REFUSED),
]  # fmt: skip


@pytest.mark.parametrize(("said", "means"), SAID)
def test_what_a_server_said_is_understood(said: str, means: Trouble) -> None:
    assert trouble(said) is means


def test_there_are_words_for_every_trouble() -> None:
    assert set(WORDS) == set(Trouble)
    assert all(what and way_on for what, way_on in WORDS.values())
