"""Which files may harm whoever opens them: pure, from their name, type and bytes.

The endings are those that large mail services refuse: Gmail's and Outlook's lists of blocked types.
Nothing is unpacked: of an archive, the list of its contents is read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from email import message_from_bytes
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from threering.channels.contract import Attached


class Danger(StrEnum):
    """What is dangerous about a file."""

    PROGRAM = "program"
    SCRIPT = "script"
    SHORTCUT = "shortcut"
    DISK = "disk image"
    MACRO = "macro"
    PACKED = "packed"
    """An archive or a mail that holds one of the others, or another archive."""
    CLOSED = "closed"
    """An archive into which nobody can look."""
    DISGUISED = "disguised"
    """Its name reads differently from what it is."""


ENDINGS = {
    Danger.PROGRAM: (
        "exe com scr pif cpl dll sys drv ocx msi msp mst msix msixbundle appx appxbundle ade adp"
        " app apk aab ipa deb rpm pkg run bin jar jnlp xll gadget mde"
    ),
    Danger.SCRIPT: (
        "bat cmd js jse mjs vb vbe vbs ws wsc wsf wsh hta ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 psd1"
        " sh bash csh ksh zsh command py pyw pyz pl rb php reg inf ins isp sct shb shs mht mhtml"
        " chm hlp"
    ),
    Danger.SHORTCUT: (
        "lnk url scf desktop webloc library-ms search-ms appref-ms theme settingcontent-ms"
    ),
    Danger.DISK: "iso img vhd vhdx vmdk dmg toast udf",
    Danger.MACRO: "docm dotm xlsm xltm xlam pptm potm ppam ppsm sldm slk",
    Danger.CLOSED: "rar 7z cab ace arj lzh lha z xz bz2 tar tgz tbz txz gz",
}
BY_ENDING = {end: danger for danger, ends in ENDINGS.items() for end in ends.split()}
BY_TYPE = {
    "application/x-msdownload": Danger.PROGRAM,
    "application/x-msdos-program": Danger.PROGRAM,
    "application/x-dosexec": Danger.PROGRAM,
    "application/x-executable": Danger.PROGRAM,
    "application/java-archive": Danger.PROGRAM,
    "application/hta": Danger.SCRIPT,
    "application/x-sh": Danger.SCRIPT,
    "application/x-ms-shortcut": Danger.SHORTCUT,
    "application/x-iso9660-image": Danger.DISK,
}
BEGINNINGS = (
    (b"\x7fELF", Danger.PROGRAM),
    (b"\xfe\xed\xfa\xce", Danger.PROGRAM),
    (b"\xfe\xed\xfa\xcf", Danger.PROGRAM),
    (b"\xce\xfa\xed\xfe", Danger.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Danger.PROGRAM),
    (b"\xca\xfe\xba\xbe", Danger.PROGRAM),
    (b"#!/", Danger.SCRIPT),
    (b"\x4c\0\0\0\x01\x14\x02\0", Danger.SHORTCUT),
    (b"Rar!\x1a\x07", Danger.CLOSED),
    (b"7z\xbc\xaf\x27\x1c", Danger.CLOSED),
    (b"MSCF\0\0\0\0", Danger.CLOSED),
)
OLD_OFFICE, OLD_MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "_VBA_PROJECT".encode("utf-16-le")
ZIP, ZIP_ENDS, LONGEST_LIST = b"PK\x03\x04", b"PK\x05\x06", 1_000_000  # bytes of its contents' list
TURNED = re.compile("[\u202d\u202e]")
MAIL, LETTERHEAD = "message/rfc822", ".eml"


def danger_of(file: Attached) -> Danger | None:
    """What is dangerous about a file, None where nothing is."""
    if TURNED.search(file.filename):
        return Danger.DISGUISED
    if named := _by_name(file.filename) or BY_TYPE.get(file.content_type.lower()):
        return named
    return _by_content(file)


def _by_name(name: str) -> Danger | None:
    """By its last ending; Windows drops dots and spaces behind it."""
    before, dot, ending = name.rstrip(". \t").lower().rpartition(".")
    return BY_ENDING.get(ending.strip()) if dot and before else None


def _by_content(file: Attached) -> Danger | None:
    content = file.content
    for beginning, danger in BEGINNINGS:
        if content.startswith(beginning):
            return danger
    if content.startswith(b"MZ") and b"\0" in content[:64]:
        return Danger.PROGRAM
    if content.startswith(OLD_OFFICE):
        return Danger.MACRO if OLD_MACROS in content else None
    if content.startswith(ZIP):
        return _of_zip(content)
    if file.content_type.lower() == MAIL or file.filename.lower().endswith(LETTERHEAD):
        return _of_mail(content)
    return None


def _of_zip(content: bytes) -> Danger | None:
    """By the list of its contents. One that is too long or wrong cannot be looked into."""
    end = content.rfind(ZIP_ENDS)
    if end < 0 or int.from_bytes(content[end + 12 : end + 16], "little") > LONGEST_LIST:
        return Danger.CLOSED
    try:
        with ZipFile(BytesIO(content)) as archive:
            listed = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
        return Danger.CLOSED
    names = [one.filename for one in listed]
    if any(one.flag_bits & 1 for one in listed):
        return Danger.CLOSED
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return Danger.MACRO
    office = "[Content_Types].xml" in names  # holds parts that are called .bin and harm nobody
    return None if office else _packed(names)


def _packed(names: Iterable[str]) -> Danger | None:
    harmful = any(_by_name(name) or TURNED.search(name) for name in names)
    nested = any(name.lower().endswith(".zip") for name in names)
    return Danger.PACKED if harmful or nested else None


def _of_mail(content: bytes) -> Danger | None:
    """By the names and types of what is attached to it."""
    parts = list(message_from_bytes(content).walk())
    named = any(_by_name(part.get_filename("") or "") for part in parts)
    typed = any(part.get_content_type() in BY_TYPE for part in parts)
    return Danger.PACKED if named or typed else None
