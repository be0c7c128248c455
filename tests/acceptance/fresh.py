"""A fresh clone on a machine with little more than Python and make, and what is typed there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.house import OPEN, ROOT, open_folder, wait_until
from tests.ports import free_port

INSTALLING = 900.0
ABSENT = {"node", "nodejs", "npm", "npx", "corepack", "uv", "pip", "pip3", "git"}
# How this machine reaches package registries is none of the clone's business.
WAYS_OUT = ("PIP_", "SSL_", "NODE_EXTRA_CA", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


class Clone:
    """The repository in an empty folder, with an environment that knows nothing of this machine."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.port, self.smtp, self.outbox = free_port(), free_port(), free_port()
        self.said = folder / "said.txt"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k.upper().startswith(WAYS_OUT)},
            "PATH": str(bare_path(folder / "bin")),
            "HOME": str(folder / "home"),
            "THREERING_ADDRESS": f"127.0.0.1:{self.port}",
            "THREERING_SMTP_LISTEN": f"127.0.0.1:{self.smtp}",
            "THREERING_DEMO_OUTBOX": f"127.0.0.1:{self.outbox}",
        }
        (folder / "home").mkdir()
        copy_to(self.root)

    def make(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """`make …`, to its end."""
        return subprocess.run(
            ["make", *words],
            cwd=self.root,
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=INSTALLING,
        )

    @contextmanager
    def demo(self) -> Iterator[subprocess.Popen[bytes]]:
        """`make demo` in a terminal, open for business inside the block."""
        known = len(self.output())
        with self.said.open("ab") as said:
            process = subprocess.Popen(
                ["make", "demo"],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            what = f"make demo is open; it said {self.said}"
            wait_until(lambda: self._opened(process, known), what, patience=INSTALLING)
            yield process
        finally:
            if process.poll() is None:
                self.ctrl_c(process)

    def _opened(self, process: subprocess.Popen[bytes], known: int) -> bool:
        said = self.output()[known:]
        assert process.poll() is None, f"make demo ended: {said[-3000:]}"
        return OPEN in said and "Ctrl-C" in said

    def ctrl_c(self, process: subprocess.Popen[bytes]) -> float:
        """What a terminal does: an interrupt for all of them. How long it takes to end."""
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
        return time.monotonic() - began

    def output(self) -> str:
        """All that `make demo` printed."""
        return self.said.read_text(errors="replace") if self.said.exists() else ""


def bare_path(folder: Path) -> Path:
    """A PATH with the system's programs, without node, pip and what else a fresh machine lacks."""
    folder.mkdir()
    for place in ("/usr/bin", "/bin"):
        for program in Path(place).iterdir():
            name = program.name
            if name in ABSENT or name.startswith("python") or (folder / name).is_symlink():
                continue
            (folder / name).symlink_to(program)
    # A link would make Python look for its library beside the link.
    python = folder / "python3"
    real = shutil.which("python3", path="/usr/bin:/usr/local/bin") or shutil.which("python3")
    python.write_text(f'#!/bin/sh\nexec {real} "$@"\n')
    python.chmod(0o755)
    return folder


def copy_to(target: Path) -> None:
    """`git clone`; while work is not committed, the files that would be."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout

    if not git("status", "--porcelain").strip():
        git("clone", "--quiet", str(ROOT), str(target))
        return
    for name in git("ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


@contextmanager
def cloned() -> Iterator[Clone]:
    """A clone in a folder that is thrown away."""
    with open_folder() as folder:
        yield Clone(folder)
