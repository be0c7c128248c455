"""One installation, one supervisor."""

from __future__ import annotations

from pathlib import Path

import pytest

from threering.runtime import lock


def test_the_second_is_refused_with_the_words_of_the_first(tmp_path: Path) -> None:
    with (
        lock.held(tmp_path, "http://127.0.0.1:8000"),
        pytest.raises(lock.AlreadyRuns, match=r"process \d+, http://127.0.0.1:8000"),
        lock.held(tmp_path, "another"),
    ):
        raise AssertionError("both hold it")


def test_whoever_only_looks_learns_who_runs(tmp_path: Path) -> None:
    assert lock.holder(tmp_path / "nothing") is None
    with lock.held(tmp_path, "here"):
        assert str(lock.holder(tmp_path)).endswith("here")
    assert lock.holder(tmp_path) is None


def test_what_an_earlier_holder_wrote_is_replaced(tmp_path: Path) -> None:
    with lock.held(tmp_path, "a rather long description"):
        pass
    with lock.held(tmp_path, "short"):
        assert str(lock.holder(tmp_path)).count("process") == 1
