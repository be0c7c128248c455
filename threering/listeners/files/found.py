"""Which mails lie under a path, and how to read each of them when its turn comes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from threering.listeners.files import mbox

MAX_SIZE = 50 * 2**20  # as over SMTP
KEPT = 64 * 2**10  # of one that is bigger
HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9_-]*[ \t]*:")
PASSED = re.compile(r",[^,]*[DT]")  # a Maildir file's flags: a draft, or in the bin
COUNT = re.compile(rb"\s*(\d+)\s*\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies."""

    path: str
    offset: int
    length: int
    form: str
    """mbox, counted (an mbox with Content-Length), mail or emlx."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A mail out of a file."""

    content: bytes
    size: int
    """Bytes of the whole; `content` is only the beginning where that is beyond MAX_SIZE."""
    dated: str = ""
    """What the mbox says about when it came."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it was read."""
        return len(self.content) == self.size


def places(path: Path, unread: Callable[[str], None]) -> Iterator[Place]:
    """Every mail in a file or below a folder; `unread` is told which file cannot be opened.

    Files that are no mail are passed over, and in a Maildir what is a draft or in the bin.
    """
    for file in _files(path):
        try:
            yield from _in_file(file)
        except OSError as error:
            unread(f"{file}: {error.strerror}")


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, names, files in os.walk(path):
        names.sort()
        kind = Path(folder).name
        if kind == "tmp" and Path(folder).with_name("cur").is_dir():
            continue  # what a Maildir has not taken yet
        for name in sorted(files):
            if kind not in {"cur", "new"} or not PASSED.search(name):
                yield Path(folder, name)


def _in_file(path: Path) -> Iterator[Place]:
    with path.open("rb") as file:
        begin = file.read(2**12)
        if begin.startswith(b"From "):
            for found in mbox.slices(file):
                form = "counted" if found.counted else "mbox"
                yield Place(str(path), found.offset, found.length, form)
        elif path.suffix == ".emlx" and (count := COUNT.match(begin)):
            yield Place(str(path), count.end(), int(count[1]), "emlx")
        elif HEADER.match(begin):
            yield Place(str(path), 0, path.stat().st_size, "mail")


def read(place: Place) -> Lying:
    """The mail that lies there. Raises OSError when the file has gone."""
    with Path(place.path).open("rb") as file:
        file.seek(place.offset)
        raw = file.read(min(place.length, MAX_SIZE))
    if place.length > MAX_SIZE:
        return Lying(raw[:KEPT], place.length)
    if place.form not in {"mbox", "counted"}:
        return Lying(raw, len(raw))
    mail, dated = mbox.mail_of(raw, counted=place.form == "counted")
    return Lying(mail, len(mail), dated)
