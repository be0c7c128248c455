"""What keeps us from working on a machine, in sentences."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from threering.runtime import readiness


def test_a_folder_that_is_not_there_yet_is_judged_by_what_is(tmp_path: Path) -> None:
    assert readiness.writable(tmp_path / "not" / "yet").well


@pytest.mark.parametrize(("flags", "said"), [(os.ST_RDONLY, "read-only"), (0, "is not writable")])
def test_a_folder_that_cannot_be_written_is_said_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: int, said: str
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=flags))
    assert said in readiness.writable(tmp_path).what


def test_too_little_room_is_said_in_megabytes(tmp_path: Path) -> None:
    assert readiness.space(tmp_path).well
    assert "is nearly full" in readiness.space(tmp_path, least=2**80).what
