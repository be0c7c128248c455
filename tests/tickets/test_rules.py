from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets import rules
from threering.tickets.rules import Status

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "solved_days_ago", "joins"),
    [
        (Status.NEW, None, True),
        (Status.PENDING, None, True),
        (Status.SOLVED, 1, True),
        (Status.SOLVED, 28, True),
        (Status.SOLVED, 29, False),
        (Status.CLOSED, 1, False),
        (Status.SPAM, None, True),
    ],
)
def test_takes_more(status: Status, solved_days_ago: int | None, joins: bool) -> None:  # noqa: FBT001
    solved = AT - timedelta(days=solved_days_ago) if solved_days_ago else None
    assert rules.takes_more(status, solved, AT) is joins


@pytest.mark.parametrize("status", [Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.OPEN])
def test_a_customer_who_writes_puts_the_ticket_on_our_side(status: Status) -> None:
    assert rules.after_customer_message(status) is Status.OPEN


def test_a_new_ticket_stays_new_and_spam_stays_spam() -> None:
    assert rules.after_customer_message(Status.NEW) is Status.NEW
    assert rules.after_customer_message(Status.SPAM) is Status.SPAM


def test_an_answer_waits_for_the_customer_and_does_not_open_what_ended() -> None:
    assert rules.after_reply(Status.NEW) is Status.PENDING
    assert rules.after_reply(Status.SOLVED) is Status.SOLVED


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Parcel", "Re: Parcel"),
        ("Re: Parcel", "Re: Parcel"),
        ("AW: Re: re[2]: Parcel", "Re: Parcel"),
        ("Recall of the kettle", "Re: Recall of the kettle"),
        ("", "Re: "),
    ],
)
def test_answer_subject(subject: str, answer: str) -> None:
    assert rules.answer_subject(subject) == answer


@given(st.text(max_size=5000))
def test_a_preview_is_one_short_line(text: str) -> None:
    made = rules.preview(text)
    assert len(made) <= rules.PREVIEW
    assert "\n" not in made
