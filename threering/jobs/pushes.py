"""Notices to browsers: claim, touch the wire, write what was heard. Each leaves once at most.

A loop of its own in the worker: what is told shall be seen within seconds, and a push service
that does not answer shall hold up no mail.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from threering.jobs.deliveries import closing
from threering.kernel.http import NoAnswer, Unreachable, post
from threering.kernel.time import now
from threering.kernel.webpush import Pair, proof, sealed
from threering.ledger.push.actions import house_pair
from threering.ledger.push.rules import KEPT, Heard
from threering.stories.claim_pushes import claim_pushes
from threering.stories.record_push import record_push
from threering.tickets.notices.pushing import Word

log = logging.getLogger(__name__)
LOOK_EVERY = 2.5  # seconds: besides PATIENCE all that a notice waits
ANSWER_WITHIN = 10.0  # seconds, for each step
AT_ONCE = 100
WIRES = 4
GONE = (OperationalError, InterfaceError)


def keep_pushing(stopping: threading.Event) -> None:
    """Look for notices to push until it stops. A lost server is waited for."""
    while not stopping.wait(LOOK_EVERY):
        try:
            close_old_connections()
            while push_next() and not stopping.is_set():
                pass
        except GONE as error:
            log.warning("pushes: PostgreSQL went away, trying again: %s", error)
            connection.close()
        except InvalidTag:
            log.exception("pushes: sealed under another secret key; restore it with the database")
            stopping.wait(60)
    connection.close()


def push_next() -> int:
    """Push what is due; how many were looked at."""
    taken, words = claim_pushes(at=now(), most=AT_ONCE)
    for word, heard in _heard(words):
        record_push(word.push, heard, at=now())
    return taken


def _heard(words: Sequence[Word]) -> Iterator[tuple[Word, Heard]]:
    """What was heard of each, the quickest first."""
    if not words:
        return
    pair = house_pair()
    with ThreadPoolExecutor(WIRES, thread_name_prefix="push") as wires:
        asked = {wires.submit(hand_over, word, pair): word for word in words}
        for done in as_completed(asked):
            yield asked[done], done.result()


def hand_over(word: Word, pair: Pair) -> Heard:
    """Touch the wire once; not any more where there may be no time to hear the answer."""
    if closing.is_set():
        return Heard(left=False)
    endpoint, at = word.push.browser.endpoint, now()
    heads = {
        "Authorization": proof(endpoint, pair, settings.PUSH_CONTACT, at=at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT.total_seconds())),
        "Topic": word.topic,
    }
    plain = json.dumps(word.said, ensure_ascii=False).encode()
    body = sealed(plain, word.secret.lock)
    try:
        answer = post(endpoint, body, heads, settings.PRIVATE_HOSTS, ANSWER_WITHIN)
    except NoAnswer as why:
        log.info("a push had no answer: %s", why)
        return Heard()
    except Unreachable as why:
        log.info("a push did not leave: %s", why)
        return Heard(left=False)
    return Heard(answer.status, answer.retry_after)
