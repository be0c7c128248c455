"""What was kept in English is told in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from threering.channels.email.imap_trouble import NoSuchFolder
from threering.jobs import imports
from threering.ledger.rules import OUR_OWN
from threering.listeners.failures import trouble_of
from threering.stories.import_reply import SENT_BY_US
from threering.stories.receive_report import NOT_OURS
from threering.tickets import evidence
from threering.tickets.evidence import Standing, Tie
from threering.web.kept.sentences import SENTENCES
from threering.web.kept.telling import kept

WHY = [
    *(evidence.why_joined(tie, "<a@b.example>", 7, who) for tie in Tie for who in Standing),
    *(evidence.why_apart(tie, "<a@b.example>", 7, closed=c) for tie in Tie for c in (True, False)),
    evidence.NOTHING,
    evidence.UNKNOWN,
]
ASIDE = [OUR_OWN, SENT_BY_US, NOT_OURS, imports.OLD_REPORT, imports.TO_NOBODY]
TROUBLES = [
    str(NoSuchFolder("INBOX/old", ["INBOX", "Sent"])),
    str(trouble_of(OSError(28, "No space left on device"))),
    str(trouble_of(OSError(13, "Permission denied"))),
    str(trouble_of(ValueError("x"))),
    "3 mails of the mailbox had not been taken in. They are here now; there is nothing to do.",
    "2 mails of the mailbox had not been taken in. "
    "The server does not hand out 1 of them: open it in the mailbox and look.",
]


@pytest.mark.parametrize("text", [*WHY, *ASIDE, *TROUBLES])
def test_every_kept_sentence_is_known_whole(text: str) -> None:
    with translation.override("de"):
        told = kept(text)
    assert told != text
    english = {"this ticket", " sender ", "it opened", "here now", " mail "}
    assert not any(word in told for word in english), told
    assert kept(text) == text


@pytest.mark.parametrize("template", SENTENCES)
def test_every_template_has_its_translation_and_its_own_words(template: str) -> None:
    with translation.override("de"):
        assert translation.gettext(template) != template


def test_what_changes_stands_where_it_belongs() -> None:
    text = evidence.why_apart(Tie.OURS, "<12@shop.example>", 4711, closed=True)
    with translation.override("de"):
        assert kept(text) == (
            "Sie antwortet auf unsere Antwort <12@shop.example> aus Ticket 4711, das geschlossen "
            "ist: Sie hat dieses Ticket eröffnet."
        )


def test_what_others_said_stays_as_it_is() -> None:
    said = "550 5.1.1 User unknown % (in reply to RCPT)"
    with translation.override("de"):
        assert kept(said) == said
        assert kept("") == ""
        assert kept(f"mail.example answers: {said}") == f"mail.example antwortet: {said}"
