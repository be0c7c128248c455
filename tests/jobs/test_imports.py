"""Old mails stored many in one commit, against a real PostgreSQL."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.mail import mail, too_many_words
from threering.channels.registry import adapter
from threering.jobs.imports import Importing, Old
from threering.kernel.time import now
from threering.ledger.actions import Raw
from threering.ledger.models import Arrival
from threering.tickets.models import Message

pytestmark = pytest.mark.django_db


def old(key: str, content: bytes) -> Old:
    raw = Raw(
        source="import:test", external_key=key, kind="email", content=content, received_at=now()
    )
    return Old(raw, adapter("email").parse(content))


def test_a_mail_that_is_too_large_for_the_database_is_set_aside_and_its_batch_is_taken(
    house: House,
) -> None:
    large = old("b", mail(too_many_words(), message_id="<b@x.test>"))
    olds = [old("a", mail()), large, old("c", mail("Thanks", message_id="<c@x.test>"))]
    ends = Importing(house.shop).take(olds)
    assert {outcome: count for (outcome, _), count in ends.items()} == {
        "message": 2,
        "quarantined": 1,
    }
    aside = Arrival.objects.get(outcome="quarantined")
    assert (aside.external_key, "too long for tsvector" in aside.reason) == ("b", True)
    assert "CONTEXT" not in aside.reason  # the row that PostgreSQL quotes holds what they wrote
    assert aside.raw is not None  # kept as it came, so that it can be read again
    said = Message.objects.order_by("id").values_list("external_id", flat=True)
    assert list(said) == ["<a1@example.com>", "<c@x.test>"]
