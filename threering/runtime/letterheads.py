"""`threering sender`, `signature`, `acknowledgement` and `dkim`: what stands around our mails."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from threering.runtime import banner
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, django
from threering.runtime.outgoing import inbox_at

if TYPE_CHECKING:
    from threering.channels.models import Inbox
    from threering.organisation.models import Brand

PATTERNS = {
    "inbox": "inbox",
    "agent": "agent",
    "agent-from-brand": "agent from brand",
    "first-name-from-brand": "first name from brand",
}
WHOSE = "a brand's short name, or the address of one inbox"


def register(add: Adding) -> None:
    """Add the words."""
    name = add("sender", sender, "Under which name mails leave: of the inbox, or of the person.")
    name.add_argument("of", help=WHOSE)
    name.add_argument("pattern", choices=PATTERNS, help="what the customer's program shows")
    under = add("signature", signature, "What stands under replies; the text is read from stdin.")
    under.add_argument("of", help=WHOSE)
    under.add_argument("--language", default="", help="of the text; else the brand's")
    _register_acknowledgement(add)
    keys = add("dkim", dkim_show, "Sign mails of a domain (DKIM): add, show.")
    what = type(add)(keys.add_subparsers(title="what to do", metavar="WORD"))
    new = what("add", dkim_add, "Make a key for a domain and print what its DNS has to say.")
    new.add_argument("domain", help="what stands behind the @ of your inboxes")
    new.add_argument("--selector", default="threering", help="the name of the key (threering)")
    what("show", dkim_show, "The domains that are signed for, and their records.")


def _register_acknowledgement(add: Adding) -> None:
    text = "Tell customers by itself that their mail has come: on, off, or its text from stdin."
    group = add("acknowledgement", acknowledgement, text)
    group.add_argument("of", help="a brand's short name")
    group.add_argument("what", choices=("on", "off", "text"))
    group.add_argument("--language", default="", help="of the text; else the brand's")


def sender(options: argparse.Namespace) -> int:
    """Choose the name for a brand or for one inbox of it."""
    django()
    from threering.channels.outgoing import set_sender_name

    brand, inbox = _whose(options.of)
    set_sender_name(brand, inbox, PATTERNS[options.pattern])
    banner.say(f"Mails of {inbox or brand} carry the name: {PATTERNS[options.pattern]}.")
    return 0


def signature(options: argparse.Namespace) -> int:
    """Set the signature in one language; an empty text takes it away."""
    django()
    from threering.channels.models import Wording
    from threering.channels.outgoing import set_wording

    brand, inbox = _whose(options.of)
    language = options.language or brand.language
    set_wording(brand, inbox, Wording.Kind.SIGNATURE, language, sys.stdin.read())
    banner.say(f"The signature of {inbox or brand} in {language} is set.")
    return 0


def acknowledgement(options: argparse.Namespace) -> int:
    """Switch it on or off, or set its text in one language. Raises CannotDo without a text."""
    django()
    from threering.channels.models import Wording
    from threering.channels.outgoing import acknowledge, set_wording

    brand, _ = _whose(options.of)
    kind, language = Wording.Kind.ACKNOWLEDGEMENT, options.language or brand.language
    if options.what == "text":
        set_wording(brand, None, kind, language, sys.stdin.read())
        banner.say(f"The acknowledgement of {brand} in {language} is set.")
        return 0
    texts = Wording.objects.filter(brand=brand, kind=kind, language=brand.language)
    if options.what == "on" and not texts.exists():
        raise CannotDo(
            f"{brand} has no text for it in {brand.language} yet: "
            f"threering acknowledgement {brand.slug} text < text.txt"
        )
    acknowledge(brand, is_on=options.what == "on")
    word = "answers" if options.what == "on" else "does not answer"
    banner.say(f"{brand} {word} new tickets by itself.")
    return 0


def dkim_add(options: argparse.Namespace) -> int:
    """Make and keep a key; print the record that makes it count. Raises CannotDo."""
    django()
    from threering.channels.email.signing import SELECTOR, new_key
    from threering.channels.models import Inbox
    from threering.channels.outgoing import add_dkim_key

    domain = options.domain.strip().lower().rstrip(".")
    if not SELECTOR.fullmatch(options.selector):
        raise CannotDo("--selector takes letters, digits and hyphens, for example threering.")
    ours = Inbox.objects.filter(address__endswith=f"@{domain}")
    clients = set(ours.values_list("client_id", flat=True))
    if not clients:
        raise CannotDo(f"No inbox has an address at {domain}. See threering createclient.")
    private = new_key()
    for client_id in clients:
        add_dkim_key(client_id, domain, options.selector, private)
    _say_record(domain, options.selector, private)
    return 0


def dkim_show(_options: argparse.Namespace) -> int:
    """The public half of every key."""
    django()
    from threering.channels.models import DkimKey
    from threering.ledger.blobs import open_secret

    for key in DkimKey.objects.order_by("domain", "client_id"):
        _say_record(key.domain, key.selector, open_secret(bytes(key.private)).encode())
    return 0


def _say_record(domain: str, selector: str, private: bytes) -> None:
    from threering.channels.email.signing import record

    banner.say(f"Mails of {domain} are signed. Put this into its DNS, as a TXT record:")
    banner.say(f"{selector}._domainkey.{domain}. TXT {quoted(record(private))}")


def quoted(text: str) -> str:
    """As zone files want it: strings of at most 255 characters."""
    return " ".join(f'"{text[n : n + 255]}"' for n in range(0, len(text), 255))


def _whose(name: str) -> tuple[Brand, Inbox | None]:
    """A brand by its short name, or an inbox with its brand. Raises CannotDo."""
    from threering.organisation.models import Brand

    if "@" in name:
        inbox = inbox_at(name)
        return inbox.brand, inbox
    brands = list(Brand.objects.filter(slug=name).select_related("client"))
    if len(brands) == 1:
        return brands[0], None
    known = ", ".join(Brand.objects.values_list("slug", flat=True)) or "none yet"
    if brands:
        raise CannotDo(f"Several clients have a brand {name}; name one of its inboxes instead.")
    raise CannotDo(f"There is no brand {name} (there are: {known}).")
