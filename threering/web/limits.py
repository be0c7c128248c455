"""How much one person may ask, or one address of which nobody is signed in: no hand is that fast,
a script that empties the desk is.

Kept in memory, for each web process by itself. Guessed passwords are counted in the database.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from threading import Lock

A_SECOND, AT_ONCE = 30.0, 900.0  # requests
MOST = 100_000  # who is remembered

_left: dict[int | str, tuple[float, float]] = {}
_lock = Lock()


def may_ask(who: int | str, *, at: float) -> bool:
    """Count one request of a person or a place (token bucket).

    `at`: seconds of a clock that only goes on.
    """
    with _lock:
        if len(_left) >= MOST:
            _forget(at)
        left, before = _left.get(who, (AT_ONCE, at))
        left = min(AT_ONCE, left + (at - before) * A_SECOND)
        _left[who] = (max(left - 1, 0), at)
    return left >= 1


def _forget(at: float) -> None:
    """Whoever has all left again; and everybody, rather than grow without end."""
    for who, (left, before) in list(_left.items()):
        if left + (at - before) * A_SECOND >= AT_ONCE:
            del _left[who]
    if len(_left) >= MOST:
        _left.clear()


def place_of(address: str) -> str:
    """Who is counted as one: an address, of IPv6 the net of 2^64 that one customer has."""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return found.exploded[:19]
    return str(getattr(found, "ipv4_mapped", None) or found)
