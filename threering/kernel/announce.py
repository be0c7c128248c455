"""The live bell: a NOTIFY that rings when, and only when, the transaction commits."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from threering.kernel.batch import running

LIVE = "threering_live"
ARRIVALS = "threering_arrivals"
DELIVERIES = "threering_deliveries"


NOT_FOR_PSYCOPG = {"cursor_factory", "context", "prepare_threshold"}


def connection_params() -> dict[str, Any]:
    """What a connection of one's own to the same server needs: LISTEN takes one for itself."""
    params = connection.get_connection_params()
    return {key: value for key, value in params.items() if key not in NOT_FOR_PSYCOPG}


def announce(channel: str, fact: dict[str, object] | None = None) -> None:
    """Ring `channel` at commit. The fact holds ids and words of ours only, never a text."""
    payload = json.dumps(fact, default=str) if fact else ""
    if batch := running.get():
        batch.ring(channel, payload)
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [channel, payload])
