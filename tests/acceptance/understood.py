"""What `threering inspect-mail` says of real mails, compared with what their folders expect."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.acceptance.house import PLAIN, ROOT

Case = dict[str, Any]
DATA = Path(os.environ.get("THREERING_CORPUS") or ROOT.parent / "shared" / "data")
FOLDERS = (
    "email-parse-stalwart",
    "email-parse-webklex",
    "email-parse-zammad",
    "email-robustness",
    "bounces",
    "reply-strip",
)
HALVES = 2
ENOUGH = 0.9


@dataclass
class Understood:
    """All cases, what was said of each file, and how many seconds it took."""

    cases: dict[str, list[Case]]
    seen: dict[str, Case]
    seconds: dict[str, float]
    exit_code: int

    def of(self, folder: str) -> list[tuple[Case, Case]]:
        """The cases of a folder, each with what we understood."""
        return [(case, self.seen[path_of(folder, case)]) for case in self.cases[folder]]

    def negatives(self) -> list[tuple[Case, Case]]:
        """Ordinary mails of the other folders that must not be taken for bounces."""
        lines = (DATA / "bounces" / "negatives.jsonl").read_text().splitlines()
        named = {(f, case["id"]): case for f, found in self.cases.items() for case in found}
        pairs = [(one["set"], one["id"]) for one in map(json.loads, lines)]
        return [(named[p], self.seen[path_of(p[0], named[p])]) for p in pairs if p in named]


@dataclass
class Score:
    """How many of a kind are right, over all and in each half."""

    right: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, case: Case, *, right: float) -> None:
        """Add one case to the whole and to its half, which its id's hash decides. `right`: 0…1."""
        number = int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % HALVES
        for part in ("all", f"half {number + 1}"):
            self.right[part] += right
            self.all[part] += 1
        if right < ENOUGH:
            self.wrong.append(case["id"])

    def share(self, part: str = "all") -> float:
        """Per cent."""
        return 100.0 * self.right[part] / self.all[part] if self.all[part] else 100.0

    def told(self) -> str:
        """One line of the table."""
        parts = ("all", "half 1", "half 2")
        return "  ".join(
            f"{p} {self.share(p):5.1f} % ({self.right[p]:g}/{self.all[p]})" for p in parts
        )


def understand_everything() -> Understood:
    """Run the command once over all files. Skips where the material is absent."""
    if not all((DATA / folder / "cases.jsonl").is_file() for folder in FOLDERS):
        pytest.skip(f"the real mails are not here ({DATA})")
    lines = {f: (DATA / f / "cases.jsonl").read_text().splitlines() for f in FOLDERS}
    cases = {folder: [json.loads(line) for line in found] for folder, found in lines.items()}
    paths = [path_of(folder, case) for folder, found in cases.items() for case in found]
    seen, seconds, code = asked(paths)
    return Understood(cases, seen, seconds, code)


def asked(paths: list[str]) -> tuple[dict[str, Case], dict[str, float], int]:
    """What the command says of each file, how many seconds each took, and its exit code.

    The seconds are the processor's: what else runs on the machine does not count.
    """
    command = [sys.executable, "-m", "threering", "inspect-mail", "--json", *paths]
    seen: dict[str, Case] = {}
    seconds: dict[str, float] = {}
    with subprocess.Popen(command, cwd=ROOT, env=PLAIN, stdout=subprocess.PIPE) as process:
        assert process.stdout
        worked = psutil.Process(process.pid)
        before = 0.0
        for line in process.stdout:
            one = json.loads(line)
            seen[one["path"]] = one
            at = sum(worked.cpu_times()[:2])
            before, seconds[one["path"]] = at, at - before
    return seen, seconds, process.returncode


def path_of(folder: str, case: Case) -> str:
    """Where the file of a case is."""
    return str(DATA / folder / case["raw_path"])


def flat(text: str | None) -> str:
    """White space as single blanks."""
    return re.sub(r"\s+", " ", text or "").strip()


def words(markup: str | None) -> str:
    """The text of HTML, flat."""
    silent = re.sub(r"<(style|script|title)\b.*?</\1>", "", markup or "", flags=re.S | re.I)
    return flat(html.unescape(re.sub(r"<[^>]+>", " ", silent)))


def same(expected: str | None, found: str | None) -> bool:
    """Equal; where the expectation itself was not decoded anything goes."""
    wanted = flat(expected)
    if "\ufffd" not in wanted and "=?" not in wanted:
        return wanted == flat(found)
    pieces = re.split(r"(?:=\?.*?\?=|\ufffd)+", wanted)
    return bool(re.fullmatch(".+".join(map(re.escape, pieces)), flat(found)))


def f1(expected: str, found: str) -> float:
    """How many words two texts share: 1 for all. Words that were not decoded are left out."""
    if "\ufffd" in expected:
        expected = re.sub(r"\S*\ufffd\S*", " ", expected)
        found = re.sub(r"\S*[^\x00-\x7f]\S*", " ", found)
    ours, theirs = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", expected))
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * sum((ours & theirs).values()) / total if total else 1.0
