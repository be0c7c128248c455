"""The files of a message as its reader sees them: to open, to look at, or held."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.tickets.dangers import Danger
from threering.tickets.models import Attachment, Message
from threering.web.attachments import is_readable
from threering.web.tickets.mails import shown_inside

PICTURES = frozenset(f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "avif", "bmp"))
"""What every browser draws, and none runs."""
FILE_ICONS = {"image": "image", "text/calendar": "calendar-days", "message/rfc822": "mail"}
DANGERS = {
    Danger.PROGRAM: gettext_noop("A program"),
    Danger.SCRIPT: gettext_noop("A script"),
    Danger.SHORTCUT: gettext_noop("A shortcut that starts something"),
    Danger.DISK: gettext_noop("A disk image"),
    Danger.MACRO: gettext_noop("A document with macros"),
    Danger.PACKED: gettext_noop("It holds a program, a script or another archive"),
    Danger.CLOSED: gettext_noop("An archive into which nobody could look"),
    Danger.DISGUISED: gettext_noop("Its name hides what it is"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment as a link, as a picture to look at, or as one that is held."""

    name: str
    size_label: str
    url: str
    icon: str
    is_picture: bool
    text_url: str
    """Where one looks at it, if it is text."""
    danger: str
    """What is dangerous about it, if something is."""
    is_held: bool
    hold_url: str


def files_of(message: Message) -> tuple[File, ...]:
    """What came with a message and is not forgotten, less the pictures that its text shows."""
    files = [one for one in message.attachments.all() if one.filename]
    shown = (one for one in files if one.is_held or not shown_inside(message, one))
    return tuple(map(_file, shown))


def _file(attachment: Attachment) -> File:
    readable = is_readable(attachment.content_type)
    return File(
        name=attachment.filename,
        size_label=filesizeformat(attachment.blob.size),
        url=reverse("attachment", args=[attachment.uuid]),
        icon="shield-alert" if attachment.danger else file_icon(attachment.content_type),
        is_picture=not attachment.danger and attachment.content_type.lower() in PICTURES,
        text_url=reverse("attachment-text", args=[attachment.uuid]) if readable else "",
        danger=danger_words(attachment.danger),
        is_held=attachment.is_held,
        hold_url=reverse("attachment-held", args=[attachment.uuid]) if attachment.danger else "",
    )


def danger_words(danger: str) -> str:
    """What is dangerous, in the reader's language; empty for nothing."""
    return _(DANGERS[Danger(danger)]) if danger else ""


def file_icon(content_type: str) -> str:
    """The icon beside a file's name."""
    main = content_type.partition("/")[0]
    return FILE_ICONS.get(content_type, FILE_ICONS.get(main, "paperclip"))
