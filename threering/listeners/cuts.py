"""Which mail ends the connection. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALONE_AFTER = 2
"""Cuts at one place until its mails are asked for one by one."""
PASS_AFTER = 3
"""Cuts while one mail was asked for, and no other, until it is passed over."""


@dataclass(slots=True)
class Cuts:
    """How often the connection ended while mails were fetched, and whose fault that may be.

    What ends before a mail was asked for (a search, a sign-in) says nothing about any mail.
    """

    mark: int = -1
    count: int = 0
    """At that mark, however many mails were asked for."""
    uid: int = -1
    alone: int = 0
    """While that mail was asked for alone: only this speaks against a mail."""

    def note(self, mark: int, uids: Sequence[int]) -> None:
        """It ended while these were fetched; what stands up to `mark` had been taken."""
        self.count = self.count + 1 if mark == self.mark else 1
        self.mark = mark
        if len(uids) == 1:
            self.alone = self.alone + 1 if uids[0] == self.uid else 1
            self.uid = uids[0]

    def asks_alone(self, mark: int) -> bool:
        """Whether the mails above the mark are to be asked for one by one."""
        return mark == self.mark and self.count >= ALONE_AFTER

    def gives_up(self, uid: int) -> bool:
        """Whether that mail was tried often enough."""
        return uid == self.uid and self.alone >= PASS_AFTER
