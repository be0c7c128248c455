from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.contract import Inbound
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


def written(**more: object) -> Inbound:
    plain = {"external_id": "", "sent_at": None, "sender_name": "", "text": ""}
    return Inbound(**{**plain, "sender_handle": "ann@x.test", **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inbound", "lately", "may"),
    [
        (written(), 0, True),
        (written(), rules.AUTOMATIC_AT_MOST - 1, True),
        (written(), rules.AUTOMATIC_AT_MOST, False),
        (written(automatic=True), 0, False),
        (written(kind="auto_reply"), 0, False),
        (written(kind="list"), 0, False),
        (written(sender_handle="help@shop.test"), 0, False),
        (written(sender_handle="nobody"), 0, False),
    ],
)
def test_no_machine_is_answered_by_a_machine(inbound: Inbound, lately: int, *, may: bool) -> None:
    ours = {"help@shop.test"}
    assert rules.may_answer_automatically(inbound, ours=ours, lately=lately) is may


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ([], None),
        ([(AT, ["ann@x.test"])], 0),
        ([(AT, ["Ann@X.test", "b@x.test"])], 0),
        ([(AT, ["b@x.test"]), (AT, ["ann@x.test"])], 1),
        ([(AT, ["ann@x.test"]), (AT, ["ann@x.test"])], None),
        ([(AT - timedelta(days=7), ["ann@x.test"]), (AT, ["ann@x.test"])], 1),
        ([(AT + timedelta(hours=2), ["ann@x.test"])], None),
        ([(None, ["ann@x.test"])], None),
    ],
)
def test_a_report_without_an_id_means_the_only_mail_it_can_mean(
    sent: list[tuple[datetime | None, list[str]]], place: int | None
) -> None:
    later = AT + timedelta(hours=1)
    assert rules.only_candidate(sent, ["ann@x.test"], later) == place


@pytest.mark.parametrize(
    ("by_customer", "days", "status"),
    [
        (True, 0, Status.OPEN),
        (True, 14, Status.OPEN),
        (True, 15, Status.CLOSED),
        (False, 0, Status.CLOSED),
        (False, 400, Status.CLOSED),
    ],
)
def test_history_is_over_unless_a_customer_waits(
    *, by_customer: bool, days: int, status: Status
) -> None:
    assert rules.after_import(AT - timedelta(days=days), AT, by_customer=by_customer) is status


def test_only_an_import_closes_with_a_moment() -> None:
    assert rules.was_closed_by_import(Status.CLOSED, AT)
    assert not rules.was_closed_by_import(Status.CLOSED, None)
    assert not rules.was_closed_by_import(Status.SOLVED, AT)
