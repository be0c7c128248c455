"""Card numbers are masked on arrival: in what is shown, in what is searched, in what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.acceptance.post import mail as posted
from tests.house import House
from tests.leftovers import dump, leftovers
from tests.mail import deliver, mail
from threering.jobs.arrivals import drain_arrivals
from threering.ledger import blobs
from threering.ledger.models import Arrival, Blob
from threering.tickets.models import Attachment, Message
from threering.tickets.vocabulary import learn

pytestmark = pytest.mark.django_db(transaction=True)
CARD, STRUCK = "5105 1051 0510 5100", "XXXX XXXX XXXX 5100"


def files() -> set[Path]:
    return {path for path in (Path(settings.DATA) / "blobs").rglob("*") if path.is_file()}


def everything() -> list[tuple[str, bytes]]:
    opened = [(f"blob {blob.pk}", blobs.read(blob)) for blob in Blob.objects.select_related("key")]
    return [*dump(), *opened]


def test_nothing_of_a_number_is_kept(house: House) -> None:
    raw = posted(
        f"Take it from {CARD}.", to=house.shop.address, subject=f"Card {CARD}", file=f"a;{CARD}\n"
    )
    arrival = deliver(house.shop, raw)
    while learn():
        pass
    message = Message.objects.get()
    assert (message.ticket.subject, message.text.strip()) == (
        f"Card {STRUCK}",
        f"Take it from {STRUCK}.",
    )
    assert blobs.read(Attachment.objects.get().blob).decode().strip() == f"a;{STRUCK}"
    assert arrival.size == len(raw)
    assert message.reading["masked"]
    assert leftovers([CARD, "5105105105105100"], everything()) == []


def test_the_file_of_a_large_mail_goes_with_its_number(house: House) -> None:
    before = files()
    text = f"{CARD}\n" + "word " * 30_000
    arrival = deliver(house.shop, mail(text))
    after = files() - before
    assert len(after) == 1
    assert arrival.raw
    assert after == {blobs._path(arrival.raw)}
    assert STRUCK.encode() in blobs.read(arrival.raw)


def test_many_are_masked_in_one_batch_and_the_same_once_more_is_a_duplicate(house: House) -> None:
    for number in range(4):
        raw = mail(f"{CARD} {number}", message_id=f"<{number}@x.test>")
        deliver(house.shop, raw, understood=False)
        if number == 2:
            deliver(house.shop, raw.replace(b"\n\n", b"\nX-Copy: 1\n\n", 1), understood=False)
    while drain_arrivals():
        pass
    outcomes = list(Arrival.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["message", "message", "message", "duplicate", "message"]
    assert leftovers([CARD], everything()) == []


def test_it_stays_away_when_a_backup_reads_meanwhile(house: House) -> None:
    with blobs.forgetting() as mine:
        assert mine
        arrival = deliver(house.shop, mail(f"{CARD}\n" + "word " * 30_000))
    assert arrival.raw
    assert leftovers([CARD], everything()) == []
