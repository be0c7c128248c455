"""`threering hook`: the addresses that mail providers post to."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

from threering.runtime import banner
from threering.runtime.bringup import CannotDo, django
from threering.runtime.env import env, read

if TYPE_CHECKING:
    from threering.channels.email.hooks.providers import Secret
    from threering.channels.models import Hook


def run(options: argparse.Namespace) -> int:
    """Add, list or remove. Raises CannotDo."""
    django()
    {"add": _add, "list": _list, "remove": _remove}[options.what](options)
    return 0


def _add(options: argparse.Namespace) -> None:
    from django.core.exceptions import ValidationError

    from threering.channels.actions import create_hook
    from threering.channels.email.hooks.providers import PROVIDERS
    from threering.channels.queries import inbox_for

    if options.provider not in PROVIDERS:
        raise CannotDo(f"--provider is one of {', '.join(sorted(PROVIDERS))}.")
    inbox = inbox_for(options.name)
    if inbox is None:
        raise CannotDo(f"There is no inbox {options.name}. See threering createclient --inbox.")
    key = sys.stdin.readline().strip() if options.secret_stdin else ""
    try:
        hook, secret = create_hook(inbox, options.provider, key)
    except ValidationError as refused:
        how = " Give it with --secret-stdin." if not key else ""
        raise CannotDo(" ".join(refused.messages) + how) from refused
    _show(hook, secret)


def _show(hook: Hook, secret: Secret) -> None:
    """The addresses for the provider's pages. The password in them is never shown again."""
    from threering.channels.email.hooks.providers import PROVIDERS

    known = PROVIDERS[hook.provider]
    address = url(hook, secret)
    banner.say(f"For {known.label}, mail of {hook.inbox.address}. Paste into its pages:")
    if known.inbound:
        banner.say(f"  mail that comes in     {address}{known.takes}")
    banner.say(f"  what became of ours    {address}")
    if "@" in address:
        banner.say("The address holds a password. It is shown only now: keep it to yourself.")


def url(hook: Hook, secret: Secret) -> str:
    """The address of a hook; with our password in it where the provider does not sign all."""
    from threering.channels.email.hooks.providers import PROVIDERS, USER

    signs = PROVIDERS[hook.provider].signs == "everything"
    word = "" if signs else f"{USER}:{quote(secret.password, safe='')}@"
    scheme = "https" if read("THREERING_HTTPS") == "1" else "http"
    named = [host for host in env().hosts if host[:1] not in (".", "*")]
    where = named[0] if named else str(env().address)
    return f"{scheme}://{word}{where}/hooks/{hook.provider}/{hook.uuid}"


def _list(_options: argparse.Namespace) -> None:
    from threering.channels.models import Hook

    hooks = list(Hook.objects.select_related("inbox").order_by("inbox__address", "provider"))
    for hook in hooks:
        last = f"{hook.last_event_at:%Y-%m-%d %H:%M} UTC" if hook.last_event_at else "never"
        refused = f", {hook.refused} refused" if hook.refused else ""
        banner.say(f"{hook.uuid}  {hook.provider:<10}{hook.inbox.address}  last {last}{refused}")
    if not hooks:
        banner.say("No provider posts to us. See threering hook add --help.")


def _remove(options: argparse.Namespace) -> None:
    from django.core.exceptions import ValidationError

    from threering.channels.models import Hook

    try:
        gone, _ = Hook.objects.filter(uuid=options.name).delete()
    except ValidationError:
        gone = 0
    if not gone:
        raise CannotDo(f"There is no hook {options.name}. See threering hook list.")
    banner.say("It is closed: what is posted there is refused from now on.")
