"""The connection test: both ways of an inbox tried at once, and what is wrong in a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from threering.channels import keeping
from threering.channels.email.imap import Account
from threering.channels.email.trying import Tried, Wrong, try_mailbox, try_way
from threering.channels.keeping import Server
from threering.organisation.models import Agent
from threering.web.inboxes.forms import HOUSE, KEPT, InboxForm

# What is wrong, and what to do.
WORDS = {
    Wrong.NO_NAME: (
        gettext_noop("No machine is called %(host)s."),
        gettext_noop("Look for a typing mistake in the server's name."),
    ),
    Wrong.REFUSED: (
        gettext_noop("%(host)s refuses connections at port %(port)d."),
        gettext_noop("Look at the port, and whether the mail server is running."),
    ),
    Wrong.SILENT: (
        gettext_noop("%(host)s does not answer at port %(port)d."),
        gettext_noop("Look at the port and the encryption that belongs to it, and at firewalls."),
    ),
    Wrong.SLOW: (
        gettext_noop("%(host)s did not come to an end within 20 seconds."),
        gettext_noop("Look at the port: something else than a mail server may be there."),
    ),
    Wrong.NO_WAY: (
        gettext_noop("There is no way from here to %(host)s."),
        gettext_noop("Look at the network of this machine, or name another server."),
    ),
    Wrong.PRIVATE: (
        gettext_noop("%(host)s is a machine inside a private network."),
        gettext_noop(
            "If that is meant, whoever runs this house adds %(host)s to THREERING_PRIVATE_HOSTS."
        ),
    ),
    Wrong.CERTIFICATE: (
        gettext_noop("The certificate of %(host)s cannot be trusted."),
        gettext_noop(
            "Write the server's name as its certificate does, or have its issuer trusted on the"
            " machine of this house."
        ),
    ),
    Wrong.NOT_TLS: (
        gettext_noop("%(host)s does not speak TLS from the first byte at port %(port)d."),
        gettext_noop("Choose STARTTLS, or the port for TLS: 993 for reading, 465 for sending."),
    ),
    Wrong.NO_STARTTLS: (
        gettext_noop("%(host)s offers no STARTTLS at port %(port)d."),
        gettext_noop("Choose TLS from the first byte, with its port."),
    ),
    Wrong.NEEDS_TLS: (
        gettext_noop("%(host)s wants encryption first."),
        gettext_noop("Choose STARTTLS or TLS from the first byte."),
    ),
    Wrong.NO_SIGN_IN: (
        gettext_noop("%(host)s lets nobody sign in at port %(port)d."),
        gettext_noop("Choose “Not at all” for signing in, or the port for senders: 587 or 465."),
    ),
    Wrong.SIGN_IN: (
        gettext_noop("%(host)s refuses the user name or the password."),
        gettext_noop(
            "Type both again. Some providers want a password made for programs, or have to be told"
            " to let programs in."
        ),
    ),
    Wrong.NO_FOLDER: (
        gettext_noop("The mailbox has no such folder."),
        gettext_noop("Choose one of these: %(folders)s."),
    ),
    Wrong.SENDER: (
        gettext_noop("%(host)s takes no mail from this address."),
        gettext_noop("Sign in as somebody who may send from it, or have the address permitted."),
    ),
    Wrong.RELAY: (
        gettext_noop("%(host)s does not pass mail on for us."),
        gettext_noop("Sign in there, or have the mail server permit this machine to send."),
    ),
    Wrong.LATER: (
        gettext_noop("%(host)s asks to be tried later."),
        gettext_noop("Wait a few minutes and test again."),
    ),
    Wrong.BROKE: (
        gettext_noop("%(host)s ended the connection at port %(port)d."),
        gettext_noop("Look at the port and the encryption that belongs to it."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a trial of one way found, in words. `said`: the server's own, where it said any."""

    way: str
    well: bool
    what: str
    do: str = ""
    said: str = ""


_at_once = BoundedSemaphore(2)
"""Each holds one of the few threads that answer pages."""


def tried(form: InboxForm, me: Agent) -> list[Found]:
    """Try what a form says, without keeping it: 20 seconds at most for both ways together."""
    if not _at_once.acquire(blocking=False):
        what = _("Others test their connections just now. Try again in a moment.")
        return [Found(way=_("Test the connection"), well=False, what=what)]
    try:
        return _tried(form, me)
    finally:
        _at_once.release()


def _tried(form: InboxForm, me: Agent) -> list[Found]:
    wanted, address = form.wanted(), form.whose()
    may = keeping.permitted(form.inbox, wanted)
    with ThreadPoolExecutor(2) as both:
        reading = wanted.reads and both.submit(
            try_mailbox, _account(wanted.reads[0]), wanted.reads[1], may.reads
        )
        url, hosts = (wanted.sends.url, may.sends) if wanted.sends else (settings.SMTP_URL, None)
        goes = url and form.cleaned_data["leaves"] != KEPT
        sending = both.submit(try_way, url, address, me.email, hosts) if goes else None
    found = [_in(reading.result()) if reading else brought(address)]
    if sending:
        found.append(_out(sending.result(), me))
    elif form.cleaned_data["leaves"] == HOUSE:
        found.append(no_way_out())
    return found


def _account(server: Server) -> Account:
    return Account(
        host=server.host,
        port=server.port,
        security=server.security,
        user=server.user,
        password=server.password,
        pace=settings.MAILBOX_PACE,
    )


def _in(one: Tried) -> Found:
    if one.wrong:
        return _wrong(_("Mail comes in"), one)
    stand = ngettext(
        "%(host)s lets us in, and %(n)d mail stands in the folder: it will become a ticket.",
        "%(host)s lets us in, and %(n)d mails stand in the folder: they will become tickets.",
        one.mails,
    )
    what = stand % {"host": one.host, "n": one.mails}
    return Found(way=_("Mail comes in"), well=True, what=what)


def _out(one: Tried, me: Agent) -> Found:
    if one.wrong:
        return _wrong(_("Mail goes out"), one)
    said = {"host": one.host, "address": me.email}
    what = _("%(host)s would take a mail to %(address)s. None was sent.") % said
    return Found(way=_("Mail goes out"), well=True, what=what)


def _wrong(way: str, one: Tried) -> Found:
    what, do = WORDS[one.wrong] if one.wrong else ("", "")
    named = {"host": one.host, "port": one.port, "folders": ", ".join(one.folders)}
    return Found(way=way, well=False, what=_(what) % named, do=_(do) % named, said=one.said)


def brought(address: str) -> Found:
    """Where somebody has to forward mail that is not read."""
    at = settings.SMTP_LISTEN
    if at is None:
        what = _(
            "This house takes no mail by SMTP: whoever runs it has to set THREERING_SMTP_LISTEN."
        )
        return Found(way=_("Mail comes in"), well=False, what=what)
    said = {"address": address, "at": f"{at[0]}:{at[1]}"}
    what = _("Let your mail server bring what comes to %(address)s here by SMTP, to %(at)s.") % said
    return Found(way=_("Mail comes in"), well=True, what=what)


def no_way_out() -> Found:
    """The house has no server of its own."""
    return Found(
        way=_("Mail goes out"),
        well=False,
        what=_("This house has no mail server of its own."),
        do=_("Name one here; or whoever runs the house sets THREERING_SMTP_URL."),
    )
