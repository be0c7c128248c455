"""What things are called that several parts of the console name, and how numbers are written."""

from __future__ import annotations

from collections.abc import Iterable

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext_noop

from threering.organisation.models import Team
from threering.web.moments import locale_of

PRIORITY_LABELS = (
    gettext_noop("Low"),
    gettext_noop("Normal"),
    gettext_noop("High"),
    gettext_noop("Urgent"),
)


def number(n: int) -> str:
    """A number as the reader writes it: 10,000."""
    return str(format_decimal(n, locale=locale_of(translation.get_language() or "en")))


def team_options(teams: Iterable[Team]) -> list[tuple[str, str]]:
    """The id and the name of each team; its client is named where there are several."""
    found = sorted(teams, key=lambda team: (team.client.name, team.name))
    many = len({team.client_id for team in found}) > 1
    return [(str(t.uuid), f"{t.client.name}: {t.name}" if many else t.name) for t in found]
