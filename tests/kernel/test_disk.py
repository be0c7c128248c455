from __future__ import annotations

import os
from pathlib import Path

import pytest

from threering.kernel import disk


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file and folder that was put on the disk, in order."""
    found: list[Path] = []
    ordinary = os.fsync

    def fsync(opened: int) -> None:
        found.append(Path(f"/proc/self/fd/{opened}").readlink())
        ordinary(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def test_the_name_of_a_new_folder_is_on_the_disk(tmp_path: Path, synced: list[Path]) -> None:
    disk.make_lasting(tmp_path / "blobs" / "xx")
    assert (tmp_path / "blobs" / "xx").is_dir()
    assert synced == [tmp_path, tmp_path / "blobs"]


def test_a_folder_that_another_process_made_is_synced_once(
    tmp_path: Path, synced: list[Path]
) -> None:
    (tmp_path / "xx").mkdir()
    disk.make_lasting(tmp_path / "xx")
    disk.make_lasting(tmp_path / "xx")
    assert synced == [tmp_path]


def test_a_folder_that_was_taken_away_is_made_lasting_again(
    tmp_path: Path, synced: list[Path]
) -> None:
    disk.make_lasting(tmp_path / "xx")
    (tmp_path / "xx").rmdir()
    disk.make_lasting(tmp_path / "xx")
    assert synced == [tmp_path, tmp_path]
