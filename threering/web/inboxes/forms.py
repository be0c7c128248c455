"""What is sent about an inbox: its address, where its mail is read, and how its mail leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv6Address
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.channels import keeping
from threering.channels.keeping import IMAP_PORTS, SMTP_PORTS, Server, Wanted, WordNeeded, with_word
from threering.channels.models import Inbox
from threering.channels.rules import is_loopback
from threering.organisation.models import Brand

SECURITIES = {
    "ssl": gettext_lazy("TLS from the first byte"),
    "starttls": gettext_lazy("STARTTLS"),
    "plain": gettext_lazy("No encryption"),
}
NAME = re.compile(r"[\w.-]{1,253}")
READ, BROUGHT = "imap", "brought"
OWN, HOUSE, KEPT = "smtp", "house", "kept"
SAME, OTHER, NOBODY = "same", "other", "none"


def on_one_line(value: str) -> None:
    """What is said to a server in one line must not be two. Raises ValidationError."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        raise ValidationError(_("This has to be one line, without control characters."))


def line(most: int, **more: Any) -> forms.CharField:
    """A field for one line that may be empty."""
    return forms.CharField(required=False, max_length=most, validators=[on_one_line], **more)


def _choice(pairs: Sequence[str], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(one, one) for one in pairs], initial=initial)


def _port() -> forms.IntegerField:
    wrong = gettext_lazy("A port is a number from 1 to 65535.")
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(required=False, min_value=1, max_value=65535, error_messages=messages)


class InboxForm(forms.Form):
    """An inbox as an administrator writes it. Passwords left empty are those that are kept."""

    name = line(200)
    signs_replies = forms.BooleanField(required=False, initial=True)
    names_ticket = forms.BooleanField(required=False, initial=True)
    comes = _choice((READ, BROUGHT), READ)
    imap_host = line(255)
    imap_security = _choice(list(SECURITIES), "ssl")
    imap_port = _port()
    imap_user = line(320)
    imap_password = line(1000, strip=False)
    imap_folder = line(500)
    leaves = _choice((OWN, HOUSE, KEPT), OWN)
    smtp_host = line(255)
    smtp_security = _choice(list(SECURITIES), "starttls")
    smtp_port = _port()
    signs_in = _choice((SAME, OTHER, NOBODY), SAME)
    smtp_user = line(320)
    smtp_password = line(1000, strip=False)

    def __init__(self, *args: Any, inbox: Inbox | None = None, **more: Any) -> None:
        self.inbox = inbox
        more.setdefault("initial", as_it_is(inbox) if inbox else for_a_new_one())
        super().__init__(*args, **more)
        self.mailbox = keeping.read_at(inbox) if inbox else None
        self.kept_reads = keeping.server_of(self.mailbox) if self.mailbox else None
        self.kept_sends = keeping.sent_through(inbox) if inbox else None

    def whose(self) -> str:
        """Whose mail it is about."""
        return self.inbox.address if self.inbox else str(self.cleaned_data.get("address", ""))

    def clean(self) -> dict[str, Any]:
        """Servers are complete, and every password has a server that it may go to."""
        super().clean()
        if not self.errors:
            data = dict(self.cleaned_data)  # what is found wrong is taken out of the other one
            reads = self._reads(data) if data["comes"] == READ else None
            sends = self._sends(data, reads) if data["leaves"] == OWN else None
            self.cleaned_data |= {"reads": reads, "sends": sends}
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """The inbox that was written."""
        data = self.cleaned_data
        reads = (data["reads"], data["imap_folder"] or "INBOX") if data["reads"] else None
        return Wanted(
            name=data["name"].strip(),
            signs_replies=data["signs_replies"],
            names_ticket=data["names_ticket"],
            reads=reads,
            sends=data["sends"],
            keeps_way=data["leaves"] == KEPT,
        )

    def _reads(self, data: dict[str, Any]) -> Server | None:
        host = self._host("imap_host", data)
        port = data["imap_port"] or IMAP_PORTS[data["imap_security"]]
        if data["imap_security"] == "plain" and not is_loopback(host):
            self.add_error("imap_security", _unsafe())
        said = Server(
            host=host,
            port=port,
            security=data["imap_security"],
            user=data["imap_user"] or self.whose(),
            password=data["imap_password"],
        )
        return self._worded(said, self.kept_reads, "imap_password")

    def _sends(self, data: dict[str, Any], reads: Server | None) -> Server | None:
        """A kept password is not lent to it: who signs in as for reading types it for both."""
        user, password = data["smtp_user"] or self.whose(), data["smtp_password"]
        same = data["signs_in"] == SAME and data["comes"] == READ
        if data["signs_in"] == NOBODY:
            user, password = "", ""
        elif same:
            user, password = reads.user if reads else "", data["imap_password"]
        host = self._host("smtp_host", data)
        if data["smtp_security"] == "plain" and user and not is_loopback(host):
            self.add_error("smtp_security", _unsafe())
        said = Server(
            host=host,
            port=data["smtp_port"] or SMTP_PORTS[data["smtp_security"]],
            security=data["smtp_security"],
            user=user,
            password=password,
        )
        return self._worded(said, self.kept_sends, "imap_password" if same else "smtp_password")

    def _host(self, name: str, data: dict[str, Any]) -> str:
        host = str(data[name]).strip().strip("[]").lower()
        if not host:
            self.add_error(name, _("Write the name of the server, like mail.example.com."))
        elif not _is_host(host):
            why = _("Write the name of the server alone, like mail.example.com.")
            self.add_error(name, why)
        return host

    def _worded(self, said: Server, kept: Server | None, name: str) -> Server | None:
        try:
            return with_word(said, kept)
        except WordNeeded:
            why = _("Give the password: the one that is kept belongs to another server or user.")
            self.add_error(name, why if kept else _("Give the password of the mailbox."))
            return None


class NewInboxForm(InboxForm):
    """One that is not there yet."""

    brand = forms.ChoiceField(choices=())
    address = forms.EmailField(
        max_length=320,
        error_messages={
            "required": gettext_lazy("Write the address to which your customers write."),
            "invalid": gettext_lazy("Write an e-mail address, like help@shop.example."),
        },
    )

    def __init__(self, *args: Any, brands: Sequence[Brand], **more: Any) -> None:
        super().__init__(*args, **more)
        self.brands = {str(brand.uuid): brand for brand in brands}
        choices = [(uuid, brand.name) for uuid, brand in self.brands.items()]
        self.fields["brand"] = forms.ChoiceField(choices=choices, required=len(choices) > 1)

    def clean_address(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["address"]).strip().lower()

    def chosen(self) -> Brand:
        """Whose it is."""
        wanted = self.cleaned_data["brand"]
        return self.brands[wanted] if wanted else next(iter(self.brands.values()))


def for_a_new_one() -> dict[str, object]:
    """What is offered at first."""
    return {"leaves": HOUSE if settings.SMTP_URL else OWN}


def as_it_is(inbox: Inbox) -> dict[str, object]:
    """An inbox as the form has it, without any secret."""
    mailbox, sends = keeping.read_at(inbox), keeping.sent_through(inbox)
    reads = keeping.server_of(mailbox) if mailbox else None
    said: dict[str, object] = {
        "name": inbox.name,
        "signs_replies": inbox.signs_replies,
        "names_ticket": inbox.names_ticket,
        "comes": READ if reads else BROUGHT,
        "leaves": OWN if sends else HOUSE,
    }
    if keeping.provider_of(inbox):
        said["leaves"] = KEPT
    if mailbox and reads:
        said |= _shown("imap", reads) | {"imap_folder": mailbox.folder}
    if sends:
        same = reads and (sends.user, sends.password) == (reads.user, reads.password)
        said |= _shown("smtp", sends)
        said["signs_in"] = SAME if same else OTHER if sends.user else NOBODY
    return said


def _shown(kind: str, server: Server) -> dict[str, object]:
    return {
        f"{kind}_host": server.host,
        f"{kind}_security": server.security,
        f"{kind}_port": server.port,
        f"{kind}_user": server.user,
    }


def _is_host(host: str) -> bool:
    """Whether it can be the name of a machine, or is an address of one."""
    try:
        if ":" in host:
            return not IPv6Address(host).scope_id
        host.encode("idna")
    except ValueError:  # a part that is empty or too long
        return False
    return NAME.fullmatch(host) is not None


def _unsafe() -> str:
    return _("Without encryption a password may go to a server on this machine only.")
