"""`threering outgoing`: through which server or provider the mails of each inbox leave."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from threering.runtime import banner
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, django

if TYPE_CHECKING:
    from threering.channels.contract import Packed, Way
    from threering.channels.email.providers import Provider
    from threering.channels.models import Inbox

SCHEMES = ("smtp", "smtps", "smtp+starttls")
LIKE = "smtp+starttls://user:password@mail.example.com:587"
WORDS = (
    "This mail was sent by `threering outgoing test`. If you read it, mails of this inbox leave as "
    "they should."
)


def register(add: Adding) -> None:
    """Add the words."""
    group = add("outgoing", show, "How the mails of each inbox leave: set, test, show.")
    under = type(add)(group.add_subparsers(title="what to do", metavar="WORD"))
    _register_set(under)
    trial = under("test", test, "Send a mail and say in plain words what is wrong, if anything is.")
    trial.add_argument("inbox", help="the address of the inbox")
    trial.add_argument("--to", required=True, metavar="ADDRESS", help="where the mail goes")
    under("show", show, "All inboxes and their ways out; secrets are never shown.")


def _register_set(under: Adding) -> None:
    text = "Give the mails of an inbox a way out of their own; said again, it is renewed."
    choose = under("set", set_way, text)
    choose.add_argument("inbox", help="the address of the inbox")
    way = choose.add_mutually_exclusive_group(required=True)
    way.add_argument("--smtp", metavar="URL", help=f"a mail server: {LIKE}")
    way.add_argument("--smtp-stdin", action="store_true", help="read that URL from there")
    way.add_argument("--provider", metavar="NAME", help="postmark, mailgun, sendgrid and others")
    way.add_argument("--house", action="store_true", help="the installation's own again")
    choose.add_argument(
        "--secret-stdin", action="store_true", help="read the provider's key, one a line, there"
    )
    choose.add_argument(
        *("--option", "-o"),
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="more that the provider wants to know, such as api_url for its European address",
    )


def set_way(options: argparse.Namespace) -> int:
    """Set the way out of an inbox. Nothing is tried: that is `threering outgoing test`."""
    django()
    from threering.channels.contract import Way
    from threering.channels.outgoing import forget_way_out, set_way_out

    inbox = inbox_at(options.inbox)
    if options.house:
        forget_way_out(inbox)
        banner.say(f"Mails of {inbox} leave through the installation's own server again.")
        return 0
    kind, secret = _provider(options) if options.provider else ("smtp", {"url": _url(options)})
    set_way_out(inbox, kind, secret)
    banner.say(
        f"Mails of {inbox} leave through {_named(Way(kind=kind, secret=secret))} from now on."
    )
    banner.say(f"To try it: threering outgoing test {inbox} --to YOUR-OWN-ADDRESS")
    return 0


def _url(options: argparse.Namespace) -> str:
    url: str = sys.stdin.readline().strip() if options.smtp_stdin else options.smtp
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise CannotDo(f"That is not the address of a mail server, such as {LIKE}.")
    return url


def _provider(options: argparse.Namespace) -> tuple[str, dict[str, str]]:
    from threering.channels.email.providers import PROVIDERS

    provider = PROVIDERS.get(options.provider.lower())
    if provider is None:
        known = ", ".join(sorted(PROVIDERS))
        raise CannotDo(f"--provider is one of {known}. Others: through their SMTP server.")
    secret = dict(_option(word, provider) for word in options.option)
    missing = [name for name in provider.needs if name not in secret]
    if missing and not options.secret_stdin:
        raise CannotDo(f"{provider.name} needs {', '.join(missing)}: use --secret-stdin.")
    for name in missing:
        secret[name] = sys.stdin.readline().strip()
        if not secret[name]:
            raise CannotDo(f"{provider.name} needs {', '.join(missing)}: one a line.")
    return options.provider.lower(), secret


def _option(word: str, provider: Provider) -> tuple[str, str]:
    from threering.channels.email.providers import OFTEN

    name, is_there, value = word.partition("=")
    known = (*provider.needs, *provider.may, *OFTEN)
    if not is_there or name not in known:
        raise CannotDo(f"--option {word}: {provider.name} knows {', '.join(known)}, as NAME=VALUE.")
    return name, value


def test(options: argparse.Namespace) -> int:
    """Send one mail the way a reply takes; 1 if it surely or perhaps did not leave."""
    django()
    from threering.channels.contract import DeliveryFailed, DeliveryUncertain
    from threering.channels.outgoing import way_of
    from threering.channels.registry import transport
    from threering.web.tickets.troubles import advice

    inbox = inbox_at(options.inbox)
    way, parcel = way_of(inbox.pk), _trial(inbox, options.to)
    through = _named(way)
    try:
        transport("email").send(parcel, way, lambda: None)
    except DeliveryUncertain as why:
        banner.say(f"{through} took the mail, but gave no clear answer: {why}")
        return 1
    except DeliveryFailed as why:
        told = advice(str(why))
        for line in (f"Not sent through {through}. {told.what}", told.way_on, f"It said: {why}"):
            banner.say(line)
        return 1
    banner.say(f"{through} took the mail. Look into the mailbox of {options.to}, and its spam.")
    return 0


def _trial(inbox: Inbox, to: str) -> Packed:
    from threering.channels.contract import NotSendable, Outbound
    from threering.channels.outgoing import signing_for
    from threering.channels.registry import adapter
    from threering.kernel.time import now
    from threering.tickets.letters import new_message_id

    trial = Outbound(
        external_id=new_message_id(inbox.address),
        sent_at=now(),
        sender_name=inbox.name,
        sender_handle=inbox.address,
        recipients=[to],
        subject=f"Test of {inbox.address}",
        text=WORDS,
        signing=signing_for(inbox),
    )
    try:
        return adapter(inbox.kind).build(trial)
    except NotSendable as why:
        raise CannotDo(str(why)) from why


def show(_options: argparse.Namespace) -> int:
    """Every inbox with its way out."""
    django()
    from threering.channels.models import Inbox
    from threering.channels.outgoing import signing_for, way_of

    for inbox in Inbox.objects.select_related("brand").order_by("address"):
        way, signing = way_of(inbox.pk), signing_for(inbox)
        signed = f", signed for {signing.domain}" if signing else ""
        banner.say(f"{inbox.address}  {_named(way)}{signed}")
    return 0


def _named(way: Way) -> str:
    """What a way is called, without anything secret."""
    from threering.channels.email.providers import PROVIDERS
    from threering.channels.outgoing import named

    if way.kind in PROVIDERS:
        return PROVIDERS[way.kind].name
    return named(way) or "no server: THREERING_SMTP_URL is empty"


def inbox_at(address: str) -> Inbox:
    """The inbox of an address. Raises CannotDo."""
    from threering.channels.models import Inbox

    inbox: Inbox | None = Inbox.objects.filter(address=address.strip().lower()).first()
    if inbox:
        return inbox
    known = ", ".join(Inbox.objects.values_list("address", flat=True)) or "none yet"
    raise CannotDo(f"There is no inbox {address} (there are: {known}).")
