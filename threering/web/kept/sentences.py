"""What is stored in English by whom, as templates. A new sentence is added here, or stays English.

%(name)s stands for what changes; it may itself be one of these sentences. Their order is free.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

PLACES = (  # tickets/evidence.py, tickets/history.py
    _("It answers nothing we know, so it opened this ticket."),
    _("It names earlier messages, none of which are ours: it opened this ticket."),
    _("It answers our reply %(named)s"),
    _("It was sent to the signed reply address of ticket %(number)s"),
    _("It answers the message %(named)s"),
    _("Its subject names ticket %(number)s"),
    _("The sender's mail program puts it into one thread with a message we have"),
    _("It and a message that came before it name the same earlier mail"),
    _("%(reason)s; the address is new, the name is that of somebody who takes part."),
    _("%(reason)s of this ticket."),
    _("%(reason)s, and the sender takes part in this ticket."),
    _("%(reason)s of ticket %(number)s, which is closed: it opened this ticket."),
    _("%(reason)s, which is closed: it opened this ticket."),
    _(
        "%(reason)s of ticket %(number)s, but the sender takes no part in that: it opened this "
        "ticket."
    ),
    _("%(reason)s, but the sender takes no part in that: it opened this ticket."),
    _("It answered ticket %(number)s in its day."),
)

SET_ASIDE = (  # jobs/arrivals.py, the adapters, the stories and the import
    _("It could not be stored: %(error)s"),
    _("The inbox it came to is not there any more."),
    _("Rule loop: it says that it comes from this inbox itself."),
    _("Rule loop: it is a mail that we sent ourselves."),
    _("Reading it ended the worker %(times)s times, so it was set aside."),
    _("Its raw bytes are no longer kept."),
    _("Reading it failed: %(error)s"),
    _("The mail does not say who sent it: no usable From address."),
    _("A delivery report that does not name the mail it is about."),
    _("A delivery report about a mail that we did not send, or that could mean several."),
    _("The mail is nested too deeply to be read."),
    _("The mail is nested too deeply, or has too many parts, to be read."),
    _("The mail has more than %(most)s parts."),
    _(
        "Brevo keeps the attachment %(name)s, and this hook has no API key to fetch it. Add the "
        "hook again with --secret-stdin, then read this again."
    ),
    _(
        "The attachment %(name)s could not be fetched from Brevo (%(error)s); read this again "
        "later."
    ),
    _("Rule empty: the provider only tried whether we answer."),
    _("%(provider)s only says that a mail came and keeps it. Use its forwarding instead."),
    _("Rule tracking: %(what)s is news that we do not keep."),
    _("Rule history: a delivery report about a mail of the time before Threering."),
    _("Rule history: we sent it to nobody but ourselves."),
    _("Rule known: Threering sent this mail itself and has it already."),
    _("Rule size: %(why)s Only its beginning is kept."),
    _("It has %(size)s bytes."),
    _(
        "Rule size: it has %(size)s MB, and at most %(most)s MB are taken. Only its head was kept; "
        "the mail itself is still in the folder %(folder)s."
    ),
)

MAILBOXES = (  # channels/email/imap*.py, oauth.py, listeners/failures.py, jobs/mailboxes.py
    _(
        "There is no folder %(folder)s. Rename it back, or name the one to read; there are: "
        "%(folders)s."
    ),
    _("%(host)s cannot let anybody in right now: %(error)s."),
    _("%(host)s refuses the user name or the password: %(error)s. Give it new ones."),
    _(
        "The certificate of %(host)s cannot be trusted: %(error)s. Name the server as its "
        "certificate does, or have its issuer trusted on this machine."
    ),
    _("%(host)s answers: %(error)s"),
    _("No machine is called %(host)s. Is the name written right?"),
    _("%(host)s refuses the connection. Is the port right, and the server up?"),
    _("%(host)s does not answer. Is the port right, and open in the firewall?"),
    _("%(host)s does not speak TLS from the first byte. Try --security starttls, or port 993."),
    _("%(host)s ended the connection: %(error)s."),
    _(
        "%(host)s does not number the mails of %(folder)s for good (it says no UIDVALIDITY or "
        "UIDNEXT), so it cannot be known which are new. Ask its operator."
    ),
    _("The permission to read this mailbox is not good any more: %(why)s. %(way_on)s"),
    _("Sign in again: run threering mailbox add once more with a new refresh token."),
    _("%(host)s answers %(status)s and gives no token."),
    _("%(host)s cannot be asked: %(error)s."),
    _("%(url)s is not an address of a server: write https://…"),
    _("%(host)s would be asked without encryption: write https://…"),
    _(
        "%(host)s is %(address)s, a machine inside a private network. If that is meant, add "
        "%(again)s to THREERING_PRIVATE_HOSTS."
    ),
    _(
        "The server numbered the folder %(folder)s anew. It is read again first; it can be "
        "compared when it is read to its end."
    ),
    _(
        "Mail from here cannot be stored: %(error)s. Look whether the data folder is there and "
        "can be written. It is tried again; until then the mail waits on the server."
    ),
    _("PostgreSQL cannot be asked. It is tried again; the mail waits on the server."),
    _(
        "Reading it fails here with %(error)s. It is tried again; until then the mail waits on the "
        "server. The log of threering listeners says where: please report it."
    ),
    _(
        "The disk is full, so mail from here cannot be stored. Make room; until then the mail "
        "waits on the server, and then it goes on by itself."
    ),
    _(
        "The kept password cannot be opened with the secret key of this installation "
        "(THREERING_SECRET_KEY). Start with the key of then, or add the mailbox again: "
        "threering mailbox add."
    ),
    _("%(missing)s mail of the mailbox had not been taken in. %(rest)s"),
    _("%(missing)s mails of the mailbox had not been taken in. %(rest)s"),
    _("It is here now; there is nothing to do."),
    _("They are here now; there is nothing to do."),
    _("The server does not hand out %(lacking)s of them: open it in the mailbox and look."),
    _("The server does not hand out %(lacking)s of them: open them in the mailbox and look."),
)

DELIVERIES = (  # channels/email/transport.py, stories/settle_delivery.py
    _("No outgoing mail server is set: THREERING_SMTP_URL is empty."),
    _("The server went silent after the mail: %(error)s"),
    _("The server answered the mail with %(answer)s."),
    _("An agent knows that it arrived."),
    _("%(provider)s is not set up: %(error)s"),
    _("%(provider)s cannot be reached: %(error)s"),
)

REFUSALS = (  # tickets/{moving,letters,addressing,forwarding}.py, channels/email/adapter.py
    _("One of these tickets leads into another one already."),
    _("The message cannot move there."),
    _("Choose messages of this ticket."),
    _("Nothing would be left here: merge the whole ticket instead."),
    _("This ticket was merged into another one."),
    _("Ticket %(number)s was merged into another one since: undo that first."),
    _("A file is not here any more. Add it again."),
    _("What was said here was erased, so nothing can be added to it."),
    _("The files are too large for one mail: 20 files and 20 MB at most."),
    _("It is not known where to send this: the customer has no address."),
    _("%(address)s is not an address. Write it like name@shop.example."),
    _("%(address)s is an inbox of yours: it would come back. Take it off."),
    _("%(address)s is not known as the customer's. Put it into Cc."),
    _("At most %(most)s people get one mail. Take some off."),
    _("Nobody would get this. Add the address it shall go to."),
    _("%(address)s is the customer's. Reply to them instead."),
    _("The message to forward is not here any more. Choose it again."),
    _("%(address)s has no domain that mail can be sent to."),
    _("%(address)s is not an address that mail servers take."),
)

SENTENCES = (*PLACES, *SET_ASIDE, *MAILBOXES, *DELIVERIES, *REFUSALS)
