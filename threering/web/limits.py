"""How much one person may ask: no hand is that fast, a script that empties the desk is.

Kept in memory, for each web process by itself. Guessed passwords are counted in the database.
"""

from __future__ import annotations

from threading import Lock

A_SECOND, AT_ONCE = 30.0, 900.0  # requests

_left: dict[int, tuple[float, float]] = {}
_lock = Lock()


def may_ask(person: int, *, at: float) -> bool:
    """Count one request of a person (token bucket). `at`: seconds of a clock that only goes on."""
    with _lock:
        left, before = _left.get(person, (AT_ONCE, at))
        left = min(AT_ONCE, left + (at - before) * A_SECOND)
        _left[person] = (max(left - 1, 0), at)
    return left >= 1
