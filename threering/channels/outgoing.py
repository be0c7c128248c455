"""How mails of an inbox leave: through which server or provider, and with what around the words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from threering.channels import rules
from threering.channels.contract import Signing, Way
from threering.channels.models import Acknowledgement, DkimKey, Inbox, Letterhead, WayOut, Wording
from threering.channels.queries import inbox_for
from threering.channels.rules import Author
from threering.ledger.blobs import open_secret, seal_secret
from threering.organisation.models import Brand


def with_ways_of_their_own() -> list[int]:
    """The inboxes whose mails do not take the installation's way out."""
    return list(WayOut.objects.values_list("inbox_id", flat=True))


def way_of(inbox_id: int | None) -> Way:
    """How mails of an inbox leave: its own way, else the installation's."""
    own = WayOut.objects.filter(inbox_id=inbox_id).first() if inbox_id else None
    if own is None:
        return Way(kind="smtp", secret={"url": settings.SMTP_URL})
    secret = json.loads(open_secret(bytes(own.secret)))
    permitted = settings.PRIVATE_HOSTS if own.guarded else None
    return Way(kind=own.kind, secret=secret, permitted=permitted)


def named(way: Way) -> str:
    """The server or provider of a way, without anything secret; "" where there is none."""
    if way.kind != "smtp":
        return way.kind
    return urlsplit(way.secret.get("url", "")).netloc.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What stands around the words of a mail."""

    sender_name: str
    signature: str
    language: str
    signing: Signing | None


def letter_of(inbox: Inbox, author: Author, language: str) -> Letter:
    """The name and signature that an author's mail carries from an inbox, in that language.

    What is set for the inbox itself wins over what is set for its brand.
    """
    spoken = language or inbox.brand.language
    patterns = dict(_of(Letterhead, inbox).values_list("inbox_id", "pattern"))
    pattern = patterns.get(inbox.pk) or patterns.get(None) or Letterhead.Pattern.INBOX.value
    _, signature = wording(inbox, Wording.Kind.SIGNATURE, spoken)
    return Letter(
        sender_name=rules.sender_name(pattern, inbox.name, author, spoken),
        signature=rules.filled(signature, author.variables),
        language=spoken,
        signing=signing_for(inbox),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What was set for a brand, or for one inbox of it. `pattern`: "" for nothing."""

    pattern: str
    signatures: Mapping[str, str]
    """The texts by their languages."""


def around(brand: Brand, inbox: Inbox | None) -> Around:
    """What stands around the mails of a brand, or of one inbox of it."""
    pattern = Letterhead.objects.filter(brand=brand, inbox=inbox).values_list("pattern", flat=True)
    texts = Wording.objects.filter(brand=brand, inbox=inbox, kind=Wording.Kind.SIGNATURE)
    signatures = dict(texts.order_by("language").values_list("language", "text"))
    return Around(pattern=pattern.first() or "", signatures=signatures)


def _of(model: type[Letterhead] | type[Wording], inbox: Inbox):  # type: ignore[no-untyped-def]
    here = Q(inbox=None) | Q(inbox=inbox)
    return model.objects.filter(here, brand=inbox.brand_id)


def wording(inbox: Inbox, kind: Wording.Kind, language: str) -> tuple[str, str]:
    """The language and text of a wording: the reader's, else the brand's; empty without any."""
    rows = _of(Wording, inbox).filter(kind=kind).values_list("inbox_id", "language", "text")
    own = {language: text for where, language, text in rows if where}
    brands = {language: text for where, language, text in rows if not where}
    for texts in (own, brands):
        found = rules.spoken(texts, language, inbox.brand.language)
        if found[1]:
            return found
    return "", ""


def signing_for(inbox: Inbox) -> Signing | None:
    """What mails from an inbox are signed with: the key of its domain, or of one above it."""
    labels = inbox.address.rpartition("@")[2].split(".")
    above = [".".join(labels[n:]) for n in range(len(labels) - 1)]
    keys = DkimKey.objects.filter(client_id=inbox.client_id, domain__in=above)
    key = max(keys, key=lambda key: len(key.domain), default=None)
    if key is None:
        return None
    private = open_secret(bytes(key.private)).encode()
    return Signing(domain=key.domain, selector=key.selector, private=private)


def acknowledges(inbox: Inbox) -> bool:
    """Whether the brand of an inbox answers new tickets by itself."""
    chosen: Acknowledgement | None = getattr(inbox.brand, "acknowledgement", None)
    return chosen is not None and chosen.is_on


def is_ours(address: str) -> bool:
    """Whether mail to an address comes back to an inbox of this house, whosever it is."""
    return inbox_for(address) is not None


def set_way_out(
    inbox: Inbox, kind: str, secret: Mapping[str, str], *, guarded: bool = False
) -> None:
    """Let mails of an inbox take a way of their own; the one it had is forgotten.

    `guarded`: it was said on a page.
    """
    sealed = seal_secret(json.dumps(dict(secret)))
    values = {"client_id": inbox.client_id, "kind": kind, "secret": sealed, "guarded": guarded}
    WayOut.objects.update_or_create(inbox=inbox, defaults=values)


def forget_way_out(inbox: Inbox) -> None:
    """Let mails of an inbox take the installation's way again."""
    WayOut.objects.filter(inbox=inbox).delete()


def set_sender_name(brand: Brand, inbox: Inbox | None, pattern: str) -> None:
    """Under which name mails of a brand leave, or of one inbox of it; "": as the brand's."""
    if not pattern:
        Letterhead.objects.filter(brand=brand, inbox=inbox).delete()
        return
    values = {"client_id": brand.client_id, "pattern": Letterhead.Pattern(pattern)}
    Letterhead.objects.update_or_create(brand=brand, inbox=inbox, defaults=values)


def set_wording(
    brand: Brand, inbox: Inbox | None, kind: Wording.Kind, language: str, text: str
) -> None:
    """A signature or acknowledgement in one language; an empty text takes it away."""
    rows = Wording.objects.filter(brand=brand, inbox=inbox, kind=kind, language=language)
    if not text.strip():
        rows.delete()
        return
    values = {"client_id": brand.client_id, "text": text.strip()}
    Wording.objects.update_or_create(
        brand=brand, inbox=inbox, kind=kind, language=language, defaults=values
    )


def acknowledge(brand: Brand, *, is_on: bool) -> None:
    """Let a brand answer new tickets by itself, or stop that."""
    values = {"client_id": brand.client_id, "is_on": is_on}
    Acknowledgement.objects.update_or_create(brand=brand, defaults=values)


def add_dkim_key(client_id: int, domain: str, selector: str, private: bytes) -> None:
    """What mails of a domain are signed with from now on; an older key is forgotten."""
    values = {"selector": selector, "private": seal_secret(private.decode())}
    DkimKey.objects.update_or_create(client_id=client_id, domain=domain, defaults=values)
