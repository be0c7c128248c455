"""What things are called that several parts of the console name."""

from __future__ import annotations

from django.utils.translation import gettext_noop

PRIORITY_LABELS = (
    gettext_noop("Low"),
    gettext_noop("Normal"),
    gettext_noop("High"),
    gettext_noop("Urgent"),
)
