"""The catalogues of translated texts: `make messages` brings threering/locale/*.po up to date.

    python scripts/messages.py            # gather all texts, renew every .po, say what is missing
    python scripts/messages.py check      # the same without writing; fails when anything is
    python scripts/messages.py compile    # .po → .mo, what the product reads (git-ignored)

Texts stand in Python and in the templates; those that scripts show stand there as data attributes.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "threering"
LOCALE = PACKAGE / "locale"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2:babel_extract")]
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_noop": None, "gettext_lazy": None}
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n", "silent": "false"}}
# What changes with every run, or says nothing.
NOISE = re.compile(
    r'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|'
    r'Last-Translator|Language-Team|Generated-By): .*\\n"\n',
    re.MULTILINE,
)
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def main() -> None:
    """Do what was asked for; print it."""
    if sys.argv[1:] == ["compile"]:
        compile_all()
        return
    template, only_look, wrong = gathered(), sys.argv[1:] == ["check"], 0
    for path in sources():
        old = read(path)
        fresh = renewed(old, template)
        gone = [m for m in old if m.id and template.get(m.id, m.context) is None]
        wrong += report(path, fresh, gone=gone)
        if not only_look:
            path.write_text(worded(fresh))
    sys.exit(min(wrong, 1) if only_look else 0)


def sources() -> list[Path]:
    """The catalogue of every language."""
    return sorted(LOCALE.glob("*.po"))


def gathered() -> Catalog:
    """Every text in the code, in order of files and places."""
    template = Catalog(charset="utf-8")
    methods = [(pattern, _extractor(name)) for pattern, name in METHODS]
    found = extract_from_dir(
        PACKAGE, methods, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _line, text, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        where = (f"threering/{file}", None)
        template.add(text, locations=[where], auto_comments=comments, context=context)
    return template


def _extractor(name: str) -> object:
    if ":" not in name:
        return name
    from jinja2.ext import babel_extract

    return babel_extract


def read(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def renewed(catalog: Catalog, template: Catalog) -> Catalog:
    """The catalogue with exactly the texts of the code, in their order; nothing is guessed."""
    fresh = Catalog(catalog.locale, header_comment=catalog.header_comment, fuzzy=False)
    for message in template:
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        fresh[message.id] = made = message.clone()
        made.string = known.string if known else message.string
        made.flags |= {"fuzzy"} & (known.flags if known else set())
        made.user_comments = known.user_comments if known else []
    return fresh


def worded(catalog: Catalog) -> str:
    """The text of a .po, without line numbers and dates: it changes only where a text does."""
    written = io.BytesIO()
    write_po(written, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    return NOISE.sub("", written.getvalue().decode())


def report(path: Path, catalog: Catalog, *, gone: list[Message]) -> int:
    """Say what a translator has to do; how much it is."""
    missing = list(troubles(catalog))
    print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} to do")
    for message, why in missing:
        where = ", ".join(sorted({file for file, _line in message.locations}))
        print(f"  {why}: {_singular(message)!r} ({where})")
    for message in gone:
        print(f"  no longer in the code: {_singular(message)!r}")
    return len(missing) + len(gone)


def troubles(catalog: Catalog) -> Iterator[tuple[Message, str]]:
    """Every text that a reader of this language would not see in it, and why."""
    for message in catalog:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        if not all(forms):
            yield message, "untranslated"
        elif message.fuzzy:
            yield message, "fuzzy"
        elif not _same_places(message, list(forms)):
            yield message, "other placeholders"


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _same_places(message: Message, forms: list[str]) -> bool:
    """Whether each form names what the text names; the singular may leave the number out."""
    if not isinstance(message.id, tuple | list):
        return places(forms[0]) == places(message.id)
    one, many = map(places, message.id)
    return all(one & many <= places(form) <= one | many for form in forms)


def places(text: str) -> set[str]:
    """The placeholders of a text: %(name)s and {name}."""
    return set(PLACE.findall(text))


# --- texts that gettext would never see ---------------------------------------------------------

JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
SPOKEN = ("title", "placeholder", "alt", "aria-label", "data-toast", "data-cmd")
SILENT = {"script", "style", "kbd", "code"}


class _Bare(HTMLParser):
    """Collects the words of a page that stand there as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        for name, value in attrs:
            if name in SPOKEN or name.startswith("data-say-"):
                self.words += WORD.findall(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent[-1:] == [tag]:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        for name, value in ATTRIBUTE.findall(data):  # of a macro's caller
            self.handle_starttag("", [(name, value)])
        self.words += WORD.findall(ATTRIBUTE.sub("", data))


def bare(template: str) -> list[str]:
    """The words of a template that do not go through gettext; the product's name may."""
    page = _Bare()
    page.feed(JINJA.sub("", template))
    return [word for word in page.words if word != "Threering"]


# --- what the product reads ---------------------------------------------------------------------


def compile_all() -> None:
    """Write what the product reads, where the .po is newer."""
    for path in sources():
        target = compiled(path)
        if target.is_file() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        write_compiled(read(path), target)
        print(f"texts: {path.stem} in {target.relative_to(ROOT)}")


def compiled(path: Path) -> Path:
    """Where the compiled catalogue of a language stands."""
    return path.parent / path.stem / "LC_MESSAGES" / "django.mo"


def write_compiled(catalog: Catalog, target: Path) -> None:
    """Write one .mo, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    with fresh.open("wb") as file:
        write_mo(file, catalog)
    fresh.replace(target)


if __name__ == "__main__":
    main()
