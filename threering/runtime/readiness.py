"""Whether this machine lets us work: looked at before anything starts, and by the doctor."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from threering.runtime.finding import Finding, good, wrong

LEAST_ROOM = 32 * 2**20  # bytes: with less PostgreSQL can neither begin nor end well


def writable(data: Path) -> Finding:
    """May we write in the data folder, or make it?"""
    there = _nearest(data)
    if os.access(there, os.W_OK | os.X_OK):
        return good(f"{data} is writable")
    if os.statvfs(there).f_flag & os.ST_RDONLY:
        mend = "Mount it writable (mount -o remount,rw), and look why it is not: a disk that fails "
        mend += "is often made read-only. What is there stays as it is."
        return wrong(f"{there} lies on a disk that is read-only", mend)
    mend = f"Make {there} yours (chown), or choose another folder with THREERING_DATA."
    return wrong(f"{there} is not writable", mend)


def space(data: Path, *, least: int = LEAST_ROOM) -> Finding:
    """Are there so many bytes free on the disk?"""
    free = shutil.disk_usage(_nearest(data)).free
    if free >= least:
        return good(f"{free / 2**30:.1f} GB free on the disk")
    mend = "Make room: PostgreSQL stops when the disk is full. What is there stays as it is, and "
    mend += "new mail waits with its senders."
    return wrong(f"The disk of {data} is nearly full: {free / 2**20:.0f} MB are free", mend)


def _nearest(data: Path) -> Path:
    """The folder, or what of its way is there."""
    return next(path for path in (data, *data.parents) if path.exists())
