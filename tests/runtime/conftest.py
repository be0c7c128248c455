"""What the tests of the runtime share: a folder everybody may enter, ports nobody uses."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port
from threering.runtime.env import Address


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A temporary folder that an unprivileged PostgreSQL may pass; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="threering-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def free_address() -> Address:
    """An address nobody listens on."""
    return Address("127.0.0.1", free_port())


@pytest.fixture
def free_addresses() -> list[Address]:
    """Three of them."""
    return [Address("127.0.0.1", free_port()) for _ in range(3)]
