"""What the outcomes are called on the pages."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from threering.ledger.models import Arrival

WAITING = "waiting"
LABELS = {
    "": gettext_noop("All"),
    WAITING: gettext_noop("Waiting"),
    Arrival.Outcome.MESSAGE: gettext_noop("Message"),
    Arrival.Outcome.REPORT: gettext_noop("Delivery report"),
    Arrival.Outcome.RECORD: gettext_noop("Record update"),
    Arrival.Outcome.DUPLICATE: gettext_noop("Duplicate"),
    Arrival.Outcome.QUARANTINED: gettext_noop("Quarantined"),
    Arrival.Outcome.REJECTED: gettext_noop("Rejected"),
}
