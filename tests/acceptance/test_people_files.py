"""People and safety, point 2: files that want to be more than files."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote, unquote
from uuid import uuid4

import pytest

from tests.acceptance.attacks import ticket_of
from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import key_of, mail, normal
from tests.acceptance.visitor import Arrived, Visitor, ledger

pytestmark = pytest.mark.acceptance
BECOMES = {
    "zip": ("Message", ""),
    "image": ("Message", ""),
    "nested": ("Message", ""),
    "parts": (
        "Quarantined",
        "The mail is nested too deeply, or has too many parts, to be read.",
    ),
    "entities": ("Message", ""),
}
"""The outcome of each bomb in the ledger, and why."""
MIXED = "MIME-Version: 1.0\nContent-Type: multipart/mixed"


def _head(mark: str) -> str:
    lines = (f"To: {HELP}", f"Subject: File {mark}", f"Message-ID: <{mark}@shopper.example>")
    return "\n".join(("From: ann@shopper.example", *lines, ""))


def bombs() -> dict[str, bytes]:
    """Mails that are small, and large for whoever opens them all the way."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", bytes(200 * 2**20))
    nested = "hello"
    for depth in range(400):
        edge = f"e{depth}"
        nested = f"Content-Type: multipart/mixed; boundary={edge}\n\n--{edge}\n{nested}\n--{edge}--"
    parts = "".join(f"--e\nContent-Type: text/plain\n\n{n}\n" for n in range(20_000))
    return {
        "zip": _with_file(zipped.getvalue(), "application", "zip", "photos.zip"),
        "image": _with_file(_huge_picture(), "image", "png", "photo.png"),
        "nested": f"MIME-Version: 1.0\n{nested}".encode(),
        "parts": f"{MIXED}; boundary=e\n\n{parts}--e--".encode(),
        "entities": _with_file(ENTITIES, "image", "svg+xml", "photo.svg"),
    }


ENTITIES = (
    b"<!DOCTYPE l [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b"]><svg xmlns='http://www.w3.org/2000/svg'><text>&k;</text></svg>"
)


def _huge_picture() -> bytes:
    """A hundred thousand dots high and wide, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10**6)))
        + chunk(b"IEND", b"")
    )


def _with_file(data: bytes, kind: str, subtype: str, name: str) -> bytes:
    made = EmailMessage(policy=SMTP)
    made.set_content("Look.")
    made.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    return made.as_bytes()


@pytest.mark.parametrize("kind", ["zip", "image", "nested", "parts", "entities"])
def test_2f_a_bomb_is_stored_as_it_came_and_opens_nowhere(
    demo: Demo, kind: str, record_property: Callable[[str, object], None]
) -> None:
    mark, owner = uuid4().hex, demo.visitor("nadia")
    raw = normal(_head(mark).encode() + bombs()[kind])
    before = _memory(demo)
    demo.mailer.deliver(raw, HELP)

    def arrived() -> Arrived | None:
        found = (one for one in ledger(owner) if one.key == key_of(raw))
        return next((one for one in found if one.outcome != "Waiting"), None)

    found = wait_until(arrived, "the bomb has an outcome")
    assert (found.outcome, found.reason) == BECOMES[kind]
    assert bool(found.ticket) == (found.outcome == "Message")
    if found.ticket:
        assert owner.get(found.ticket).status == 200
    peaks = _memory(demo, "VmHWM")
    assert peaks.keys() == before.keys(), "it ended a process"
    grown = sum(peaks.values()) - sum(before.values())
    record_property(f"memory grown by {kind} at its peak, MB", round(grown / 2**20))
    assert grown < 300 * 2**20
    after = mail("After", to=HELP, subject=f"After {mark}")
    demo.mailer.deliver(after, HELP)
    wait_until(
        lambda: [a for a in ledger(owner) if a.key == key_of(after)], "the next one is there"
    )


def _memory(demo: Demo, line: str = "VmRSS") -> dict[int, int]:
    """Bytes that each of our processes holds, without PostgreSQL's; "VmHWM": held at the most.

    The most is counted from the last time that somebody asked for what they hold now.
    """
    found = {}
    for role, child in demo.house.children().items():
        if role != "postgres":
            if line == "VmRSS":
                Path(f"/proc/{child.pid}/clear_refs").write_text("5")
            status = Path(f"/proc/{child.pid}/status").read_text()
            (held,) = re.findall(rf"{line}:\s+(\d+) kB", status)
            found[child.pid] = int(held) * 1024
    return found


PATHS = [
    "../../../../tmp/evil",
    "..\\..\\evil.exe",
    "/etc/passwd",
    "C:\\evil",
    "a\u202egpj.exe",
    "x\r\nX-Evil: 1",
]


def _handed_out(owner: Visitor, ticket: str) -> str:
    """Where the file of a ticket is, which is released if it was held."""
    tree = owner.get(ticket).tree
    if held := tree.css_first(".file--held [data-post]"):
        place = str(held.attributes["data-post"])
        assert owner.get(place.removesuffix("/held")).status == 403
        assert owner.post(place, {"held": "0"}).status == 204
        return place.removesuffix("/held")
    return next(str(a.attributes["href"]) for a in tree.css("a[href^='/attachments/']"))


@pytest.mark.parametrize("name", PATHS)
def test_2g_a_files_name_leads_nowhere(demo: Demo, name: str) -> None:
    mark, owner = uuid4().hex, demo.visitor("nadia")
    edge = "edge"
    disposition = f"filename*=utf-8''{quote(name)}"
    text = (
        f"{_head(mark)}{MIXED}; boundary={edge}\n\n--{edge}\n"
        f"Content-Type: text/plain\n\nLook {mark}\n--{edge}\nContent-Type: text/plain\n"
        f"Content-Disposition: attachment; {disposition}\n\ninside\n--{edge}--\n"
    )
    demo.mailer.deliver(normal(text.encode()), HELP)
    file = _handed_out(owner, ticket_of(owner, mark))
    answer = owner.get(file)
    told = unquote(answer.headers["content-disposition"])
    assert answer.text.strip() == "inside"
    assert "x-evil" not in answer.headers
    assert not re.search(r"[/\\\u202e\r\n]", told.partition("filename")[2])
    assert answer.headers["content-security-policy"].endswith("sandbox")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../manage.py",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/attachments/..%2f..%2fetc%2fpasswd",
        "/static//etc/passwd",
    ],
)
def test_2g_an_address_leads_to_no_other_file(demo: Demo, path: str) -> None:
    answer = demo.visitor("orla").get(path)
    assert answer.status in {301, 302, 400, 404}
    assert "root:" not in answer.text
