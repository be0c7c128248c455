"""All periodic work of the product, on one page. Every task may run twice."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from threering.channels.queries import set_ups
from threering.jobs.bulks import go_on
from threering.jobs.decisions import PATIENT, close_ticket
from threering.jobs.digests import tell_by_mail
from threering.jobs.erasures import begin_forgetting
from threering.jobs.erasures import go_on as go_on_erasing
from threering.kernel.ids import uuid7
from threering.kernel.later import later
from threering.kernel.time import now
from threering.ledger.blobs import KEEP_RAW, forget_raw
from threering.ledger.events import ensure_partitions
from threering.ledger.notices import forget_notices
from threering.ledger.push.actions import forget_settled
from threering.organisation.actions import system
from threering.organisation.presence import actions as presence
from threering.organisation.signins import forget_sessions
from threering.stories.wake import wake
from threering.tickets.bulk.actions import forget_before
from threering.tickets.letters import KEEP_UPLOADS, forget_uploads
from threering.tickets.queries import asleep_until, solved_before
from threering.tickets.rules import REOPEN_WITHIN
from threering.tickets.vocabulary import learn

LEARNED_AT_ONCE = 20  # hundreds of tickets; others want their turn, too
STALLED_AFTER = 60  # seconds without a heartbeat
STILL = timedelta(minutes=1)
KEEP_BULKS = timedelta(days=30)
KEEP_NOTICES = timedelta(days=90)


@app.periodic(cron="17 3 * * *")
@app.task(name="make_partitions", retry=PATIENT, queueing_lock="make_partitions")
def make_partitions(timestamp: int) -> None:
    """Tables of events and of states for this month and the next two."""
    ensure_partitions(now())
    presence.ensure_partitions(now())


@app.periodic(cron="* * * * *")
@app.task(name="settle_presence", retry=PATIENT, queueing_lock="settle_presence")
def settle_presence(timestamp: int) -> None:
    """Who has closed all pages is away by themselves."""
    presence.settle(at=now())


@app.periodic(cron="*/20 * * * *")
@app.task(name="forget_raw_mail", retry=PATIENT, queueing_lock="forget_raw_mail")
def forget_raw_mail(timestamp: int) -> None:
    """Raw mail is kept for 30 days after it was understood."""
    while forget_raw(before=now() - KEEP_RAW):
        pass


@app.periodic(cron="23 2 * * *")
@app.task(name="compare_mailboxes", retry=PATIENT, queueing_lock="compare_mailboxes")
def compare_mailboxes(timestamp: int) -> None:
    """Every night: is all that stands in the mailboxes in the ledger?"""
    for mailbox in set_ups():
        later("compare_mailbox", mailbox=mailbox)


@app.periodic(cron="29 4 * * *")
@app.task(name="forget_uploads", retry=PATIENT, queueing_lock="forget_uploads")
def drop_uploads(timestamp: int) -> None:
    """Files that waited in a composer are kept for two weeks."""
    while forget_uploads(before=now() - KEEP_UPLOADS):
        pass


@app.periodic(cron="41 * * * *")
@app.task(name="close_solved_tickets", retry=PATIENT, queueing_lock="close_solved_tickets")
def close_solved_tickets(timestamp: int) -> None:
    """A ticket that nobody wrote to again is closed; what comes later opens a follow-up."""
    for ticket in solved_before(now() - REOPEN_WITHIN):
        close_ticket(ticket, cause=uuid7())


@app.periodic(cron="* * * * *")
@app.task(name="wake_tickets", retry=PATIENT, queueing_lock="wake_tickets")
def wake_tickets(timestamp: int) -> None:
    """Tickets that were snoozed are seen again when their minute has come."""
    at, by = now(), system()
    for ticket in asleep_until(at):
        wake(ticket, by=by, at=at)


@app.periodic(cron="* * * * *")
@app.task(name="learn_words", retry=PATIENT, queueing_lock="learn_words")
def learn_words(timestamp: int) -> None:
    """The search learns the words of what was written, which it forgives slips in."""
    for _ in range(LEARNED_AT_ONCE):
        if not learn():
            break


@app.periodic(cron="* * * * *")
@app.task(name="go_on_with_bulks", retry=PATIENT, queueing_lock="go_on_with_bulks")
def go_on_with_bulks(timestamp: int) -> None:
    """A bulk whose worker was killed goes on where it was."""
    go_on(now() - STILL)


@app.periodic(cron="* * * * *")
@app.task(name="erase_customers", retry=PATIENT, queueing_lock="erase_customers")
def erase_customers(timestamp: int) -> None:
    """Who is to be forgotten, is, once it is due; one whose worker was killed goes on."""
    go_on_erasing(now())


@app.periodic(cron="7 1 * * *")
@app.task(name="forget_old", retry=PATIENT, queueing_lock="forget_old")
def forget_old(timestamp: int) -> None:
    """What a brand keeps for some time only is forgotten in the night."""
    begin_forgetting(now())


@app.periodic(cron="53 4 * * *")
@app.task(name="forget_bulks", retry=PATIENT, queueing_lock="forget_bulks")
def forget_bulks(timestamp: int) -> None:
    """What a bulk changed can be looked up for a month."""
    forget_before(now() - KEEP_BULKS)


@app.periodic(cron="*/5 * * * *")
@app.task(name="send_digests", retry=PATIENT, queueing_lock="send_digests")
def send_digests(timestamp: int) -> None:
    """Whoever wants that gets a mail of what they have not seen."""
    tell_by_mail(now())


@app.periodic(cron="37 4 * * *")
@app.task(name="forget_notices", retry=PATIENT, queueing_lock="forget_notices")
def drop_notices(timestamp: int) -> None:
    """What somebody was told is kept for three months."""
    forget_notices(before=now() - KEEP_NOTICES)
    forget_settled(at=now())


@app.periodic(cron="43 3 * * *")
@app.task(name="forget_sessions", retry=PATIENT, queueing_lock="forget_sessions")
def drop_sessions(timestamp: int) -> None:
    """Sessions that ran out are no longer looked at."""
    forget_sessions(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled_jobs", retry=PATIENT, queueing_lock="retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:
    """Put back a job whose worker was killed: else it would stand as "doing" for ever."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)
