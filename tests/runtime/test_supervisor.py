"""`threering start` over tiny children: here the supervisor itself is what is tested."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from threering.runtime import processes
from threering.runtime.env import Address
from threering.runtime.supervisor import accepts

HOUSE = Path(__file__).with_name("fake_house.py")


class House:
    """One running supervisor and what it says."""

    def __init__(self, folder: Path, addresses: list[Address], **more: str) -> None:
        self.folder = folder
        self.web, self.smtp = addresses[:2]
        self.ended = folder / "ended"
        self.environment = {
            **os.environ,
            "DATABASE_URL": "",
            "THREERING_DATA": str(folder / "data"),
            "THREERING_ADDRESS": str(self.web),
            "THREERING_SMTP_LISTEN": str(self.smtp),
            "ENDED": str(self.ended),
            "PYTHONPATH": str(Path.cwd()),
            **more,
        }

    @contextmanager
    def start(self) -> Iterator[subprocess.Popen[str]]:
        """Start it; whatever the test leaves of it is killed."""
        words = [sys.executable, str(HOUSE), "start"]
        with subprocess.Popen(
            words, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def children(self, process: subprocess.Popen[str]) -> dict[str, psutil.Process]:
        """The supervisor's children by role; the server is `postgres`.

        One may end as we look, or be between two programs, where it has no words.
        """
        found = {}
        for child in psutil.Process(process.pid).children():
            with suppress(psutil.NoSuchProcess):
                name = child.name()
                words = [name] if name == "postgres" else child.cmdline()
                found.update({word: child for word in words[-1:]})
        return found


def wait_for(process: subprocess.Popen[str], words: str) -> list[str]:
    """Read what the supervisor says until it says `words`."""
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line.strip())
        if words in line:
            return said
    raise AssertionError(f"It ended without saying {words!r}:\n" + "\n".join(said))


@pytest.fixture
def house(open_folder: Path, free_addresses: list[Address]) -> House:
    return House(open_folder, free_addresses)


def test_everything_opens_and_stops_in_order(house: House) -> None:
    with house.start() as process:
        wait_for(process, "Threering is open")
        assert set(house.children(process)) == {"postgres", "web", "worker", "listeners"}
        assert processes.wait_until(house.ended.exists, patience=10)
        server = house.children(process)["postgres"]
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
        assert not server.is_running()
    assert house.ended.read_text().split() == ["listeners", "web", "worker"]


@pytest.mark.parametrize("hosts", ["*", ".example.com", "desk.example.com"])
def test_it_opens_whatever_names_it_is_called_by(house: House, hosts: str) -> None:
    house.environment["THREERING_HOSTS"] = hosts
    with house.start() as process:
        wait_for(process, "Threering is open")
        process.terminate()
        assert process.wait() == 0


def test_a_second_instance_says_so_and_touches_nothing(house: House) -> None:
    with house.start() as process:
        wait_for(process, "Threering is open")
        before = house.children(process)
        with house.start() as second:
            said = wait_for(second, "already runs here")[-1]
            assert second.wait() == 1
        assert f"process {process.pid}, http://{house.web}" in said
        assert house.children(process) == before
        process.terminate()
        assert process.wait() == 0


@pytest.mark.parametrize("role", ["web", "worker", "listeners", "postgres"])
def test_whatever_is_killed_is_started_again(house: House, role: str) -> None:
    with house.start() as process:
        wait_for(process, "Threering is open")
        victim = house.children(process)[role]
        victim.kill()
        wait_for(process, "starting it again")
        assert processes.wait_until(
            lambda: house.children(process).get(role, victim) != victim, patience=30
        )
        assert processes.wait_until(lambda: accepts(house.web) and accepts(house.smtp), 30)
        process.terminate()
        assert process.wait() == 0


def test_a_killed_supervisor_takes_all_with_it_and_the_next_start_finds_all(house: House) -> None:
    with house.start() as process:
        wait_for(process, "Threering is open")
        children = list(house.children(process).values())
        process.kill()
        process.wait()
        with house.start() as heir:
            wait_for(heir, "Threering is open")
            assert processes.ended(children, patience=0)
            heir.terminate()
            assert heir.wait() == 0


def test_a_taken_port_is_said_with_who_holds_it(house: House) -> None:
    with subprocess.Popen([sys.executable, str(HOUSE), "web"], env=house.environment) as stranger:
        assert processes.wait_until(lambda: accepts(house.web), 30)
        with house.start() as process:
            said = wait_for(process, "is taken by")[-1]
            assert process.wait() == 1
        assert str(stranger.pid) in said
        stranger.kill()


def test_a_failed_migration_stops_the_start(house: House) -> None:
    house.environment["MIGRATE_ENDS_WITH"] = "3"
    with house.start() as process:
        wait_for(process, "`threering migrate` ended with code 3")
        assert process.wait() == 1
    assert not list(processes.postgres_in(house.folder / "data" / "postgres" / "data"))


def test_a_child_that_never_stays_up_stops_the_start(house: House) -> None:
    house.environment["ENDS_AT_ONCE"] = "web"
    with house.start() as process:
        wait_for(process, "`threering web` does not stay up")
        assert process.wait() == 1


def test_a_stop_while_starting_stops(house: House) -> None:
    house.environment["MIGRATE_TAKES_FOR_EVER"] = "yes"
    with house.start() as process:
        wait_for(process, "Preparing the database")
        assert "postgres" in house.children(process)
        process.terminate()
        assert process.wait() == 0
