"""`make verify` trusts a result only on the very code that gave it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from scripts.verify import state


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@x.test"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def test_the_name_of_the_code_changes_with_what_a_new_file_holds(tmp_path: Path) -> None:
    git(tmp_path, "init")
    git(tmp_path, "commit", "--allow-empty", "-m", "Begin")
    clean = state(tmp_path)
    assert "+" not in clean
    new = tmp_path / "new.py"
    new.write_text("one")
    one = state(tmp_path)
    new.write_text("two")
    assert len({clean, one, state(tmp_path)}) == 3
    new.write_text("one")
    assert state(tmp_path) == one
