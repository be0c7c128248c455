"""Days that pages are asked of."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1970, 1, 1), date(2999, 12, 31)


class DayField(forms.DateField):
    """A day, or none; never so early or late that its neighbours are outside the calendar."""

    def __init__(self) -> None:
        bounds = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
        super().__init__(required=False, validators=bounds)
