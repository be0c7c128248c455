"""Whether a path is the address of a hook, asked before a large body is taken for it."""

from __future__ import annotations

from django.db import connection
from django.urls import Resolver404, resolve

from threering.channels.queries import hook_at


def is_hook(path: str) -> bool:
    """Whether somebody was given this address. For a thread of its own: it ends its connection."""
    try:
        named = resolve(path).kwargs
        return hook_at(named["provider"], named["uuid"]) is not None
    except (Resolver404, KeyError):
        return False
    finally:
        connection.close()
