"""People and old tickets are forgotten in the background: one portion a job, then the next."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app

from threering.customers.erasing import NotYet, standing_still
from threering.jobs.decisions import PATIENT
from threering.kernel.later import later
from threering.kernel.time import now
from threering.ledger import blobs
from threering.organisation.models import Brand
from threering.stories.erase_customer import erase_customer as tell
from threering.stories.forget_old_tickets import forget_old_tickets as forget_old
from threering.tickets import retention

log = logging.getLogger(__name__)
PORTION = 25  # tickets in one commit
STILL = timedelta(minutes=1)
SAMPLE_ANEW = """
analyze customers_customer, customers_handle, tickets_ticket, tickets_message, tickets_searchable,
  tickets_word, tickets_attachment, ledger_delivery, ledger_arrival
"""


@app.task(name="erase_customer", retry=PATIENT)
def erase_customer(erasure: int) -> None:
    """Forget a portion. While a backup reads, or a mail leaves, the timetable comes back to it."""
    try:
        with blobs.forgetting() as may:
            done = may and _portion(erasure)
    except NotYet:
        log.info("erasure %s waits until a mail has left", erasure)
        return
    if done:
        _sample_anew()


@transaction.atomic
def _portion(erasure: int) -> bool:
    """Whether this was the last one."""
    told = tell(erasure, most=PORTION, at=now())
    if told and not told.done_at:
        later("erase_customer", erasure=erasure)
    return bool(told and told.done_at)


def _sample_anew() -> None:
    """PostgreSQL keeps samples of what stands in columns: without them from now on."""
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE_ANEW)


@app.task(name="forget_old_tickets", retry=PATIENT)
def forget_old_tickets(brand: int) -> None:
    """Forget a portion of what a brand keeps no longer. While a backup reads: the next night."""
    with blobs.forgetting() as may:
        mine = retention.keeping_not_for_ever(now())
        if may and (found := next((one for one in mine if one.pk == brand), None)):
            _old_portion(found)


@transaction.atomic
def _old_portion(brand: Brand) -> None:
    if forget_old(brand, most=PORTION, at=now()):
        later("forget_old_tickets", brand=brand.pk)


def begin_forgetting(at: datetime) -> None:
    """Begin with each brand that keeps what was said for some time only."""
    for brand in retention.keeping_not_for_ever(at):
        later("forget_old_tickets", brand=brand.pk)


def go_on(at: datetime) -> None:
    """Begin what is due, and go on with what stands still: its worker was killed. Twice is once."""
    for erasure in standing_still(at, since=at - STILL):
        later("erase_customer", erasure=erasure)
