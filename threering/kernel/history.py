"""What settings and permissions were before: written by the database itself, with who and whence.

django-pghistory makes the tables and the triggers, so that changes of many rows at once and those
made by hand in the database are caught, too. Nothing is ever changed or removed there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import pghistory
import pgtrigger
from django.db import connection
from django.db.models import Index
from pghistory.core import event_models
from psycopg.sql import Literal

Execute = Callable[..., Any]
_here: ContextVar[dict[str, object] | None] = ContextVar("here", default=None)


def tracked(
    *, leave: Sequence[str] = (), secret: Sequence[str] = (), by: str = "client"
) -> Callable[[type[Any]], type[Any]]:
    """Keep the history of a model.

    `leave`: fields that are no setting. `secret`: what is never kept; that it changed, is. `by`:
    the field by which people look for it, "" for the row itself.
    """

    def keep(model: type[Any]) -> type[Any]:
        kept = [one.name for one in model._meta.concrete_model._meta.local_fields]
        watched = [name for name in kept if name not in leave]
        order = (by or "pgh_obj", "-pgh_created_at", "-pgh_id")
        pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*watched)),
            pghistory.DeleteEvent(),
            exclude=[*leave, *secret],
            append_only=True,
            obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # its own words: None for none
            meta={"indexes": [Index(fields=order), Index(fields=("pgh_obj", "-pgh_id"))]},
        )(model)
        return model

    return keep


@cache
def histories() -> dict[str, Any]:
    """The model of each history, by the label of what it tells of."""
    return {one.pgh_tracked_model._meta.label_lower: one for one in event_models()}  # type: ignore[attr-defined]


@cache
def _writes() -> re.Pattern[str]:
    """What a statement begins with that changes a tracked table."""
    tables = {one.pgh_tracked_model._meta.db_table for one in histories().values()}
    names = "|".join(sorted(map(re.escape, tables)))
    return re.compile(rf'\s*(insert into|update|delete from)\s+"?({names})"?[\s(]', re.IGNORECASE)


@contextmanager
def whence(**known: object) -> Iterator[None]:
    """Say who changes what is tracked in this block, and from where.

    pghistory's own way goes before every statement and breaks those that are executed for many
    rows; this one goes before those that write a tracked table, and until their transaction ends.
    Of blocks within blocks the inner one counts.
    """
    outside = _here.set(known)

    def say(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
        if not isinstance(sql, str) or not _writes().match(sql):
            return execute(sql, params, many, context)
        told = Literal(json.dumps(here())).as_string()
        first = f"select set_config('pghistory.context_metadata', {told}, true)"
        if many:
            context["cursor"].execute(first)
            return execute(sql, params, many, context)
        first = first if params is None else first.replace("%", "%%")
        answer = execute(f"{first}; {sql}", params, many, context)
        while answer.nextset():  # the first answer is to what we said
            pass
        return answer

    try:
        with connection.execute_wrapper(say):
            yield
    finally:
        _here.reset(outside)


def here() -> dict[str, object] | None:
    """What is known of where we are, as `whence` was told."""
    return _here.get()
