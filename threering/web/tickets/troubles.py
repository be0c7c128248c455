"""What is in the way of a mail, and what to do about it, in words for the person who wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.ledger.rules import Trouble, trouble

WORDS = {
    Trouble.NO_SUCH_ADDRESS: (
        gettext_noop("This address does not exist."),
        gettext_noop("Look for a typing mistake, or ask the customer for another address."),
    ),
    Trouble.NO_SUCH_DOMAIN: (
        gettext_noop("The part after the @ does not exist."),
        gettext_noop("Look for a typing mistake, or ask the customer for another address."),
    ),
    Trouble.SWITCHED_OFF: (
        gettext_noop("This mailbox is switched off."),
        gettext_noop("Ask the customer for another address, or call them."),
    ),
    Trouble.FULL: (
        gettext_noop("The customer's mailbox is full."),
        gettext_noop("Send it again later, or reach the customer in another way."),
    ),
    Trouble.TOO_LARGE: (
        gettext_noop("The mail is too large for the customer's server."),
        gettext_noop("Write again with fewer or smaller files."),
    ),
    Trouble.NOT_AUTHORISED: (
        gettext_noop("Your domain is not authorised to send through this server."),
        gettext_noop(
            "Whoever runs your domain has to mend its SPF, DKIM or sender setting; "
            "`threering outgoing test` says what is missing. Then send again."
        ),
    ),
    Trouble.UNWANTED: (
        gettext_noop("The customer's server takes this mail for spam."),
        gettext_noop("Reword it, leave out links, and send again; tell whoever runs your mail."),
    ),
    Trouble.SIGN_IN: (
        gettext_noop("Our way out refused the password or key."),
        gettext_noop("An administrator has to set it anew with `threering outgoing set`."),
    ),
    Trouble.TRY_LATER: (
        gettext_noop("The other server asked us to try later."),
        gettext_noop("Send it again later, or reach the customer in another way."),
    ),
    Trouble.UNREACHABLE: (
        gettext_noop("Our way out cannot be reached."),
        gettext_noop("If it stays so, an administrator has to look: `threering outgoing test`."),
    ),
    Trouble.NOT_SET_UP: (
        gettext_noop("No way out is set up for this inbox."),
        gettext_noop("An administrator has to choose one with `threering outgoing set`."),
    ),
    Trouble.REFUSED: (
        gettext_noop("The other server refused this mail."),
        gettext_noop("What it said stands below. Change what it names, or reach them otherwise."),
    ),
}
LOST = (
    gettext_noop("This address takes no mail."),
    gettext_noop(
        "Sending again will not help. Ask the customer for another address in another way."
    ),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong, what to do, and what the other side said, word for word."""

    what: str
    way_on: str
    said: str


def advice(reason: str, *, lost: bool = False) -> Advice:
    """The words for a reason that a server gave. `lost`: the address is known to take nothing."""
    what, way_on = LOST if lost else WORDS[trouble(reason)]
    return Advice(_(what), _(way_on), reason)
