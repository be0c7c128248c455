"""What a push service's answer means, where words may go, and what browsers are called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from threering.ledger.push.rules import (
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    End,
    Heard,
    Trouble,
    is_endpoint,
    label_of,
    verdict,
    wait_asked,
)

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heard", "end", "trouble", "gone"),
    [
        (Heard(201), End.SENT, None, False),
        (Heard(200), End.SENT, None, False),
        (Heard(404), End.REFUSED, None, True),
        (Heard(410), End.REFUSED, None, True),
        (Heard(413), End.REFUSED, Trouble.TOO_LARGE, False),
        (Heard(403), End.REFUSED, Trouble.NOT_US, False),
        (Heard(400), End.REFUSED, Trouble.REFUSED, False),
        (Heard(302), End.REFUSED, Trouble.REFUSED, False),
        (Heard(429), None, Trouble.BUSY, False),
        (Heard(500), None, Trouble.BUSY, False),
        (Heard(left=False), None, Trouble.UNREACHABLE, False),
        (Heard(), End.LOST, Trouble.SILENT, False),
    ],
)
def test_what_an_answer_means(heard: Heard, end: End, trouble: Trouble, *, gone: bool) -> None:
    said = verdict(heard, 1, AT)
    assert (said.end, said.trouble, said.gone) == (end, trouble, gone)


def test_each_wait_is_longer_until_it_is_given_up() -> None:
    said = [verdict(Heard(500), attempt, AT) for attempt in range(1, MOST_ATTEMPTS + 1)]
    waits = [one.wait for one in said]
    assert waits[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(minutes=1)]
    assert [one.end for one in said] == [None] * (MOST_ATTEMPTS - 1) + [End.GIVEN_UP]


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta()),
        ("99999999999", LONGEST_WAIT),
        ("Sun, 22 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Sun, 22 Nov 2026 11:00:00 GMT", timedelta()),
        ("Mon, 22 Nov 2027 12:00:00 GMT", LONGEST_WAIT),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_how_long_a_push_service_asks_to_wait(said: str, wait: timedelta | None) -> None:
    assert wait_asked(said, AT) == wait


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:APA91_x-y", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/gAAA=", True),
        ("https://wns2-am3p.notify.windows.com/w/?token=a%2bb", True),
        ("http://inside.example/push", True),
        ("http://push.example/x", False),
        ("ftp://push.example/x", False),
        ("https:///x", False),
        ("https://me:secret@push.example/x", False),
        ("https://push.example:port/x", False),
        ("https://[::1/x", False),
        ("https://push.example/a b", False),
        ("https://push.example/\r\nHost: x", False),
        ("https://pü.example/x", False),
        ("https://push.example/" + "x" * 2000, False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_where_words_for_a_browser_may_go(url: str, *, may: bool) -> None:
    assert is_endpoint(url, ("inside.example",)) is may


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (FIREFOX, "Firefox, Linux"),
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/142.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_what_a_browser_is_called(user_agent: str, label: str) -> None:
    assert label_of(user_agent) == label
