"""All mail, point 1: every real mail is understood, asked through `threering inspect-mail`.

How each folder is scored stands in its SOURCE.md. One table is printed (`pytest -s`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.held_out import held_out, maker, samples, supported
from tests.acceptance.understood import (
    Case,
    Score,
    Understood,
    asked,
    f1,
    flat,
    same,
    understand_everything,
    words,
)

pytestmark = [pytest.mark.acceptance, pytest.mark.corpus]
THREE_SOURCES = {"email_reply_trimmer", "talon-eml", "quotequail"}
SCRIPT = re.compile(r"<script|javascript:|<[^>]+\son\w+\s*=|<iframe|<object|<embed|<form", re.I)
UNMADE = "message.html"  # Zammad's own copy of the body, no part of the mail
NOTHING = "no visible content"
SLOWEST = 2.0
ENOUGH_WORDS = 0.9


@pytest.fixture(scope="module")
def mails() -> Understood:
    return understand_everything()


@pytest.fixture(scope="module")
def table() -> Iterator[dict[str, str]]:
    """Filled by the tests, printed at the end."""
    lines: dict[str, str] = {}
    yield lines
    print("\n" + "\n".join(f"{name:24} {line}" for name, line in lines.items()))


def test_1a_every_mail_is_read_without_an_exception(
    mails: Understood, table: dict[str, str]
) -> None:
    files = sum(map(len, mails.cases.values()))
    unread = [path for path, seen in mails.seen.items() if "unreadable" in seen["defects"]]
    table["exceptions"] = f"{len(unread)} of {files} files, {files - len(mails.seen)} lost"
    assert unread == []
    assert len(mails.seen) == files
    assert mails.exit_code == 0


def test_1b_no_mail_takes_longer_than_two_seconds(mails: Understood, table: dict[str, str]) -> None:
    slowest = max(mails.seconds, key=lambda path: mails.seconds[path])
    rate = len(mails.seconds) / sum(mails.seconds.values())
    table["slowest"] = f"{mails.seconds[slowest]:.2f} s; {rate:.0f} files a second"
    assert mails.seconds[slowest] <= SLOWEST, slowest


@pytest.mark.full  # beside other tests the machine is too busy for a time to mean anything
@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\n" + b"junk\n" * 100_000 + b"To: c@d.example\n\nHello",
        b"From: a@b.example\nContent-Type: text/html\n\n" + b"<div>line</div>" * 49_000,
        b"From: a@b.example\nContent-Type: text/html\n\n"
        + b"<div class=gmail_quote>a</div>" * 49_000,
    ],
    ids=["junk in the head", "flat", "quotes"],
)
def test_1b_no_mail_made_to_be_slow_takes_longer(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "slow.eml"
    path.write_bytes(raw)
    tries = [asked([str(path)]) for _ in range(2)]  # a busy machine makes one slow, not both
    assert "unreadable" not in tries[0][0][str(path)]["defects"]
    assert min(seconds[str(path)] for _, seconds, _ in tries) <= SLOWEST


def test_1c_no_script_is_left(mails: Understood, table: dict[str, str]) -> None:
    dangerous = [path for path, seen in mails.seen.items() if SCRIPT.search(seen["html"])]
    table["scripts"] = str(len(dangerous))
    assert dangerous == []


def test_1d_subjects_are_right(mails: Understood, table: dict[str, str]) -> None:
    score, strict = Score(), Score()
    for case, seen in parsed(mails):
        if "subject" in case["expected"]:
            wanted = case["expected"]["subject"]
            score.count(case, right=same(wanted, seen["subject"]))
            strict.count(case, right=flat(wanted) == flat(seen["subject"]))
    table["subject"] = score.told()
    table["  letter for letter"] = strict.told()  # some expectations were not decoded themselves
    assert score.share() >= 98, score.wrong


def test_1e_senders_are_right(mails: Understood, table: dict[str, str]) -> None:
    score = Score()
    for case, seen in parsed(mails):
        expected = case["expected"]
        if "from_email" not in expected and not isinstance(expected.get("from"), list):
            continue
        first = (expected["from"] or [{"address": ""}])[0] if "n_parts" in expected else {}
        wanted = first.get("address", expected.get("from_email")) or ""
        score.count(case, right=seen["from"]["email"].lower() == wanted.lower())
    table["from"] = score.told()
    assert score.share() >= 98, score.wrong


def test_1f_attachments_are_right(mails: Understood, table: dict[str, str]) -> None:
    """By checksum (Zammad), by number and name (Webklex), by name (Stalwart: it counts others)."""
    score, strict = Score(), Score()
    for case, seen in parsed(mails):
        if "attachments" in case["expected"] or "n_attachments" in case["expected"]:
            score.count(case, right=has_files(case["expected"], seen["attachments"]))
            strict.count(case, right=has_just(case["expected"], seen["attachments"]))
    table["attachments"] = score.told()
    table["  to the letter"] = strict.told()
    assert score.share() >= 95, score.wrong


def test_1g_text_bodies_are_right(mails: Understood, table: dict[str, str]) -> None:
    score, plain = Score(), Score()
    for case, seen in parsed(mails):
        right = has_text(case["expected"], seen)
        if right is not None:
            score.count(case, right=right)
            plain.count(case, right=has_text(case["expected"], {**seen, "html": ""}) or 0.0)
    table["text body"] = score.told()
    table["  of `text` alone"] = plain.told()
    assert score.share() >= 93, score.wrong


def test_1h_bounces_are_recognised(mails: Understood, table: dict[str, str]) -> None:
    score, sources = Score(), dict[str, Score]()
    for case, seen in mails.of("bounces"):
        if case["expected"]["is_bounce"]:
            for one in (score, sources.setdefault(case["source"], Score())):
                one.count(case, right=seen["kind"] == "bounce")
    table["bounce recall"] = score.told()
    for source, one in sources.items():
        table[f"  of {source}"] = f"{one.share():5.1f} % ({one.all['all']})"
    assert score.share() >= 98, score.wrong


@pytest.mark.full
def test_1h_bounces_are_recognised_without_what_only_their_own_source_taught(
    mails: Understood, table: dict[str, str]
) -> None:
    """Leave one source out: by collection, and by the maker of the mail server (held_out.py)."""
    found = samples(mails.cases["bounces"])
    phrases = supported(found)
    left_out = {
        "collection": held_out(found, phrases, lambda case: str(case["source"])),
        "maker": held_out(found, phrases, maker),
    }
    for name, result in left_out.items():
        table[f"  without own {name}"] = result.recall.told()
        table[f"  hard so ({name})"] = result.hardness.told()
        for source, score in result.sources.items():
            if score.share() < 100 or (name == "collection" and score.all["all"]):
                taken = f"{result.taken[source]} phrases taken"
                table[f"    {source}"] = f"{score.share():5.1f} % ({score.all['all']}), {taken}"
        assert result.recall.share() >= 98, result.recall.wrong


def test_1i_ordinary_mails_are_no_bounces(mails: Understood, table: dict[str, str]) -> None:
    others = [
        pair
        for pair in mails.of("bounces")
        if not pair[0]["expected"]["is_bounce"] and "upstream" not in pair[0]["expected"]["kind"]
    ]
    negatives = mails.negatives()
    wrong = [c["id"] for c, seen in [*negatives, *others] if seen["kind"] == "bounce"]
    table["bounce false alarms"] = f"{len(wrong)} of {len(negatives)} + {len(others)}"
    assert len(wrong) <= 1, wrong


def test_1j_hard_and_soft_bounces_are_told_apart(mails: Understood, table: dict[str, str]) -> None:
    score = Score()
    for case, seen in mails.of("bounces"):
        events = case["expected"].get("events")
        if events and case["expected"]["is_bounce"]:
            hard = bool(seen["bounce"] and seen["bounce"]["hard"])
            score.count(case, right=hard == any(event["hard_bounce"] for event in events))
    table["hard or soft"] = score.told()
    assert score.share() >= 90, score.wrong


def test_1k_automatic_answers_are_recognised(mails: Understood, table: dict[str, str]) -> None:
    score = Score()
    for case, seen in mails.of("bounces"):
        if case["expected"]["kind"] == "auto-reply":
            score.count(case, right=seen["kind"] == "auto_reply")
    table["auto-replies"] = score.told()
    assert score.share() == 100, score.wrong


def test_1l_no_bounce_report_or_auto_reply_would_be_answered(mails: Understood) -> None:
    machines = {"bounce", "auto-reply", "feedback-report", "mailing-list"}
    answered = [
        case["id"]
        for case, seen in mails.of("bounces")
        if case["expected"]["kind"] in machines - {"bounce"} and seen["kind"] == "message"
    ]
    assert answered == []


def test_1m_the_visible_reply_is_right(mails: Understood, table: dict[str, str]) -> None:
    score, three = Score(), Score()
    for case, seen in mails.of("reply-strip"):
        right = is_reply(case["expected"], seen["visible_reply"])
        score.count(case, right=right)
        if case["source"] in THREE_SOURCES:
            three.count(case, right=right)
    table["visible reply"] = score.told()
    table["  of three sources"] = three.told()
    assert score.share() >= 70, score.wrong
    assert three.share() >= 85, three.wrong


def parsed(mails: Understood) -> Iterator[tuple[Case, Case]]:
    """The cases of the three folders with a full expectation."""
    for folder in ("email-parse-stalwart", "email-parse-webklex", "email-parse-zammad"):
        yield from mails.of(folder)


def has_files(expected: Case, files: list[Case]) -> bool:
    """Whether the files that are expected are there."""
    names = [file["filename"] for file in files]
    wanted = expected.get("attachments") or []
    if any("md5" in one for one in wanted):
        sums = {file["md5"] for file in files}
        return all(one["md5"] in sums for one in wanted if one["filename"] != UNMADE)
    if "n_parts" not in expected and "n_attachments" in expected:
        known = [n for n in expected.get("attachment_names", []) if not is_made_up(n)]
        return len(files) == expected["n_attachments"] and set(known) <= set(names)
    named = [one["filename"].rsplit("TEMP")[-1] for one in wanted if one.get("filename")]
    return all(any(same(name, ours) for ours in names) for name in named)


def has_just(expected: Case, files: list[Case]) -> bool:
    """Whether exactly the expected files are there, taken to the letter."""
    wanted = [one for one in expected.get("attachments") or [] if one["filename"] != UNMADE]
    if "n_attachments" not in expected:
        return {one["md5"] for one in wanted} == {file["md5"] for file in files}
    named = [one["filename"] for one in wanted] + expected.get("attachment_names", [])
    names = {file["filename"] for file in files}
    return len(files) == expected["n_attachments"] and {n for n in named if n} <= names


def is_made_up(name: str) -> bool:
    """A name the other parser drew by lot for a file without one."""
    return bool(re.fullmatch(r"[0-9a-f]{8}", name))


def has_text(expected: Case, seen: Case) -> float | None:
    """How right the body is, 0…1; None when nothing is expected."""
    if "n_parts" in expected:
        bodies = [body for body in expected["text_body"] if body]
        if not bodies:
            return None
        whole = words(" ".join(bodies))
        return words(bodies[0]) in words(seen["text"]) or f1(whole, seen["text"]) >= ENOUGH_WORDS
    if "text_body" in expected:
        return flat(expected["text_body"]) == flat(seen["text"])
    body = expected.get("body")
    if not body or body == NOTHING:
        return None
    # Zammad shows the HTML form when there is one.
    forms = (seen["text"], words(seen["html"]))
    return max(f1(words(body), form) for form in forms)


def is_reply(expected: Case, found: str) -> bool:
    """Whether a visible reply is right by the mode of its case."""
    if expected["mode"] == "exact":
        return collapsed(found) == collapsed(expected["reply"])
    if expected["mode"] == "exact-nows":
        return re.sub(r"\s", "", found) == re.sub(r"\s", "", expected["reply"])
    absent = expected.get("must_not_contain", [])
    return all(text in found for text in expected.get("must_contain", [])) and not any(
        text in found for text in absent
    )


def collapsed(text: str) -> str:
    """Without blanks at line ends and with one empty line at most."""
    return re.sub(r"\n{2,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
