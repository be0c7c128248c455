"""RFC 5322 mail to our shape and back. Pure: bytes in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from threering.channels.contract import (
    Attached,
    Inbound,
    NotSendable,
    NotUnderstood,
    Outbound,
    Packed,
    Party,
    Report,
)
from threering.channels.email import letter
from threering.channels.email.addresses import Address as Found
from threering.channels.email.bounces import Bounce
from threering.channels.email.markup import pictures, safe
from threering.channels.email.masking import without_cards
from threering.channels.email.reading import Mail, understand
from threering.channels.email.signing import signed
from threering.channels.email.structure import TooManyParts

# Bodies are 7 bit in short lines; long ids stay on one line: folded, they would answer nothing.
BODY = SMTP.clone(cte_type="7bit")
MAX_SUBJECT = 500
WIRE = BODY.clone(max_line_length=998)


def parse(raw: bytes) -> Inbound | Report:
    """Read one mail. Raises NotUnderstood with the reason it cannot be read."""
    try:
        mail = understand(raw)
    except TooManyParts as many:
        raise NotUnderstood(str(many)) from many
    if mail.bounce:
        return _report(mail, mail.bounce)
    if "@" not in mail.sender.email:
        raise NotUnderstood("The mail does not say who sent it: no usable From address.")
    found = without_cards(_inbound(mail), raw)
    return found if len(found.subject) <= MAX_SUBJECT else _cut(found)


def _cut(found: Inbound) -> Inbound:
    return replace(found, subject=found.subject[:MAX_SUBJECT])


def _report(mail: Mail, bounce: Bounce) -> Report:
    about = tuple(dict.fromkeys([*bounce.about, *mail.thread_keys]))
    if not about and not bounce.recipients:
        raise NotUnderstood("A delivery report that does not name the mail it is about.")
    return Report(
        about=about,
        failed=bounce.failed and mail.kind == "bounce",
        reason=bounce.reason,
        kind=mail.kind,
        recipients=tuple(recipient.lower() for recipient in bounce.recipients),
        hard=bounce.hard,
        action=bounce.action,
        external_id=mail.message_id,
        sent_at=mail.sent_at,
    )


def _inbound(mail: Mail) -> Inbound:
    seen = pictures(mail.html)
    return Inbound(
        external_id=mail.message_id,
        sent_at=mail.sent_at,
        sender_name=mail.sender.name,
        sender_handle=mail.sender.email.lower(),
        subject=mail.subject,
        text=mail.text,
        html=safe(seen.html),
        thread_keys=tuple(mail.thread_keys),
        thread_ids=tuple(mail.thread_ids),
        attached=tuple(mail.files),
        automatic=mail.kind != "message" or mail.unanswerable,
        kind=mail.kind,
        visible_text=mail.split.visible,
        quoted=mail.split.quoted,
        to=_parties(mail.to),
        cc=_parties(mail.cc),
        reply_to=_parties(mail.reply_to),
        delivered_to=tuple(mail.delivered_to),
        signed=mail.signed,
        encrypted=mail.encrypted,
        remote_images=seen.remote,
        trackers=seen.trackers,
        claims=tuple(mail.claims),
        defects=tuple(mail.defects),
    )


def _parties(found: Iterable[Found]) -> tuple[Party, ...]:
    return tuple(Party(name=party.name, handle=party.email.lower()) for party in found)


def build(outbound: Outbound) -> Packed:
    """A reply as a mail, with the Message-ID it will always have and the thread it belongs to.

    Raises NotSendable for an address that mail servers of today do not take.
    """
    sender = wire_address(outbound.sender_handle)
    to = [wire_address(recipient) for recipient in outbound.recipients]
    cc = [wire_address(recipient) for recipient in outbound.cc]
    mail = EmailMessage(policy=BODY)
    mail["From"] = _address(sender, outbound.sender_name)
    mail["To"] = [_address(recipient) for recipient in to]
    if cc:
        mail["Cc"] = [_address(recipient) for recipient in cc]
    _head(mail, outbound)
    mail.set_content(letter.plain(outbound))
    mail.add_alternative(letter.html(outbound), subtype="html")
    for file in outbound.attached:
        _attach(mail, file)
    content = mail.as_bytes(policy=WIRE)
    if outbound.signing:
        content = signed(content, outbound.signing)
    envelope = "" if outbound.automatic else sender
    return Packed(content=content, sender=envelope, recipients=[*to, *cc])


def _head(mail: EmailMessage, outbound: Outbound) -> None:
    mail["Subject"] = outbound.subject
    if outbound.reply_to:
        mail["Reply-To"] = _address(wire_address(outbound.reply_to), outbound.sender_name)
    mail["Date"] = format_datetime(outbound.sent_at)
    mail["Message-ID"] = outbound.external_id
    if outbound.answers:
        mail["In-Reply-To"] = outbound.answers
    if outbound.thread_keys:
        mail["References"] = " ".join(outbound.thread_keys)
    if outbound.automatic:  # RFC 3834 §5, and what Exchange listens to
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    if outbound.refuse_url:
        mail["List-Unsubscribe"] = f"<{outbound.refuse_url}>"
    if outbound.refuse_url.startswith("https://"):  # RFC 8058 §3.1
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _attach(mail: EmailMessage, file: Attached) -> None:
    """A file as a part of its own. Mails and parts of mails go as files too, not as structure."""
    main, _, sub = file.content_type.partition("/")
    if main in {"multipart", "message"} or not sub:
        main, sub = "application", "octet-stream"
    name = "".join(filter(str.isprintable, file.filename)) or "file"
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=name)


def wire_address(address: str) -> str:
    """An address as SMTP takes it: the domain in its ASCII form. Raises NotSendable."""
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError as error:
        raise NotSendable(f"{address} has no domain that mail can be sent to.") from error
    if not local.isascii() or not local.isprintable() or not ascii_domain:
        raise NotSendable(f"{address} is not an address that mail servers take.")
    return f"{local}@{ascii_domain}"


def _address(address: str, name: str = "") -> Address:
    local, _, domain = address.rpartition("@")  # Address quotes the local parts that need it
    return Address(name, username=local, domain=domain)
