"""Who works on which arrivals, and in which order they are written when many work at once.

Batches are read side by side and written in the order in which they arrived: an answer is never
placed before what it answers only because another worker was quicker.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from threering.ledger.actions import DEAD

_BEGIN = """
update ledger_arrival set attempts = attempts + 1, claimed_by = %(me)s where id in (
  select id from ledger_arrival
  where outcome is null and attempts < %(below)s
    and (claimed_by in ('', %(me)s) or {dead})
  order by id limit %(limit)s for update skip locked)
returning id
"""
# The session holds the lock of its batch, named by its first arrival, until that is written.
_HOLD, _LET_GO = "select pg_advisory_lock(-%s)", "select pg_advisory_unlock(-%s)"
_WAIT = """
select pg_advisory_lock_shared(batch), pg_advisory_unlock_shared(batch) from (
  select -min(id) as batch from ledger_arrival
  where outcome is null and id < %(first)s and claimed_by not in ('', %(me)s)
  group by claimed_by having bool_or(client_id = any(%(clients)s))) earlier
"""
_LEFT_BEHIND = """
select exists (select 1 from ledger_arrival where outcome is null and client_id = any(%(clients)s)
  and id < %(first)s and attempts < %(below)s and claimed_by <> %(me)s and {dead})
"""
_GIVE_BACK = """
update ledger_arrival set attempts = attempts - 1, claimed_by = '' where id = any(%s)
  and outcome is null and attempts > 0
"""


def begin_arrivals(me: str, limit: int, *, alone_after: int) -> list[int]:
    """Claim the next waiting arrivals for the session `me` and count the attempt.

    What another living session works on is left to it. One that was begun `alone_after` times
    is begun alone: it may be what ends the workers. `end` has to follow; the end of the session
    does as well.
    """
    words = _BEGIN.format(dead=DEAD)
    with transaction.atomic(), connection.cursor() as cursor:
        for below, most in ((alone_after, limit), (2**15, 1)):
            cursor.execute(words, {"me": me, "below": below, "limit": most})
            if ids := sorted(row[0] for row in cursor.fetchall()):
                cursor.execute(_HOLD, ids[:1])
                return ids
    return []


def await_earlier(me: str, ids: list[int], client_ids: Iterable[int], *, below: int) -> bool:
    """Wait until what arrived earlier for these clients, and others work on, is written.

    False if one of them died over it: then its arrivals, begun fewer than `below` times, come
    first, and ours have to be given back. Nobody waits in a circle: only for what came earlier.
    """
    who: dict[str, Any] = {
        "me": me,
        "first": ids[0],
        "clients": sorted(set(client_ids)),
        "below": below,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, who)
        cursor.execute(_LEFT_BEHIND.format(dead=DEAD), who)
        return not cursor.fetchone()[0]


def give_back(ids: list[int]) -> None:
    """Let arrivals be begun again, by anybody, as if they had not been begun."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [ids])


def end(ids: list[int]) -> None:
    """What was begun is written or given back: those who came later need not wait any more."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, ids[:1])
