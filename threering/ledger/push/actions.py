"""Keeping browsers, and moving what is on its way to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from threering.kernel.webpush import Lock, Pair, new_pair
from threering.ledger.blobs import open_secret, seal_secret
from threering.ledger.push.models import Push, PushKey, PushSubscription
from threering.ledger.push.rules import (
    CUT_OFF,
    FRESH,
    MOST_BROWSERS,
    PATIENCE,
    REMEMBERED,
    End,
    Verdict,
)
from threering.organisation.models import Agent

ONCE_AN_HOUR = timedelta(hours=1)


def house_pair() -> Pair:
    """The pair by which push services know this house."""
    kept = _kept_pair()
    return Pair(open_secret(bytes(kept.private)), kept.public)


def house_key() -> str:
    """What browsers are given of it."""
    return _kept_pair().public


def _kept_pair() -> PushKey:
    """Made by whoever asks for it first."""
    kept = PushKey.objects.filter(pk=1).first()
    if kept is None:
        made = new_pair()
        new = PushKey(pk=1, private=seal_secret(made.private), public=made.public)
        PushKey.objects.bulk_create([new], ignore_conflicts=True)  # another may have been first
        kept = PushKey.objects.get(pk=1)
    return kept


@dataclass(frozen=True, slots=True)
class Secret:
    """What of a browser nobody may read: how words for it are sealed, and the session there."""

    lock: Lock
    session: str


def secret_of(browser: PushSubscription) -> Secret:
    """Open it."""
    said = json.loads(open_secret(bytes(browser.secret)))
    return Secret(Lock(said["p256dh"], said["auth"]), said["session"])


def _sealed(secret: Secret) -> bytes:
    lock = secret.lock
    said = {"p256dh": lock.p256dh, "auth": lock.auth, "session": secret.session}
    return seal_secret(json.dumps(said))


@transaction.atomic
def subscribe(
    agent: Agent, endpoint: str, secret: Secret, *, label: str, at: datetime
) -> PushSubscription:
    """Notify somebody in this browser from now on, and nobody else who was before them.

    Of too many browsers the one that was not used for longest is forgotten.
    """
    PushSubscription.objects.filter(endpoint=endpoint).exclude(agent=agent).delete()
    fresh = {"secret": _sealed(secret), "label": label, "used_at": at}
    well = {"removed_at": None, "failing_since": None, "trouble": "", "rests_until": None}
    kept, _ = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults=fresh | well,
        create_defaults=fresh | {"agent": agent, "created_at": at},
    )
    theirs = PushSubscription.objects.filter(agent=agent).order_by("-used_at", "-pk")
    many = list(theirs.values_list("pk", flat=True)[MOST_BROWSERS:])
    PushSubscription.objects.filter(pk__in=many).delete()
    return kept


def is_here(agent: Agent, endpoint: str, session: str, *, at: datetime) -> bool:
    """Whether somebody is notified in this browser; then they are under this session, too."""
    theirs = PushSubscription.objects.filter(agent=agent, removed_at=None)
    browser = theirs.filter(endpoint=endpoint).first()
    if browser is None:
        return False
    secret = secret_of(browser)
    if secret.session != session or browser.used_at < at - ONCE_AN_HOUR:
        browser.secret, browser.used_at = _sealed(Secret(secret.lock, session)), at
        browser.save(update_fields=["secret", "used_at"])
    return True


def take_off(browser: PushSubscription, *, at: datetime | None) -> None:
    """Notify nobody in it any more; None: do so again."""
    browser.removed_at = at
    browser.save(update_fields=["removed_at"])


def forget(agent: Agent, endpoint: str) -> None:
    """The browser itself gave that one up."""
    PushSubscription.objects.filter(agent=agent, endpoint=endpoint).delete()


GATHER = """
insert into ledger_push (browser_id, notice_id, due_at, attempts, "end")
select browser.id, notice.id, %(at)s, 0, ''
from ledger_pushsubscription browser
join organisation_agent agent on agent.id = browser.agent_id and agent.is_active
join ledger_notice notice on notice.agent_id = agent.id
  and notice.at between %(fresh)s and %(old)s and notice.read_at is null
where browser.removed_at is null and notice.at > browser.created_at and not exists (
  select from ledger_push push
  where push.browser_id = browser.id and push.notice_id = notice.id)
on conflict do nothing
"""


def gather(*, at: datetime) -> None:
    """Put on its way what people have not read a few seconds after they were told it.

    Asked of the unread notices themselves, every few seconds: so who tells them does nothing for
    it, and what committed late is found as well.
    """
    span = {"at": at, "fresh": at - FRESH, "old": at - PATIENCE}
    with connection.cursor() as cursor:
        cursor.execute(GATHER, span)


def claim(*, at: datetime, most: int) -> list[Push]:
    """Take the next that are due, in the running transaction; each is taken by one."""
    settled = Push.objects.filter(settled_at=None)
    settled.filter(claimed_at__lt=at - CUT_OFF).update(settled_at=at, end=End.LOST.value)
    rested = Q(browser__rests_until=None) | Q(browser__rests_until__lte=at)
    due = settled.filter(rested, claimed_at=None, due_at__lte=at).order_by("due_at", "pk")
    held = due.select_for_update(of=("self",), skip_locked=True).select_related("browser__agent")
    taken = list(held[:most])
    numbers = [push.pk for push in taken]
    Push.objects.filter(pk__in=numbers).update(claimed_at=at, attempts=F("attempts") + 1)
    for push in taken:
        push.attempts += 1
    return taken


def settle(pushes: list[Push], end: End, *, at: datetime) -> None:
    """Their way ended so."""
    Push.objects.filter(pk__in=[push.pk for push in pushes]).update(settled_at=at, end=end.value)


def note(push: Push, said: Verdict, *, at: datetime) -> None:
    """Write how an attempt ended, at the push and at its browser."""
    if said.gone:
        PushSubscription.objects.filter(pk=push.browser_id).delete()
        return
    if said.end:
        settle([push], said.end, at=at)
    else:
        waiting = Push.objects.filter(pk=push.pk)
        waiting.update(claimed_at=None, due_at=at + said.wait)
    browsers = PushSubscription.objects.filter(pk=push.browser_id)
    if said.trouble is None:
        browsers.update(last_ok_at=at, failing_since=None, trouble="", rests_until=None)
        return
    browsers.filter(failing_since=None).update(failing_since=at)
    rests = None if said.end else at + said.wait
    browsers.update(trouble=said.trouble.value, rests_until=rests)


def forget_settled(*, at: datetime) -> None:
    """What was settled or taken off long ago; a notice so old is not pushed again."""
    Push.objects.filter(settled_at__lt=at - REMEMBERED).delete()
    PushSubscription.objects.filter(removed_at__lt=at - REMEMBERED).delete()
