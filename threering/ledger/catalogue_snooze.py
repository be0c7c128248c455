"""The facts of tickets that sleep. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from threering.ledger.fact import Fact, NameOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed(Fact):
    """`until`: seconds since 1970, UTC."""

    kind: ClassVar[str] = "snoozed"
    icon: ClassVar[str] = "alarm-clock"
    until: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s snoozed this ticket") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        until = timezone.localtime(datetime.fromtimestamp(self.until, UTC))
        when = date_format(until, "SHORT_DATETIME_FORMAT")
        return _("%(who)s snoozed this until %(when)s") % {"who": who, "when": when}


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken(Fact):
    kind: ClassVar[str] = "woken"
    icon: ClassVar[str] = "alarm-clock"

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s woke this ticket") % {"who": who}
