"""Which files of ours a piece of work passes through, and how long our functions are."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.acceptance.house import ROOT

PRODUCT = ROOT / "threering"


@contextmanager
def traced() -> Iterator[list[str]]:
    """The product's files in which a function ran, in order of their first one, all threads.

    Loading a module is not passing through it; migrations are no part of any way.
    """
    passed: list[str] = []

    def note(frame: FrameType, event: str, _what: object) -> None:
        code = frame.f_code
        if event != "call" or code.co_name == "<module>":
            return
        if code.co_filename.startswith(f"{PRODUCT}/") and "/migrations/" not in code.co_filename:
            name = str(Path(code.co_filename).relative_to(PRODUCT))
            if name not in passed:
                passed.append(name)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield passed
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
