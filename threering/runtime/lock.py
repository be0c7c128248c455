"""One installation, one supervisor: whoever holds DATA/lock."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRuns(Exception):
    """Another supervisor holds this data folder; the message is what it wrote about itself."""


@contextmanager
def held(data: Path, about: str) -> Iterator[None]:
    """Hold the data folder while in the block. Raises AlreadyRuns. The kernel frees it at death."""
    data.mkdir(parents=True, exist_ok=True, mode=0o711)
    with (data / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRuns(file.read().strip()) from error
        file.truncate(0)
        file.write(f"process {os.getpid()}, {about}")
        file.flush()
        yield


def holder(data: Path) -> str | None:
    """What the running supervisor of this folder says of itself; None when none runs."""
    try:
        with (data / "lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return (data / "lock").read_text().strip()
    except FileNotFoundError:
        return None
    return None
