"""Bounces, automatic answers, replies and ordinary mails in the forms of many programs."""

from __future__ import annotations

import re

import pytest

from tests.channels.email.written import PLAIN, TO_US, Written, written
from threering.channels.email.reading import understand


def named(name: str) -> pytest.MarkDecorator:
    mails = written(name)
    return pytest.mark.parametrize("mail", mails, ids=[mail.name for mail in mails])


@named("bounces")
def test_a_bounce_of_any_server_says_whom_and_whether_for_good(mail: Written) -> None:
    seen = understand(mail.raw())
    assert seen.kind == "bounce"
    assert seen.bounce
    assert list(seen.bounce.recipients) == mail.expected["recipients"]
    assert seen.bounce.hard is mail.expected["hard"]


@named("automatic")
def test_an_automatic_answer_is_known_in_any_language(mail: Written) -> None:
    seen = understand(mail.raw("From: Anna <anna@mail.example>\n" + TO_US + PLAIN))
    assert seen.kind == "auto_reply"


@named("ordinary")
def test_what_people_write_about_such_mails_is_none(mail: Written) -> None:
    seen = understand(mail.raw(TO_US))
    assert seen.kind != "bounce"
    assert seen.kind == mail.expected.get("kind", seen.kind)


@named("replies")
def test_the_new_words_are_told_from_the_old(mail: Written) -> None:
    body, mode, wanted = re.split(r"^--- (shown|has)\n", mail.body, flags=re.MULTILINE)
    seen = understand(Written(mail.name, body, {}).raw(_head(mail))).split.visible
    if mode == "shown":
        assert re.sub(r"\n{2,}", "\n\n", seen) == wanted.strip()
    else:
        assert [line for line in wanted.strip().split("\n") if line not in seen] == []


def _head(mail: Written) -> str:
    html = PLAIN.replace("plain", "html")
    typed = mail.expected.get("headers", "") + "\n"
    kind = typed if typed.strip() else html if mail.expected.get("html") else PLAIN
    subject = mail.expected.get("subject", "Re: Order")
    return f"From: Anna <anna@mail.example>\n{TO_US}Subject: {subject}\n{kind}\n"
