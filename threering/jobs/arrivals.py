"""From a raw arrival to its one outcome: parse, then tell the story that fits."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from threering.channels.contract import Inbound, NotTaken, NotUnderstood, Report
from threering.channels.email.hooks import reading as hooks
from threering.channels.email.verdicts import vouched
from threering.channels.models import Inbox
from threering.channels.queries import secret_of
from threering.channels.registry import adapter
from threering.jobs.foresight import foresee
from threering.jobs.inboxes import Aside, Found, Parsed, inboxes_of
from threering.kernel.away import fault, is_away
from threering.kernel.batch import together
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger import blobs, turns
from threering.ledger.models import Arrival
from threering.ledger.rules import ALONE_AFTER, is_poison
from threering.stories.receive_message import receive_message
from threering.stories.receive_report import receive_report
from threering.stories.set_aside_arrival import set_aside_arrival

log = logging.getLogger(__name__)
BATCH = 32


def drain_arrivals() -> int:
    """Understand the next arrivals in one commit; how many were begun.

    What was begun before and has no outcome was cut off: it is simply begun again.
    """
    me = ledger.claimer()
    ids = turns.begin_arrivals(me, BATCH, alone_after=ALONE_AFTER)
    if not ids:
        return 0
    parsed = [(arrival, understand(arrival)) for arrival in _begun(ids)]
    clients = {arrival.client_id for arrival, _ in parsed}
    if turns.await_earlier(me, ids, clients, below=ALONE_AFTER):
        _write(parsed, inboxes_of(parsed))
    else:
        turns.give_back(ids)
    turns.end(ids)
    return len(ids)


def _write(parsed: Parsed, inboxes: dict[int, Inbox]) -> None:
    try:
        _write_together(parsed, inboxes)
    except Exception as error:
        if is_away(error):  # the whole batch is begun again
            raise
        # One of them spoils the batch: each is told apart.
        log.info("%s arrivals are told one by one: %s", len(parsed), type(error).__name__)
        _write_apart({arrival.pk: found for arrival, found in parsed}, inboxes)


def _begun(ids: Iterable[int]) -> QuerySet[Arrival]:
    return Arrival.objects.filter(pk__in=ids).select_related("raw__key").order_by("id")


@transaction.atomic
def _write_together(parsed: Parsed, inboxes: dict[int, Inbox]) -> None:
    """Tell all stories in few statements: all of them, or none and an error."""
    ledger.take_turns({arrival.client_id for arrival, _ in parsed})
    still = _begun([arrival.pk for arrival, _ in parsed]).filter(outcome=None)
    mine = still.select_related(None).select_for_update(skip_locked=True)
    held = set(mine.values_list("pk", flat=True))
    told = [(arrival, found) for arrival, found in parsed if arrival.pk in held]
    with together(len(told)):
        foresee(told)
        for arrival, found in told:
            _tell(arrival, found, inboxes.get(arrival.pk))


@transaction.atomic
def _write_apart(parsed: dict[int, Found], inboxes: dict[int, Inbox]) -> None:
    """Tell every story for itself: one that cannot be told quarantines its arrival, no other.

    The arrivals are read anew: what was told in vain has left its marks in the old ones.
    """
    begun = _begun(parsed).filter(outcome=None)
    ledger.take_turns(begun.values_list("client_id", flat=True))
    for arrival in begun.select_for_update(of=("self",), skip_locked=True):
        tell(arrival, parsed[arrival.pk], inboxes.get(arrival.pk))


def understand(arrival: Arrival) -> Found:
    """Read the raw bytes. Whatever is wrong with them, the arrival is kept and says so."""
    if is_poison(arrival.attempts):
        reason = f"Reading it ended the worker {arrival.attempts - 1} times, so it was set aside."
        return Aside(Arrival.Outcome.QUARANTINED, reason)
    if arrival.raw is None:
        return Aside(Arrival.Outcome.QUARANTINED, "Its raw bytes are no longer kept.")
    try:
        return _read(arrival, blobs.read(arrival.raw))
    except NotTaken as why:
        return Aside(Arrival.Outcome.REJECTED, str(why))
    except NotUnderstood as why:
        return Aside(Arrival.Outcome.QUARANTINED, str(why))
    except Exception as error:  # noqa: BLE001 - the one place where any error becomes an outcome
        log.warning("arrival %s could not be read: %s", arrival.uuid, type(error).__name__)
        return Aside(Arrival.Outcome.QUARANTINED, f"Reading it failed: {error!r}")


def _read(arrival: Arrival, raw: bytes) -> Inbound | Report:
    """By the channel it came on; what a provider posted is unwrapped first."""
    hook = arrival.envelope.get("hook")
    found = hooks.read(raw, secret_of(hook)) if hook else adapter(arrival.kind).parse(raw)
    if isinstance(found, Inbound) and found.claims:
        return replace(found, auth=vouched(found.claims, settings.AUTHSERV_IDS))
    return found


def tell(arrival: Arrival, parsed: Found, inbox: Inbox | None) -> None:
    """Tell the story of one arrival. A story that cannot be told quarantines it."""
    try:
        _tell(arrival, parsed, inbox)
    except IntegrityError as error:  # somebody was quicker: it is begun again, and counted
        log.info("arrival %s is begun again: %s", arrival.uuid, type(error.__cause__).__name__)
    except Exception as error:
        if is_away(error):
            raise
        # As above: nothing may be lost or block the rest.
        log.warning("arrival %s could not be told: %s", arrival.uuid, type(error).__name__)
        aside = Aside(Arrival.Outcome.QUARANTINED, f"It could not be stored: {fault(error)}")
        _tell(arrival, aside, inbox)


def _tell(arrival: Arrival, parsed: Found, inbox: Inbox | None) -> None:
    if inbox is None:
        parsed = Aside(Arrival.Outcome.QUARANTINED, "The inbox it came to is not there any more.")
    match parsed:
        case Aside(outcome, reason):
            set_aside_arrival(arrival, outcome, reason, at=now())
        case Report():
            receive_report(arrival, parsed, at=now())
        case Inbound() if inbox and parsed.sender_handle == inbox.address:
            why = "Rule loop: it says that it comes from this inbox itself."
            set_aside_arrival(arrival, Arrival.Outcome.REJECTED, why, at=now())
        case Inbound() if inbox:
            receive_message(arrival, parsed, inbox, at=now())
