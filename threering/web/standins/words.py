"""How it is said who is away and who stands in for them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from threering.organisation.presence.queries import Colleague
from threering.web.moments import of_day


def away_of(one: Colleague) -> str:
    """That somebody is away, in a sentence; "" where they are not."""
    if one.away is None:
        return ""
    values = {"who": one.name, "stand_in": one.away.stand_in, "until": until(one.away.last_day)}
    if not one.away.stand_in:
        return _("%(who)s is away %(until)s") % values
    return _("%(who)s is away, %(stand_in)s stands in %(until)s") % values


def until(last: date | None) -> str:
    """How long, as it goes on in a sentence."""
    return _("until %(day)s") % {"day": of_day(last)} if last else _("until they are back")
