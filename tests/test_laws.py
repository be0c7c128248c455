"""What must always be true of the code, and is cheap to check."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from procrastinate.contrib.django import app

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "threering").rglob("*.py"))
HEAVY = ("numpy", "duckdb", "pyarrow", "pandas", "ibis")


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_job_that_is_named_exists() -> None:
    named = {
        node.args[0].value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "later"
        and isinstance(node.args[0], ast.Constant)
    }
    decided = {
        node.args[1].value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "ledger.decide"
        and isinstance(node.args[1], ast.Constant)
    }
    assert decided
    assert named | decided <= set(app.tasks)


def test_every_job_has_a_retry_strategy() -> None:
    ours = [t for t in app.tasks.values() if (t.func.__module__ or "").startswith("threering")]
    assert ours
    assert all(task.retry_strategy for task in ours)


def test_pages_and_live_load_nothing_heavy() -> None:
    asks = (
        "import sys, django; django.setup(); import threering.runtime.asgi, threering.web.urls; "
        f"print(*[m for m in {HEAVY} if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""


def test_stories_neither_loop_nor_touch_the_wire() -> None:
    wires = {"smtplib", "httpx", "urllib", "socket", "http"}
    for path in (ROOT / "threering" / "stories").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [getattr(node, "module", "") or "", *(a.name for a in node.names)]
                assert not wires & {name.partition(".")[0] for name in names}, path
            assert not isinstance(node, ast.For | ast.While), path


def test_no_lock_file_carries_a_download_address() -> None:
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"]
    assert len(locks) == 4
    for lock in locks:
        assert "resolved" not in lock.read_text(), lock
        assert "://" not in "".join(
            line for line in lock.read_text().splitlines(keepends=True) if '"url"' not in line
        ), lock


def test_every_story_is_on_the_map() -> None:
    told = (ROOT / "docs" / "map.md").read_text()
    stories = {path.stem for path in (ROOT / "threering" / "stories").glob("[!_]*.py")}
    assert not {story for story in stories if f"`{story}`" not in told}


def test_nothing_asks_other_servers_around_the_guard() -> None:
    """`requests` looks names up for itself and follows redirects; so do its like."""
    free = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client"}
    known = {
        "channels/email/providers.py",  # its words for what went wrong; anymail asks
        "kernel/http.py",  # the guard
        "runtime/supervisor.py",  # asks our own processes whether they answer
        "runtime/welcome.py",  # asks the web process of this machine
        "web/signing/asking.py",  # opens its connections through the guard
        "web/signing/elsewhere.py",  # its words for what went wrong
    }
    found = {
        str(path.relative_to(ROOT / "threering"))
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(f"{name}.".startswith(f"{one}.") for name in _imported(node) for one in free)
    }
    assert found == known


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{one.name}" for one in node.names]
    return [one.name for one in node.names]
