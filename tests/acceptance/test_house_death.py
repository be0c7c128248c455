"""The house, point 3: the supervisor itself is killed, and a pid file lies."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import psutil
import pytest

from tests.acceptance.house import (
    AGENT,
    INBOX,
    PASSWORD,
    ROLES,
    Installation,
    as_user,
    gone,
    small_house,
    wait_until,
)
from tests.acceptance.post import Mailer, key_of, mail, sink
from tests.acceptance.visitor import Visitor, ledger, messages

pytestmark = pytest.mark.acceptance
Record = Callable[[str, object], None]
CLEAN, CRASHED = "database system is shut down", "was not properly shut down"


@dataclass
class Death:
    """A house whose supervisor was killed with a mail just taken, and started again."""

    house: Installation
    sent: list[bytes] = field(default_factory=list)
    family: list[psutil.Process] = field(default_factory=list)
    log_at_death: str = ""
    log_after: str = ""
    seconds: float = 0.0


@pytest.fixture(scope="module")
def death() -> Iterator[Death]:
    with sink() as outgoing, small_house(THREERING_SMTP_URL=outgoing.url) as house:
        found, mailer = Death(house), Mailer(house.smtp)
        found.sent = [mail(f"Words {uuid4().hex}", to=INBOX, subject=str(n)) for n in range(8)]
        for raw in found.sent:
            mailer.deliver(raw, INBOX)
        found.family = house.kill()
        wait_until(lambda: all(map(gone, found.family)), "everything ends by itself", patience=60)
        found.log_at_death = house.postgres_log()
        found.seconds = house.start()
        found.log_after = house.postgres_log()
        yield found


def test_3a_postgres_stops_cleanly_by_itself_when_the_supervisor_is_killed(death: Death) -> None:
    assert len(death.family) > len(ROLES)
    assert death.log_at_death.count(CLEAN) == 1
    assert death.log_at_death.rstrip().endswith(CLEAN)


def test_3a_the_next_start_needs_no_crash_recovery(death: Death) -> None:
    assert CRASHED not in death.log_after
    assert "ready to accept connections" in death.log_after[len(death.log_at_death) :]


def test_3b_the_next_start_recovers_everything(death: Death, record_property: Record) -> None:
    record_property("seconds", f"{death.seconds:.1f}")
    lead = Visitor(death.house.port).sign_in(AGENT, PASSWORD)
    wait_until(lambda: not ledger(lead, "?outcome=waiting"), "nothing waits")
    lines = {line.key: line for line in ledger(lead)}
    assert sorted(lines) == sorted(map(key_of, death.sent))
    said = [messages(lead, line.ticket)[0].text.strip() for line in lines.values()]
    assert len(set(said)) == len(death.sent)


def test_3b_after_it_a_mail_comes_in_as_before(death: Death) -> None:
    lead = Visitor(death.house.port).sign_in(AGENT, PASSWORD)
    raw = mail("After the crash", to=INBOX, subject="After")
    Mailer(death.house.smtp).deliver(raw, INBOX)
    wait_until(lambda: key_of(raw) in {line.key for line in ledger(lead)}, "the mail is there")


def test_3c_a_stale_pid_file_naming_a_foreign_process_does_not_stop_the_start(
    death: Death,
) -> None:
    house = death.house
    pid_file = house.data / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    owner = psutil.Process(int(lines[0])).username()
    house.stop()
    # Of the very user whose PostgreSQL it is: only then does the number look alive to it.
    foreign = subprocess.Popen([str(shutil.which("sleep")), "600"], **as_user(owner))
    try:
        pid_file.write_text("\n".join([str(foreign.pid), *lines[1:]]) + "\n")
        shutil.chown(pid_file, owner)
        house.start()
        assert foreign.poll() is None
        assert Visitor(house.port).sign_in(AGENT, PASSWORD).get("/ledger").status == 200
    finally:
        foreign.kill()
        foreign.wait()
