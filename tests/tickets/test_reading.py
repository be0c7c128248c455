from __future__ import annotations

import json
from datetime import UTC, datetime

from threering.channels.contract import Inbound, Party
from threering.tickets.reading import Reading, kept, reading_of

PLAIN = Inbound(
    external_id="<a@x>", sent_at=None, sender_name="Ann", sender_handle="ann@x.test", text="hi"
)


def test_a_plain_message_keeps_next_to_nothing() -> None:
    assert kept(PLAIN) == {"sender": "ann@x.test"}


def test_what_is_kept_comes_back() -> None:
    at = datetime(2026, 11, 20, 20, 15, tzinfo=UTC)
    full = Inbound(
        external_id="",
        sent_at=at,
        sender_name="",
        sender_handle="ann@x.test",
        text="",
        kind="list",
        automatic=True,
        to=(Party(name="Help", handle="help@shop.test"),),
        cc=(Party(name="", handle="b@x.test"),),
        reply_to=(Party(name="", handle="c@x.test"),),
        delivered_to=("help@shop.test",),
        signed=True,
        encrypted=True,
        remote_images=("https://a.test/1", "https://a.test/2", "http://[broken"),
        trackers=("spy.test",),
        auth=(("spf", "pass"),),
        defects=("date-missing",),
    )
    stored = json.loads(json.dumps(kept(full)))
    assert reading_of(stored) == Reading(
        kind="list",
        automatic=True,
        sender="ann@x.test",
        sent_at=at,
        to=full.to,
        cc=full.cc,
        reply_to=full.reply_to,
        delivered_to=full.delivered_to,
        signed=True,
        encrypted=True,
        remote={"a.test": 2, "?": 1},
        trackers=("spy.test",),
        auth={"spf": "pass"},
        defects=("date-missing",),
    )


def test_what_a_database_cannot_hold_is_left_out() -> None:
    odd = Inbound(
        external_id="",
        sent_at=None,
        sender_name="",
        sender_handle="a\0@x",
        text="",
        defects=("\ud800",),
    )
    assert kept(odd) == {"sender": "a@x", "defects": ["?"]}


def test_of_our_own_messages_there_is_nothing_to_tell() -> None:
    assert reading_of({}) == Reading(remote={}, auth={})
