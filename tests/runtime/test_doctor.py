"""The doctor on machines with different troubles."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from threering.runtime import doctor, lock
from threering.runtime.env import Address


def test_it_says_what_is_missing_where_nothing_runs(
    open_folder: Path, free_address: Address
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "threering", "doctor", "--data", str(open_folder / "new")],
        env={"PATH": "/usr/bin:/bin", "THREERING_ADDRESS": str(free_address)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "WRONG  No server for outgoing mail" in done.stdout
    assert "Set THREERING_SMTP_URL" in done.stdout
    assert f"ok     {free_address} is free" in done.stdout
    assert "not running" in done.stdout
    assert not (open_folder / "new").exists(), "it only looks"


def test_a_database_that_does_not_answer_is_said(open_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "threering", "doctor", "--data", str(open_folder)],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WRONG  PostgreSQL does not answer" in done.stdout
    assert "Is DATABASE_URL right" in done.stdout


def test_a_port_is_wrong_when_a_stranger_has_it_and_right_when_we_run() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        address = Address("127.0.0.1", held.getsockname()[1])
        assert not doctor.port(address, None).well
        assert doctor.port(address, "process 1, here").well


def test_outgoing_mail_that_nobody_takes_is_wrong(free_address: Address) -> None:
    finding = doctor.outgoing(f"smtp://{free_address}")
    assert not finding.well
    assert str(free_address) in finding.what


def test_a_full_disk_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_SPACE", 2**80)
    assert not doctor.space(tmp_path / "not" / "yet").well


def test_the_settings_of_the_running_one_are_taken_over_only_where_there_is_one(
    tmp_path: Path,
) -> None:
    assert lock.holder(tmp_path) is None
    doctor.adopt_settings("process 999999999, gone")
