"""What is asked of the audit, out of an address; what makes no sense there is left out."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone

from threering.organisation.audit import Asked, Place
from threering.web.audit.labels import GROUPS
from threering.web.days import DayField

MOST_WORDS = 5


class AskForm(forms.Form):
    """A search: words, whose, of what, from which day to which."""

    q = forms.CharField(required=False, max_length=200)
    who = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    about = forms.ChoiceField(required=False, choices=[(key, key) for key in GROUPS])
    since = DayField()
    until = DayField()

    def asked(self) -> Asked:
        """The same for the room; days are those of the reader's zone, both included."""
        data = (
            {name: self.cleaned_data.get(name) for name in self.fields} if self.is_valid() else {}
        )
        about, since, until = data.get("about"), data.get("since"), data.get("until")
        return Asked(
            kinds=GROUPS[about][1] if about else (),
            person=data.get("who"),
            since=_begin(since) if since else None,
            until=_begin(until + timedelta(days=1)) if until else None,
            words=str(data.get("q") or "").replace("\0", "").split()[:MOST_WORDS],
        )


def _begin(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))  # type: ignore[arg-type]


def place_in(given: QueryDict) -> Place | None:
    """From where to look further."""
    at, _, rest = given.get("after", "").partition("~")
    kind, _, number = rest.partition("~")
    with suppress(ValueError):
        moment = datetime.fromisoformat(at)
        if moment.tzinfo and number.isdigit() and int(number) < 2**63:
            return Place(moment, kind, int(number))
    return None


def address_of(given: QueryDict, **other: str) -> str:
    """The same question with something else in it, as it stands behind the ? of an address."""
    kept = {name: given.get(name, "") for name in AskForm.base_fields}
    return urlencode({name: value for name, value in (kept | other).items() if value})


def written(place: Place) -> str:
    """A place as an address carries it."""
    return f"{place.at.isoformat()}~{place.kind}~{place.id}"
