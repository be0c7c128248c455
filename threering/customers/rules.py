"""When are two handles the same, and what do we call somebody. Pure."""

from __future__ import annotations

import zlib


def normal(kind: str, value: str) -> str:
    """The form under which a handle is compared: e-mail addresses without case or spaces."""
    return value.strip().lower() if kind == "email" else value.strip()


def display_name(name: str, handle: str) -> str:
    """What to call a customer who may not have said their name."""
    return (name.strip().strip("\"'") or handle.partition("@")[0] or handle)[:200]


def hue(handle: str) -> int:
    """One of eight avatar hues, always the same for the same handle."""
    return zlib.crc32(handle.encode()) % 8
