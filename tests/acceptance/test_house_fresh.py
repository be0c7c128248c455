"""The house, point 1a: a fresh clone, and nothing there but Python and make."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from tests.acceptance.fresh import Clone, cloned
from tests.acceptance.house import is_free, wait_until
from tests.acceptance.visitor import Answer, Visitor, tickets

pytestmark = [pytest.mark.acceptance, pytest.mark.full]
Record = Callable[[str, object], None]
INSTANT = 3.0  # seconds


@dataclass
class First:
    """What happened when somebody typed the two commands for the first time."""

    clone: Clone
    node_was_there: bool
    seconds: float = 0.0
    said: str = ""
    page: Answer | None = None
    address: str = ""
    ticket: str = ""
    outbox: str = ""
    ended_after: float = 0.0
    left_over: list[int] = field(default_factory=list)
    setups: list[float] = field(default_factory=list)


@pytest.fixture(scope="module")
def first() -> Iterator[First]:
    with cloned() as clone:
        node = shutil.which("node", path=clone.environment["PATH"])
        found = First(clone, node_was_there=bool(node))
        began = time.monotonic()
        with clone.demo() as process:
            found.seconds = time.monotonic() - began
            found.said = clone.output()
            _use(found)
            found.ended_after = clone.ctrl_c(process)
        ports = (clone.port, clone.smtp, clone.outbox)
        found.left_over = [port for port in ports if not is_free(port)]
        for _ in range(2):
            began = time.monotonic()
            done = clone.make("setup")
            assert done.returncode == 0, done.stdout + done.stderr
            found.setups.append(time.monotonic() - began)
        yield found


def _use(found: First) -> None:
    """Do what the screen says: sign in, send the mail, answer it, look at the outbox."""
    login, password = sign_in_words(found.said)
    visitor = Visitor(found.clone.port)
    found.page = visitor.get("/login")
    visitor.sign_in(login, password)
    known = set(tickets(visitor, "open"))
    subprocess.run(
        ["/bin/sh", "-c", mail_line(found.said)], env=found.clone.environment, check=True
    )
    new = wait_until(lambda: set(tickets(visitor, "open")) - known, "the new ticket")
    found.address = next(iter(new))
    found.ticket = visitor.get(found.address).text
    words = f"Here it comes, {uuid4().hex}"
    address = found.address.replace("/tickets/open/", "/t/") + "/reply"
    form = {"kind": "reply", "text": words, "key": str(uuid4())}
    assert visitor.post(address, form).status == 201

    def left() -> str:
        link = visitor.get("/outbox").tree.css_first("li.row > a")
        text = visitor.get(str(link.attributes["href"])).text if link else ""
        return text if words in text else ""

    found.outbox = wait_until(left, "the reply is in the outbox")


def sign_in_words(said: str) -> tuple[str, str]:
    """A login and the password, as printed."""
    login = re.search(r"^\s+(\S+@\S+)\s+admin\b", said, re.MULTILINE)
    password = re.search(r"the password is (\S+)", said)
    assert login, said
    assert password, said
    return login[1], password[1]


def mail_line(said: str) -> str:
    """The one line that sends a mail, as printed."""
    line = re.search(r"^\s*(python3 -c .*smtplib.*)$", said, re.MULTILINE)
    assert line, said
    return line[1]


def test_1a_make_demo_works_where_only_python_and_make_were(
    first: First, record_property: Record
) -> None:
    record_property("seconds with installing", f"{first.seconds:.0f}")
    assert not first.node_was_there
    assert first.page
    assert first.page.status == 200
    assert "Sign in" in first.page.text


def test_1a_the_printed_line_sends_a_mail_that_becomes_a_ticket(first: First) -> None:
    assert "Where is my parcel?" in first.ticket


def test_1a_the_reply_can_be_read_on_the_outbox_page(first: First) -> None:
    assert "In-Reply-To" in first.outbox


def test_1a_ctrl_c_stops_make_demo_cleanly(first: First, record_property: Record) -> None:
    record_property("seconds", f"{first.ended_after:.1f}")
    assert first.left_over == []
    assert "Traceback" not in first.clone.output()


def test_1a_make_setup_again_is_instant(first: First, record_property: Record) -> None:
    record_property("seconds", [f"{seconds:.1f}" for seconds in first.setups])
    assert max(first.setups) < INSTANT


def test_1a_make_demo_again_finds_the_data(first: First) -> None:
    with first.clone.demo():
        visitor = Visitor(first.clone.port).sign_in(*sign_in_words(first.said))
        assert "Where is my parcel?" in visitor.get(first.address).text


def test_1a_make_test_works_up_to_the_tests_themselves(first: First) -> None:
    """Everything `make test` does, its tests only collected: running them would never end."""
    done = first.clone.make("test", PYTEST_ADDOPTS="--collect-only")
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert "test_1a_make_test_works" in done.stdout or "tests collected" in done.stdout
