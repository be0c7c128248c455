"""Ids that leave the house: UUIDv7, sorted by the moment they were made (RFC 9562 §5.7)."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def latest_of(millisecond: int) -> UUID:
    """The last id that can have been made in that millisecond since 1970, UTC, or before."""
    return UUID(int=(millisecond << 80) | (1 << 80) - 1)
