"""The `threering` command from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from threering.runtime.cli import main, parser

COMMANDS = [
    "start",
    "web",
    "live",
    "worker",
    "listeners",
    "migrate",
    "seed-demo",
    "doctor",
    "createclient",
    "createagent",
    "hook",
]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().out
    assert set(COMMANDS) <= {line.split()[0] for line in said.splitlines() if line.strip()}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert "THREERING_DATA" in capsys.readouterr().out


def test_the_supervisor_stays_small() -> None:
    code = (
        "import sys, threering.runtime.cli, threering.runtime.supervisor;"
        "print(*{'django', 'psycopg', 'granian', 'asyncio'} & set(sys.modules))"
    )
    words = [sys.executable, "-c", code]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() == ""


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with no settings but these."""
    return subprocess.run(
        [sys.executable, "-m", "threering", *words],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    done = run("migrate", "--data", str(tmp_path))
    assert done.returncode == 1
    assert f"There is no database in {tmp_path}" in done.stderr
    assert "threering start" in done.stderr


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    done = run("migrate", "--data", str(tmp_path), DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr.startswith("PostgreSQL does not answer")
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    done = run("start", "--data", str(tmp_path), "--address", "nonsense")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "THREERING_ADDRESS=nonsense" in done.stderr
