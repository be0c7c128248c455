"""`make verify [ISSUE=house]`: the acceptance tests at full size, resumable, as one table.

Each finished test is stored in .verify/<commit>.json; a second run continues where the first was
stopped. A skipped test counts as not met.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from operator import itemgetter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MET = "met"


class Ledger:
    """A pytest plugin: leaves out what was met on this very code, stores each result at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.results = self._stored()
        self.ours: set[str] = set()

    def _stored(self) -> dict[str, dict[str, object]]:
        told: dict[str, dict[str, object]] = {}
        if self.path.exists():
            told = json.loads(self.path.read_text())
        return told

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what was met before."""
        self.ours = {item.nodeid for item in items}
        done = [i for i in items if self.results.get(i.nodeid, {}).get("outcome") == MET]
        if done:
            config.hook.pytest_deselected(items=done)
            items[:] = [item for item in items if item not in done]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Store the call; a failing setup or teardown counts as the test's failure."""
        if report.when != "call" and report.passed:
            return
        outcome = MET if report.passed else "SKIPPED" if report.skipped else "NOT MET"
        figures = ", ".join(f"{name} {value}" for name, value in report.user_properties)
        result = {
            "outcome": outcome,
            "seconds": round(report.duration, 1),
            "figures": figures or (reason(report) if not report.passed else ""),
        }
        # Other parts of the same issue may be running beside this one, and tell theirs.
        self.results = self._stored() | {report.nodeid: result}
        self.path.parent.mkdir(exist_ok=True)
        half = self.path.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(self.results, indent=1))
        half.replace(self.path)

    def table(self) -> str:
        """All results of the chosen tests."""
        rows = [(node, self.results[node]) for node in self.results if node in self.ours]
        lines = [
            f"{row['outcome']:<8} {row['seconds']:>7} s  {node.split('::')[-1]}  {row['figures']}"
            for node, row in sorted(rows, key=itemgetter(0))
        ]
        met = sum(row["outcome"] == MET for _, row in rows)
        return "\n".join([*lines, f"{met} of {len(self.ours)} met on {self.path.stem}"])

    @property
    def complete(self) -> bool:
        """Whether every chosen test is met."""
        return bool(self.ours) and all(
            self.results.get(node, {}).get("outcome") == MET for node in self.ours
        )


def reason(report: pytest.TestReport) -> str:
    """Why it was not met, in one line."""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    return str(report.longreprtext).strip().splitlines()[-1:][0] if report.longreprtext else ""


def state(root: Path = ROOT) -> str:
    """A name for the code as it is: the commit, and a hash of what is changed on top of it.

    What git does not know yet counts with all it holds, not by its name alone.
    """

    def git(*words: str) -> bytes:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
        return done.stdout

    new = git("ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
    files = [root / os.fsdecode(name) for name in sorted(filter(None, new))]
    changes = [git("diff", "--binary", "HEAD"), git("status", "--porcelain", "-z")]
    changes += [path.read_bytes() for path in files if path.is_file()]
    digest = hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in changes))
    on_top = f"+{digest.hexdigest()[:8]}" if any(changes) else ""
    return (git("rev-parse", "--short=12", "HEAD").decode().strip() or "no-commit") + on_top


def main() -> int:
    """Run what is left, print the table; 0 when everything is met."""
    issue = sys.argv[1] if len(sys.argv) > 1 else ""
    where = ROOT / "tests" / "acceptance"
    targets = sorted(where.glob(f"test_{issue}*.py"))
    if not targets:
        print(f"There is no acceptance test of {issue!r} in {where.relative_to(ROOT)}.")
        return 1
    began, ledger = time.monotonic(), Ledger(ROOT / ".verify" / f"{state()}.json")
    # A test may take its time here; telling where all threads stand can itself end the process.
    patient = ["-o", "faulthandler_timeout=0"]
    pytest.main(["-v", "-s", "--no-header", *patient, *map(str, targets)], plugins=[ledger])
    print(f"\n{ledger.table()} in {(time.monotonic() - began) / 60:.1f} minutes")
    return 0 if ledger.complete else 1


if __name__ == "__main__":
    sys.exit(main())
