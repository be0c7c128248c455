"""Opening inboxes, their mailboxes, and the addresses that providers post to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from threering.channels.email.hooks.providers import PROVIDERS, Secret
from threering.channels.email.imap import Account
from threering.channels.email.oauth import Permission
from threering.channels.models import Hook, Inbox, Mailbox, MailboxAlarm, UsedProof
from threering.channels.rules import Cause, is_loopback
from threering.kernel.guard import ANYWHERE, Guard
from threering.ledger.blobs import open_secret, seal_secret
from threering.organisation.models import Brand


def create_inbox(brand: Brand, address: str, name: str, *, kind: str = "email") -> Inbox:
    """An address of a brand. Raises ValidationError when somebody has it already."""
    inbox = Inbox(
        client_id=brand.client_id,
        brand=brand,
        kind=kind,
        address=address.strip().lower(),
        name=name.strip() or brand.name,
    )
    inbox.full_clean()
    inbox.save()
    return inbox


def create_hook(inbox: Inbox, provider: str, key: str = "") -> tuple[Hook, Secret]:
    """An address for a provider to post to, and its secret: the only time that it is open.

    Raises ValidationError when the provider signs and its key is missing.
    """
    known = PROVIDERS[provider]
    if known.needs_key and not key:
        raise ValidationError(f"{known.label} signs what it sends: its {known.key_is} is needed.")
    if key and not known.key_is:
        raise ValidationError(f"{known.label} has no key of its own; leave it out.")
    secret = Secret(password=secrets.token_urlsafe(24), key=key)
    hook = Hook(client_id=inbox.client_id, inbox=inbox, provider=provider)
    hook.sealed = seal_secret(json.dumps(asdict(secret)))
    hook.save()
    return hook, secret


def hook_called(hook: Hook, *, at: datetime) -> None:
    """Note that the provider posted."""
    Hook.objects.filter(pk=hook.pk).update(last_event_at=at)


def hook_refused(hook: Hook, *, at: datetime) -> None:
    """Count a request that proved nothing; nothing else of it is kept."""
    Hook.objects.filter(pk=hook.pk).update(refused=F("refused") + 1, refused_at=at)


def use_proof(hook: Hook, proof: str, told: str, *, at: datetime, good: timedelta) -> bool:
    """Tie a signature to what it first came with; whether it is that again. `good`: how long it is.

    Twice at the same moment waits for the first. Call it in the transaction that stores `told`.
    """
    UsedProof.objects.filter(at__lt=at - good).delete()
    first = UsedProof(client_id=hook.client_id, hook=hook, proof=proof, told=told, at=at)
    UsedProof.objects.bulk_create([first], ignore_conflicts=True)
    return UsedProof.objects.filter(hook=hook, proof=proof, told=told).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What a person says of a mailbox. `secret`: the password, or the parts of a permission."""

    host: str
    port: int
    security: str
    user: str
    folder: str
    auth: str
    secret: dict[str, str]


def set_up_mailbox(inbox: Inbox, said: SetUp, *, guarded: bool = False) -> Mailbox:
    """Read that folder for the inbox; said again, its settings are renewed, nothing comes twice.

    Without a secret the one that is kept stays. `guarded`: it was said on a page. Raises
    ValidationError.
    """
    known = Mailbox.objects.filter(inbox=inbox, host=said.host, user=said.user, folder=said.folder)
    mailbox = known.first() or Mailbox(client_id=inbox.client_id, inbox=inbox, set_up=0)
    mailbox.host, mailbox.port, mailbox.security = said.host, said.port, said.security
    mailbox.user, mailbox.folder, mailbox.auth = said.user, said.folder, said.auth
    mailbox.guarded = guarded
    if said.secret:
        mailbox.secret = seal_secret(json.dumps(said.secret))
    mailbox.set_up += 1
    if said.security == Mailbox.Security.PLAIN and not is_loopback(said.host):
        raise ValidationError(
            _("Without encryption only a server on this machine can be read: use ssl or starttls.")
        )
    mailbox.full_clean()
    mailbox.save()
    return mailbox


def account_of(mailbox: Mailbox) -> Account:
    """How to reach it and sign in; a newer permission that comes with a token is kept.

    The secret is opened here and nowhere else.
    """
    parts = json.loads(open_secret(bytes(mailbox.secret)))
    by_permission = mailbox.auth == Mailbox.Auth.XOAUTH2
    return Account(
        host=mailbox.host,
        port=mailbox.port,
        security=mailbox.security,
        user=mailbox.user,
        password="" if by_permission else parts["password"],
        permission=Permission(**parts, private_hosts=settings.PRIVATE_HOSTS)
        if by_permission
        else None,
        keep=partial(renew_permission, mailbox),
        pace=settings.MAILBOX_PACE,
        guard=Guard(settings.PRIVATE_HOSTS) if mailbox.guarded else ANYWHERE,
    )


def renew_permission(mailbox: Mailbox, refresh_token: str) -> None:
    """Keep the newer permission that the provider gave with a token."""
    parts = json.loads(open_secret(bytes(mailbox.secret))) | {"refresh_token": refresh_token}
    mailbox.secret = seal_secret(json.dumps(parts))
    mailbox.save(update_fields=["secret"])


def remove_mailbox(mailbox: Mailbox) -> None:
    """Read it no more. What came from it stays."""
    mailbox.delete()


def number_mailbox(mailbox: Mailbox, uidvalidity: int) -> None:
    """Begin to read a folder with this numbering, at its beginning."""
    if mailbox.uidvalidity is not None:
        mailbox.generation += 1
    mailbox.uidvalidity, mailbox.seen_up_to = uidvalidity, 0
    mailbox.save(update_fields=["uidvalidity", "generation", "seen_up_to"])


def follow_mailbox(mailbox: Mailbox, folder: str) -> None:
    """Its folder has another name now; the numbering is the same."""
    mailbox.folder = folder
    mailbox.save(update_fields=["folder"])


def move_mark(mailbox: Mailbox, up_to: int) -> None:
    """Everything up to that number is in the ledger. Within a numbering it never goes back."""
    same = Mailbox.objects.filter(
        pk=mailbox.pk, uidvalidity=mailbox.uidvalidity, generation=mailbox.generation
    )
    same.update(seen_up_to=Greatest("seen_up_to", up_to))
    mailbox.seen_up_to = max(mailbox.seen_up_to, up_to)


def note_well(mailbox: Mailbox, *, at: datetime) -> None:
    """It was read to its end."""
    mailbox.last_ok_at, mailbox.trouble, mailbox.trouble_since = at, "", None
    mailbox.save(update_fields=["last_ok_at", "trouble", "trouble_since"])


def note_trouble(mailbox: Mailbox, words: str, *, at: datetime) -> None:
    """It cannot be read; since when is kept."""
    mailbox.trouble, mailbox.trouble_since = words[:2000], mailbox.trouble_since or at
    mailbox.save(update_fields=["trouble", "trouble_since"])


def note_compared(mailbox: Mailbox, count: int, missing: int, *, at: datetime) -> None:
    """What a comparison of the server with the ledger found."""
    mailbox.compared_at, mailbox.compared, mailbox.missing = at, count, missing
    mailbox.save(update_fields=["compared_at", "compared", "missing"])


def open_alarm(mailbox: Mailbox, cause: Cause, words: str, *, at: datetime) -> bool:
    """Open an alarm; False when that one is open already, which then has the newer words."""
    alarm, is_new = MailboxAlarm.objects.get_or_create(
        client_id=mailbox.client_id,
        mailbox=mailbox,
        cause=cause.value,
        cleared_at=None,
        defaults={"words": words[:2000], "raised_at": at},
    )
    if not is_new and alarm.words != words[:2000]:
        alarm.words = words[:2000]
        alarm.save(update_fields=["words"])
    return is_new


def close_alarms(mailbox: Mailbox, causes: Iterable[Cause], *, at: datetime) -> list[str]:
    """Close what is open of these causes; which were."""
    named = [cause.value for cause in causes]
    still = MailboxAlarm.objects.filter(mailbox=mailbox, cleared_at=None, cause__in=named)
    found = sorted(still.values_list("cause", flat=True))
    still.update(cleared_at=at)
    return found


def set_answering(
    inbox: Inbox, *, signs_replies: bool | None = None, names_ticket: bool | None = None
) -> None:
    """Change how the mail of an inbox asks for its answers; None leaves it as it is."""
    if signs_replies is not None:
        inbox.signs_replies = signs_replies
    if names_ticket is not None:
        inbox.names_ticket = names_ticket
    inbox.save(update_fields=["signs_replies", "names_ticket"])
