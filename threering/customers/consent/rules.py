"""What may be written to whom, by what they agreed to and refused. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a mail to a customer is for."""

    ANSWER = "answer"
    ACKNOWLEDGEMENT = "acknowledgement"
    SURVEY = "survey"
    OFFER = "offer"


REFUSABLE = (Purpose.ACKNOWLEDGEMENT, Purpose.SURVEY, Purpose.OFFER)
"""All that is no answer."""
NEEDS_CONSENT = frozenset({Purpose.SURVEY, Purpose.OFFER})
"""Courts take a survey by mail for advertising, and advertising needs consent."""


class How(StrEnum):
    """How it was said."""

    AGENT = "agent"
    TICKET = "ticket"
    LINK = "link"
    COMPLAINT = "complaint"


class Stand(StrEnum):
    """What counts of all that was said about one purpose."""

    UNSAID = "unsaid"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one customer said once. `brand`: None for all brands of the client.

    `takes_back`: the line that was noted by mistake; then the rest of this one says nothing new.
    """

    id: int
    customer: int
    purpose: str
    brand: int | None
    agreed: bool
    takes_back: int | None = None


def counting(lines: Iterable[Line]) -> list[Line]:
    """The lines that still say something, the latest last."""
    known = sorted(lines, key=lambda line: line.id)
    gone = {line.takes_back for line in known}
    return [line for line in known if line.takes_back is None and line.id not in gone]


def stand_of(lines: Iterable[Line], purpose: Purpose, brand: int) -> Stand:
    """How a person stands to mails of a brand for a purpose.

    Each customer's latest word counts. Where they are several who are one person, one refusal is
    enough.
    """
    latest: dict[int, bool] = {}
    for line in counting(lines):
        if line.purpose == purpose and line.brand in (None, brand):
            latest[line.customer] = line.agreed
    if not latest:
        return Stand.UNSAID
    return Stand.AGREED if all(latest.values()) else Stand.REFUSED


def is_last_word(
    lines: Iterable[Line], purpose: Purpose, brand: int | None, *, agreed: bool
) -> bool:
    """Whether saying it once more would change nothing. The lines are one customer's."""
    said = [line for line in counting(lines) if line.purpose == purpose]
    heard = [line for line in said if brand is None or line.brand in (None, brand)]
    last = heard[-1] if heard else None
    return last is not None and last.agreed == agreed and (brand is not None or last.brand is None)


def may_write(purpose: Purpose, lines: Iterable[Line], brand: int) -> bool:
    """Whether a mail of a brand may go to a person of whom these lines are known.

    An answer always may. Everything else has to ask here first.
    """
    if purpose is Purpose.ANSWER:
        return True
    stand = stand_of(lines, purpose, brand)
    return stand is Stand.AGREED or (stand is Stand.UNSAID and purpose not in NEEDS_CONSENT)
