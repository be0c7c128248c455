"""Every test run has a PostgreSQL of its own: the embedded one, in a folder that is thrown away.

Loaded as a plugin before Django reads its settings. DATABASE_URL, where set, is used instead. Tests
that run side by side have a server each: an open transaction is seen by its whole server.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from threering.runtime.postgres import EmbeddedPostgres

OURS = "THREERING_TESTS_DATABASE_URL"
"""Set by the process that starts the others: what they inherit is its server, not the user's."""
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start() -> None:
    """Start PostgreSQL and point the settings at it."""
    root = Path(tempfile.mkdtemp(prefix="threering-tests-"))
    root.chmod(0o755)
    os.environ["THREERING_DATA"] = str(root / "data")
    os.environ["THREERING_SECRET_KEY"] = "a-secret-of-the-tests-and-of-nothing-else"
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    if os.environ.get("DATABASE_URL", "") == os.environ.get(OURS, ""):
        server = EmbeddedPostgres(root / "postgres", settings=FAST)
        server.start()
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = os.environ[OURS] = server.url


start()
