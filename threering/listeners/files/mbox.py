"""Where the mails in an mbox file begin and end, read in blocks however big it is.

A mail begins at a line "From …" with a time and a year, at the beginning or after an empty line. A
Content-Length that leads exactly to the next beginning or to the end is trusted (mboxcl, mboxcl2):
what looks like a beginning inside is then text. One ">" before a quoted "From " is taken off again,
as mboxrd and mboxo put it there; not where Content-Length made quoting needless and nothing was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO

BLOCK = 4 * 2**20
LONGEST_LINE = 2**10  # of a "From " line: how far two blocks overlap
HEAD = 2**16  # where a Content-Length is looked for
BEGINS = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\d\d?:\d\d[^\n]*\d{4}[^\n]*\n")
LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
BARE = re.compile(rb"^From ", re.MULTILINE)
DATED = re.compile(rb"^From \S*\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Slice:
    """One mail in the file, its "From " line included. `counted`: Content-Length says its end."""

    offset: int
    length: int
    counted: bool = False


def slices(file: IO[bytes]) -> Iterator[Slice]:
    """The mails of a file in their order; what stands before the first is passed over."""
    file.seek(0, 2)
    size = file.tell()
    begin, trusted = -1, 0
    for offset in chain(_Beginnings(file), [size]):
        if offset < trusted:
            continue
        if begin >= 0:
            yield Slice(begin, offset - begin, counted=trusted > 0)
        if offset < size:
            begin, trusted = offset, _trusted_end(file, offset, size)


class _Beginnings:
    """Offsets of the lines that may begin a mail, in order."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[int]:
        """Block by block, each with the end of the one before it."""
        position, kept, last = 0, b"", -1
        while block := self._read(position):
            text = kept + block
            start = position - len(kept)
            for found in BEGINS.finditer(text):
                offset = start + found.start()
                if offset > last and (found.start() or not start):
                    last = offset
                    yield offset
            position += len(block)
            kept = text[-LONGEST_LINE:]

    def _read(self, position: int) -> bytes:
        self._file.seek(position)  # others read from the same file between two blocks
        return self._file.read(BLOCK)


def _trusted_end(file: IO[bytes], offset: int, size: int) -> int:
    """Where the mail ends by its Content-Length; 0 if it has none that fits."""
    file.seek(offset)
    head = file.read(HEAD)
    empty = EMPTY_LINE.search(head)
    said = LENGTH.search(head, 0, empty.end()) if empty else None
    if not empty or not said or len(said[1]) > 15:
        return 0
    end = offset + empty.end() + int(said[1])
    if end > size:
        return 0
    file.seek(end)
    after = file.read(7).lstrip(b"\r\n")
    return end if not after or after.startswith(b"From ") else 0


def mail_of(raw: bytes, *, counted: bool) -> tuple[bytes, str]:
    """The mail in a slice as it was before it was put into the file, and what its "From " says."""
    line, _, mail = raw.partition(b"\n")
    if mail.endswith(b"\r\n\r\n"):
        mail = mail[:-2]
    elif mail.endswith(b"\n\n"):
        mail = mail[:-1]
    if not (counted and BARE.search(mail)):
        mail = QUOTED.sub(rb"\1", mail)
    dated = DATED.match(line)
    return mail, dated[1].decode("ascii", "replace") if dated else ""
