"""Work for later, by name: the job row commits or rolls back with the data it is about."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app


def later(job: str, **arguments: Any) -> None:
    """Defer the job of that name (see threering/jobs). Raises TaskNotFound for any other name."""
    app.configure_task(job, allow_unknown=False).defer(**arguments)
