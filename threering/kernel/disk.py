"""What has to be on the disk before somebody is told so."""

from __future__ import annotations

import os
from pathlib import Path

_lasting: set[Path] = set()


def sync(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def make_lasting(folder: Path) -> None:
    """Have a folder in one that lasts; its own name is on the disk too when this returns.

    One that was there already is synced once by each process: who made it may not have done so yet.
    """
    try:
        folder.mkdir()
    except FileNotFoundError:
        make_lasting(folder.parent)
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        if folder in _lasting:
            return
    sync(folder.parent)
    _lasting.add(folder)
