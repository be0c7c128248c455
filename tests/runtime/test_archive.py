"""The file of a backup: whole or refused, whatever happens to it on its way."""

from __future__ import annotations

import gzip
import hashlib
import io
from pathlib import Path

import pytest

from threering.runtime import archive, keyring
from threering.runtime.archive import Damaged, Tally

SECRET = "a secret of the tests"


def write(path: Path, *, end: bool = True) -> None:
    """A small backup of one table in two pieces and one file."""
    tally = Tally()
    with archive.new(path) as writer:
        writer.json(archive.HEAD, {"format": archive.FORMAT, "key": keyring.put(SECRET, "")})
        rows = [b"first piece", b"second piece"]
        for number, piece in enumerate(rows, 1):
            writer.piece("things", number, piece)
        digest = hashlib.sha256(b"".join(rows)).hexdigest()
        tally.tables["things"] = {"rows": 2, "sha256": digest}
        writer.blob("blobs/ab/cdab", 6, io.BytesIO(b"sealed"))
        tally.blob("blobs/ab/cdab", *archive.digest_of(io.BytesIO(b"sealed")))
        if end:
            writer.json(archive.MANIFEST, {"sequences": {}, "missing": [], **tally.told()})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "today.backup"
    write(made)
    return made


def test_a_whole_backup_says_what_is_in_it(path: Path) -> None:
    told = archive.checked(path)
    assert told["tables"]["things"]["rows"] == 2
    assert (told["blobs"]["count"], told["blobs"]["bytes"]) == (1, 6)
    assert archive.head_of(path)["format"] == archive.FORMAT
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o077 == 0


def test_one_that_lacks_its_end_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "cut.backup", end=False)
    with pytest.raises(Damaged, match="cut off"):
        archive.checked(tmp_path / "cut.backup")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_one_that_was_cut_is_refused(path: Path, share: float) -> None:
    whole = path.read_bytes().rstrip(b"\0")  # a tar ends with zeros
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Damaged):
        archive.checked(path)


@pytest.mark.parametrize("word", [gzip.compress(b"second piece", 1, mtime=0)[10:], b"sealed"])
def test_a_changed_byte_is_found(path: Path, word: bytes) -> None:
    whole = path.read_bytes()
    assert word in whole
    path.write_bytes(whole.replace(word, word[:2] + bytes([word[2] ^ 1]) + word[3:], 1))
    with pytest.raises(Damaged):
        archive.checked(path)


def test_any_other_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"From: somebody\n\nno backup")
    with pytest.raises(Damaged):
        archive.head_of(other)


def test_a_name_that_is_taken_stays_what_it_is(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError), archive.new(path):
        pass
    assert path.read_bytes() == before


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        with archive.new(tmp_path / "never") as writer:
            writer.json(archive.HEAD, {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_do_not_write_one_file(tmp_path: Path) -> None:
    with archive.new(tmp_path / "one") as writer:
        writer.json(archive.HEAD, {"format": archive.FORMAT})
        with pytest.raises(BlockingIOError), archive.new(tmp_path / "one"):
            pass
    assert (tmp_path / "one").exists()


def test_only_the_right_secret_fits() -> None:
    told = keyring.put(SECRET, "")
    assert keyring.fits(told, SECRET)
    assert not keyring.fits(told, "another")
    assert SECRET not in str(told)


def test_the_secret_comes_back_under_its_passphrase_only() -> None:
    told = keyring.put(SECRET, "five words that nobody guesses")
    assert keyring.take(told, "five words that nobody guesses") == SECRET
    with pytest.raises(keyring.WrongKey, match="passphrase"):
        keyring.take(told, "five words")
    with pytest.raises(keyring.WrongKey, match="without a passphrase"):
        keyring.take(keyring.put(SECRET, ""), "five words")
