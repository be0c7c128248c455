"""Every text that a person reads is in the catalogue of every language, and in it whole."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest

from scripts import messages

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "threering" / "web" / "templates").rglob("*.html"))
CSS = sorted((ROOT / "threering" / "web" / "assets" / "css").glob("*.css"))
LANGUAGES = messages.sources()
TODO = "Run `make messages`: it lists what is missing in the .po files."

# Left and right are the other way round where people write from right to left.
PHYSICAL = re.compile(
    r"(?:^|[\s;{])((?:(?:margin|padding|border|scroll-margin|scroll-padding)-)?(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float|clear):\s*(?:left|right)|"
    r"position-area:[^;]*(?:left|right))\b\s*[:;]"
)
FOUR = re.compile(r"\b(margin|padding|inset|border-radius):\s*([^;{}]+);")


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_a_catalogue_has_every_text_of_the_code_and_no_other(path: Path) -> None:
    catalogue, code = messages.read(path), messages.gathered()
    texts = {(m.id, m.context) for m in code if m.id}
    known = {(m.id, m.context) for m in catalogue if m.id}
    assert texts - known == set(), TODO
    assert known - texts == set(), TODO
    assert messages.worded(messages.renewed(catalogue, code)) == path.read_text(), TODO


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_a_catalogue_leaves_nothing_untranslated_fuzzy_or_with_other_placeholders(
    path: Path,
) -> None:
    assert [(m.id, why) for m, why in messages.troubles(messages.read(path))] == []


def test_trouble_is_found(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(
        'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "c"\n\n'
        'msgid "%(n)s d"\nmsgstr "e"\n\nmsgid "{n} f"\nmsgstr "{m} f"\n\n'
        'msgid "%(n)s g"\nmsgid_plural "%(n)s h"\nmsgstr[0] "ein g"\nmsgstr[1] "%(n)s h"\n\n'
        'msgid "one i"\nmsgid_plural "%(n)s k"\nmsgstr[0] "ein i"\nmsgstr[1] "%(n)s k"\n'
    )
    found = {
        message.id: why for message, why in messages.troubles(messages.read(tmp_path / "de.po"))
    }
    places = "other placeholders"
    wrong = {"a": "untranslated", "b": "fuzzy", "%(n)s d": places, "{n} f": places}
    assert found == wrong | {("%(n)s g", "%(n)s h"): places}


def test_what_is_compiled_is_what_stands_in_the_catalogue(tmp_path: Path) -> None:
    (german,) = [path for path in LANGUAGES if path.stem == "de"]
    messages.write_compiled(messages.read(german), tmp_path / "django.mo")
    with (tmp_path / "django.mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("Snooze") == "Zurückstellen"
    assert [spoken.ngettext("%(num)s alarm", "%(num)s alarms", n) for n in (0, 1, 2)] == [
        "%(num)s Alarme", "%(num)s Alarm", "%(num)s Alarme",
    ]  # fmt: skip


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_template_holds_no_text_of_its_own(path: Path) -> None:
    assert messages.bare(path.read_text()) == []


def test_bare_text_in_a_template_is_found() -> None:
    said = '<p title="Hello {{ name }}">{{ _("Known") }} Bare <b>words</b></p>{# a #}<kbd>E</kbd>'
    assert messages.bare(said) == ["Hello", "Bare", "words"]


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """What gettext is given must be a literal: else no catalogue can have it."""
    names = {"_", "gettext", "ngettext", "gettext_noop", "gettext_lazy"}
    for path in (ROOT / "threering").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names and node.args:
                assert not isinstance(node.args[0], ast.JoinedStr | ast.BinOp), (path, node.lineno)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_styles_name_no_left_and_right(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert PHYSICAL.findall(text) == []
    for name, value in FOUR.findall(text):
        sides = re.findall(r"(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", value)
        if name == "border-radius":
            assert len(sides) == 1 or sides[1:] == sides[:1], (name, value)
        else:
            assert len(sides) < 4 or sides[1] == sides[3], (name, value)
