from __future__ import annotations

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.ledger.models import Event

pytestmark = pytest.mark.django_db

HISTORY = "/t/north/1/history"


@pytest.fixture(autouse=True)
def _ticket(house: House) -> None:
    deliver(house.shop, mail())


def test_what_the_thread_leaves_out_is_in_the_history_with_its_name_latest_first(
    house: House, as_: As
) -> None:
    ann = as_(house.ann)
    ann.post("/t/north/1/tags", {"add": "fragile"})
    ann.post("/t/north/1/tags", {"remove": "fragile"})
    told = ann.get(HISTORY).content.decode()
    assert "Ann removed the tag fragile" in told
    assert told.index("Ann removed the tag") < told.index("Ann added the tag fragile")
    assert "the tag fragile" not in ann.get("/tickets/open/north/1").content.decode()


def test_every_fact_of_a_ticket_stands_there_once(house: House, as_: As) -> None:
    as_(house.ann).post("/t/north/1/checklist", {"text": "Ask the carrier"})
    told = as_(house.ann).get(HISTORY).content.decode()
    assert "Ann put this on the checklist: Ask the carrier" in told
    assert told.count("<li>") == Event.objects.filter(ticket_id__isnull=False).count()


def test_nobody_of_another_client_reads_it(house: House, as_: As) -> None:
    assert as_(house.sam).get(HISTORY).status_code == 404


def test_a_light_agent_reads_it(house: House, as_: As) -> None:
    assert "Ingrid" in as_(house.lou).get(HISTORY).content.decode()
