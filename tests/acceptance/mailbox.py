"""A mailbox on a real server that a house reads, seen through the house's pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import uuid4

from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, wait_until
from tests.acceptance.visitor import Visitor, ledger, messages, text_of
from tests.dovecot import PASSWORD as WORD
from tests.dovecot import USER, Dovecot
from tests.wire import Wire

PACE = 1 / 120
"""An hour of waiting is half a minute."""
HOUR = 3600 * PACE


def letter(
    words: str, *, message_id: str = "new", at: datetime | None = None, sender: str = ""
) -> bytes:
    """A mail that says these words. `message_id`: one of its own, "" for none, or this one."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender or f"{uuid4().hex[:8]}@shopper.example"
    made["To"], made["Subject"] = INBOX, f"About {words}"
    if message_id:
        made["Message-ID"] = f"<{uuid4().hex}@x.test>" if message_id == "new" else message_id
    if at:
        made["Date"] = format_datetime(at)
    made.set_content(f"It says {words}.")
    return made.as_bytes()


def some_words() -> str:
    """Words that are found nowhere else."""
    return f"words{uuid4().hex}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says of a mailbox."""

    state: str
    alarms: dict[str, str]
    """Words by cause."""
    past: str
    compared: str
    mark: str


@dataclass
class Read:
    """One folder that is read for the house's inbox."""

    house: Installation
    server: Dovecot
    wire: Wire
    folder: str
    said: list[str] = field(default_factory=list)
    lead: Visitor | None = None

    def begin(self) -> None:
        """Make the folder and have it read."""
        with self.server.signed_in() as client:
            client.create_folder(self.folder)
        self.add()

    def add(self, *more: str) -> None:
        """`threering mailbox add`."""
        words = ("--host", "127.0.0.1", "--port", str(self.wire.port), "--user", USER)
        words += ("--folder", self.folder, *more)
        self.house.must("mailbox", "add", INBOX, *words, "--password-stdin", text=WORD + "\n")

    def write(self, count: int, *, at: datetime | None = None, folder: str = "") -> list[str]:
        """So many mails with words of their own arrive on the server; the words."""
        words = [some_words() for _ in range(count)]
        self.put([letter(each, at=at) for each in words], words, at=at, folder=folder)
        return words

    def put(
        self,
        mails: Sequence[bytes],
        words: Sequence[str],
        *,
        at: datetime | None = None,
        folder: str = "",
    ) -> None:
        """These mails arrive on the server, saying these words."""
        self.server.append(mails, folder or self.folder, at)
        self.said += words

    def visitor(self) -> Visitor:
        """The lead of the house."""
        if self.lead is None:
            self.lead = Visitor(self.house.port).sign_in(AGENT, PASSWORD)
        return self.lead

    def told(self, words: str) -> int:
        """How often these words stand in all tickets together, as the search finds them."""
        lead = self.visitor()
        rows = lead.insist("GET", f"/tickets/all/list?q={words}").tree.css("li.row > a")
        pages = [messages(lead, str(row.attributes["href"]).partition("?")[0]) for row in rows]
        return sum(words in said.text for page in pages for said in page)

    def wait_for(self, words: str, patience: float = 120) -> None:
        """Until these words are in a ticket."""
        wait_until(lambda: self.told(words), f"{words} is there", patience=patience, step=0.2)

    def wait_for_all(self) -> None:
        """Until all words are there and nothing waits; then each has to be there once."""
        for words in reversed(self.said):
            self.wait_for(words)
        lead = self.visitor()
        wait_until(lambda: not ledger(lead, "?outcome=waiting"), "nothing waits")
        assert {words: n for words in self.said if (n := self.told(words)) != 1} == {}

    def shown(self, folder: str = "") -> Shown:
        """What the ledger's page says of it now."""
        page = self.visitor().get("/ledger/inboxes").tree
        for box in page.css("li.way--box"):
            if text_of(box, ".muted") == (folder or self.folder):
                alarms = {
                    str(alarm.attributes["data-cause"]): alarm.text()
                    for alarm in box.css(".way__alarm")
                }
                past = box.css_first(".way__past")
                return Shown(
                    text_of(box, ".pill"),
                    alarms,
                    str(past.attributes["data-cause"]) if past else "",
                    text_of(box, ".way__compared"),
                    text_of(box, ".way__mark"),
                )
        raise AssertionError(f"the page does not show the folder {folder or self.folder}")

    def wait_for_alarm(self, cause: str) -> str:
        """Until the page shows an alarm of this cause; its words."""
        return wait_until(lambda: self.shown().alarms.get(cause), f"an alarm: {cause}", step=0.2)

    def wait_until_well(self, folder: str = "") -> Shown:
        """Until the page shows no alarm, and that the folder was read to its end."""

        def well() -> Shown | None:
            shown = self.shown(folder)
            return shown if shown.state == "Read to its end" and not shown.alarms else None

        return wait_until(well, "the mailbox is well", step=0.2)
