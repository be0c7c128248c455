"""Whether an error is the database's own absence, or the fault of what it was given."""

from __future__ import annotations

from django.db import OperationalError

LIMIT_EXCEEDED = "54"
"""SQLSTATE class of what is too large for it, such as more words than its search can hold."""


def is_away(error: Exception) -> bool:
    """The server went away, or cannot work now: the same may succeed later."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return isinstance(error, OperationalError) and not state.startswith(LIMIT_EXCEEDED)


def fault(error: Exception) -> str:
    """What was wrong. Of PostgreSQL its first line alone: the others quote what people wrote."""
    said = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {said}"
