"""Which files of ours a piece of work passes through, and how long our functions are."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.acceptance.house import ROOT

PRODUCT = ROOT / "threering"


@dataclass
class Way:
    """The product's files in which a function ran, in order of their first one, all threads.

    Loading a module is not passing through it; migrations are no part of any way. `files` is every
    single one. A place (a file, or an adapter's folder) that went on into another one is a station
    of the way (docs/adr/0011); the others were only asked.
    """

    files: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    went_on: set[str] = field(default_factory=set)

    @property
    def stations(self) -> list[str]:
        """The way itself."""
        return [name for name in self.passed if name in self.went_on]

    @property
    def asked(self) -> list[str]:
        """What was only asked for a value on the way, or told to write one."""
        return [name for name in self.passed if name not in self.went_on]


def _own(frame: FrameType | None) -> str:
    """The name of the product's file that this frame is in, "" for any other."""
    code = frame.f_code if frame else None
    if code is None or code.co_name == "<module>" or "/migrations/" in code.co_filename:
        return ""
    if not code.co_filename.startswith(f"{PRODUCT}/"):
        return ""
    name = Path(code.co_filename).relative_to(PRODUCT)
    in_adapter = len(name.parts) == 3 and name.parts[0] == "channels"
    return str(name.parent) if in_adapter else str(name)


@contextmanager
def traced() -> Iterator[Way]:
    """Watch the way of what runs inside."""
    way = Way()

    def note(frame: FrameType, event: str, _what: object) -> None:
        name = _own(frame) if event == "call" else ""
        if not name:
            return
        file = str(Path(frame.f_code.co_filename).relative_to(PRODUCT))
        if file not in way.files:
            way.files.append(file)
        if name not in way.passed:
            way.passed.append(name)
        caller = frame.f_back
        while caller and not _own(caller):
            caller = caller.f_back
        if _own(caller) not in ("", name):
            way.went_on.add(_own(caller))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield way
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def own_python() -> list[Path]:
    """Every Python file of this repository, migrations aside."""
    words = ["git", "ls-files", "-co", "--exclude-standard", "*.py"]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:  # not a clone: an unpacked archive
        found = [path for path in ROOT.rglob("*.py") if ".venv" not in path.parts]
    else:
        found = [ROOT / line for line in said.stdout.split("\n") if line]
    return [path for path in found if "migrations" not in path.parts and path.exists()]


def function_lengths(files: list[Path]) -> list[int]:
    """The number of lines of every function, from its def to its last line."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text())))
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in nodes
        if isinstance(node, functions)
    ]
