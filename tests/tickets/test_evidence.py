# ruff: noqa: RUF001 - prefixes in many scripts
from __future__ import annotations

from datetime import timedelta

import pytest

from threering.channels.contract import Inbound, Party
from threering.channels.rules import detail_of, with_detail
from threering.kernel.signing import is_signature, signature, signing_key
from threering.tickets import evidence
from threering.tickets.evidence import Standing, Tie, clues_of


def inbound(**more: object) -> Inbound:
    given = {
        "external_id": "<a@x>",
        "sent_at": None,
        "sender_name": "",
        "sender_handle": "a@x.test",
    }
    return Inbound(**{**given, "text": "", **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Parcel", "Parcel"),
        ("Re: Parcel", "Parcel"),
        ("RE: AW: Antw: Re[3]: Parcel", "Parcel"),
        ("回复: Parcel", "Parcel"),
        ("回复：Parcel", "Parcel"),
        ("SV: VS: Parcel [#12]", "Parcel"),
        ("Re: [#12] Parcel", "Parcel"),
        ("Ynt: İlt: Parcel", "Parcel"),
        ("Fwd: WG: TR: RV: Parcel", "Parcel"),
        ("Recall: the kettle", "Recall: the kettle"),
        ("Order: 12", "Order: 12"),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_what_a_subject_is_about(subject: str, base: str) -> None:
    assert evidence.base_subject(subject) == base


@pytest.mark.parametrize("subject", ["Fwd: x", "WG: x", "转发：x", "RV: [#1] x"])
def test_a_forward_is_seen(subject: str) -> None:
    assert evidence.is_forward(subject)
    assert not evidence.is_forward("Re: " + subject)


@pytest.mark.parametrize(
    ("subject", "other"),
    [
        ("Re: Where is my parcel?", False),
        ("AW: Where is my parcel? [#3]", False),
        ("Invoice missing", True),
        ("Invoice missing (was: Where is my parcel?)", False),
        ("Where is that parcel of mine?", False),
        ("", False),
    ],
)
def test_another_subject_shares_next_to_nothing(subject: str, other: bool) -> None:  # noqa: FBT001
    assert evidence.is_other_subject(subject, "Where is my parcel?") is other


@pytest.mark.parametrize(
    ("quotes", "days", "new"), [(False, 1, True), (True, 1, False), (True, 20, True)]
)
def test_a_new_topic_quotes_nothing_or_comes_late(quotes: bool, days: int, new: bool) -> None:  # noqa: FBT001
    assert evidence.is_new_topic(quotes=quotes, gap=timedelta(days=days)) is new


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Yes.\n> We look into it and come back to you.", True),
        ("Yes.\n> We look into it\n> and come back to you.", True),
        ("Hello,\nis there a discount?\nBest wishes\nIngrid", False),
        ("", False),
    ],
)
def test_what_was_said_is_recognised_however_it_is_quoted(text: str, quotes: bool) -> None:  # noqa: FBT001
    said = ["Hello,\nWe look into it and come back to you.\nBest wishes"]
    assert evidence.quotes_any(text, said) is quotes


@pytest.mark.parametrize(
    ("tie", "standing", "subject", "auth", "joins"),
    [
        (Tie.OURS, Standing.PARTICIPANT, "Re: x", (), True),
        (Tie.OURS, Standing.NAMESAKE, "Re: x", (), True),
        (Tie.OURS, Standing.NAMESAKE, "Fwd: x", (), False),
        (Tie.OURS, Standing.NAMESAKE, "Re: x", (("dmarc", "fail"),), False),
        (Tie.OURS, Standing.STRANGER, "Re: x", (), False),
        (Tie.ADDRESS, Standing.NAMESAKE, "Re: x", (), True),
        (Tie.ADDRESS, Standing.STRANGER, "Re: x", (), False),
        (Tie.THEIRS, Standing.PARTICIPANT, "x", (), True),
        (Tie.THEIRS, Standing.NAMESAKE, "Re: x", (), False),
        (Tie.TOKEN, Standing.PARTICIPANT, "Re: x", (), True),
        (Tie.TOKEN, Standing.PARTICIPANT, "Re: x", (("dmarc", "fail"),), False),
        (Tie.TOKEN, Standing.STRANGER, "Re: x", (), False),
        (Tie.PROVIDER, Standing.STRANGER, "Re: x", (), False),
        (Tie.AWAITED, Standing.STRANGER, "Re: x", (), False),
    ],
)
def test_what_each_tie_is_worth(
    tie: Tie,
    standing: Standing,
    subject: str,
    auth: tuple[tuple[str, str], ...],
    joins: bool,  # noqa: FBT001
) -> None:
    assert evidence.joins(tie, standing, clues_of(inbound(subject=subject, auth=auth), {})) is joins


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ingrid Rossi", "Rossi, Ingrid", True),
        ("Ingrid Rossi", "ingrid ROSSI", True),
        ("Ingrid", "Ingrid", False),
        ("Ingrid Rossi", "Ingrid Bianchi", False),
        ("", "", False),
    ],
)
def test_a_name_is_the_same_only_in_full(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert evidence.is_same_name(one, other) is same


def test_an_address_carries_a_detail_and_gives_it_back() -> None:
    full = with_detail("help@shop.test", "t.12.abc")
    assert full == "help+t.12.abc@shop.test"
    assert detail_of(full.upper()) == "t.12.abc"
    assert with_detail("x" * 50 + "@shop.test", "t.12.abcdefghijklmnop") == ""


def test_a_signature_is_ours_alone_whatever_its_case() -> None:
    key = signing_key("secret", "reply address")
    sign = signature("1.12", key)
    assert is_signature(sign.upper(), "1.12", key)
    assert not is_signature(sign, "1.13", key)
    assert not is_signature(sign, "1.12", signing_key("another", "reply address"))
    assert not is_signature(sign, "1.12", signing_key("secret", "something else"))
    assert evidence.signed(f"help+{evidence.reply_detail(12, sign)}@shop.test") == (12, sign)
    assert evidence.signed("help+t.12@shop.test") == (0, "")


def test_clues_are_found_wherever_an_address_may_stand() -> None:
    sign = "a" * 16
    there = f"help+t.7.{sign}@shop.test"
    party = (Party(name="", handle=there),)
    for given in (inbound(to=party), inbound(cc=party), inbound(delivered_to=(there,))):
        assert clues_of(given, {}).addresses == (there,)
    assert clues_of(inbound(), {"to": [there]}).addresses == (there,)
    assert clues_of(inbound(subject="Re: x [#7] y [#8]"), {}).numbers == (7, 8)


def test_a_mailing_makes_nobody_take_part() -> None:
    many = tuple(Party(name="", handle=f"{n}@x.test") for n in range(60))
    assert clues_of(inbound(to=many), {}).parties == ()


def test_who_else_takes_part_are_neither_the_sender_nor_we() -> None:
    to = tuple(Party(name="", handle=h) for h in ("help+t.1.x@shop.test", "a@x.test", "bob@x.test"))
    assert evidence.others(clues_of(inbound(to=to), {}), "A@x.test", "help@shop.test") == [
        "bob@x.test"
    ]
