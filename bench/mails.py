"""The mails that are read: those of the shared mix where it is, else plain ones of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

SHARED = Path(
    os.environ.get("THREERING_BENCH_DIR")
    or Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
)
MIX, FLOOR = SHARED / "mail_mix.py", SHARED / "mail_floor.py"
TO = "support@shop.example"
WORDS = "The parcel has not come and the courier does not answer the telephone. " * 8


def there_is_a_floor() -> bool:
    """Whether the shared scripts are here; without them no ratio can be measured."""
    return MIX.exists() and FLOOR.exists()


def write(folder: Path, count: int, *, seed: int) -> None:
    """Write so many mails."""
    if there_is_a_floor():
        mix = [sys.executable, str(MIX), "--n", str(count), "--seed", str(seed)]
        subprocess.run([*mix, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)
    else:
        (folder / "orig").mkdir(parents=True)
        for number in range(count):
            path = folder / "orig" / f"{number:06d}.eml"
            path.write_bytes(_plain(seed, number))


def in_order(folder: Path) -> list[Path]:
    """The mails of a folder as they arrive: first what begins a thread, then the answers."""
    return [*sorted(folder.glob("orig/*.eml")), *sorted(folder.glob("reply/*.eml"))]


def read(path: Path) -> bytes:
    """The bytes of a mail; nobody's tag stands in its subject: threading is by headers alone."""
    return path.read_bytes().replace(b"@@TAG@@", b"")


def _plain(seed: int, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Kim Weber <kim.{number % 300}@mail.example>"
    mail["To"], mail["Subject"] = TO, f"Order SO-{seed}{number}"
    mail["Message-ID"] = f"<{seed}.{number}@mail.example>"
    mail["Date"] = "Mon, 05 Jan 2026 08:00:00 +0000"
    mail.set_content(f"Where is my order SO-{seed}{number}?\n\n{WORDS}\n")
    return mail.as_bytes()
