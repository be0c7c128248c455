"""What stands in a mail of ours: the words, the signature, and the message it answers."""

# ruff: noqa: RUF001 - the letters of many languages
from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from threering.channels.contract import Outbound, Quoted
from threering.channels.email.visible import split
from threering.channels.formatting import formatted

# As the mail programs of each language write it, so that every program knows the quote again.
INTRODUCTIONS = {
    "cs": "Dne {date} {name} napsal(a):",
    "da": "Den {date} skrev {name}:",
    "de": "Am {date} schrieb {name}:",
    "en": "On {date}, {name} wrote:",
    "es": "El {date}, {name} escribió:",
    "fi": "{name} kirjoitti {date}:",
    "fr": "Le {date}, {name} a écrit :",
    "it": "Il giorno {date}, {name} ha scritto:",
    "nb": "Den {date} skrev {name}:",
    "nl": "Op {date} schreef {name}:",
    "pl": "W dniu {date} {name} napisał(a):",
    "pt": "Em {date}, {name} escreveu:",
    "sv": "Den {date} skrev {name}:",
    "tr": "{date} tarihinde {name} şunu yazdı:",
}
DATE = "d MMM y, HH:mm"
MOST_QUOTED = 20_000  # characters: who wrote a book knows what stands in it


def plain(outbound: Outbound) -> str:
    """The text of the mail."""
    parts = [outbound.text.rstrip()]
    if outbound.signature:
        parts.append(f"-- \n{outbound.signature}")
    if outbound.quoted:
        lines = visible(outbound.quoted).split("\n")
        quote = "\n".join(f"> {line}" if line else ">" for line in lines)
        parts.append(f"{introduction(outbound.quoted, outbound.language)}\n{quote}")
    return "\n\n".join(parts) + "\n"


def html(outbound: Outbound) -> str:
    """The same for programs that show HTML: the quote as a block that they fold."""
    quoted = outbound.quoted
    return _template().render(
        language=outbound.language,
        body=Markup(formatted(outbound.text.strip("\n"), mail=True)),  # noqa: S704 - it is safe HTML
        signature=outbound.signature.split("\n") if outbound.signature else [],
        introduction=introduction(quoted, outbound.language) if quoted else "",
        quoted=_paragraphs(visible(quoted)) if quoted else [],
    )


def visible(quoted: Quoted) -> str:
    """What they wrote themselves: not the whole thread again."""
    return (split(quoted.text).visible or quoted.text)[:MOST_QUOTED].strip()


def introduction(quoted: Quoted, language: str) -> str:
    """On 2 Mar 2026, 10:05, Ingrid Rossi wrote: — in the language, or in English."""
    base = language.lower().partition("-")[0]
    spoken = base if base in INTRODUCTIONS else "en"
    date = format_datetime(quoted.at, DATE, locale=spoken)
    name = re.sub(r"\s+", " ", quoted.name).strip()
    return INTRODUCTIONS[spoken].format(date=f"{date} UTC", name=name)


def _paragraphs(text: str) -> list[list[str]]:
    found = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").strip("\n"))
    return [paragraph.split("\n") for paragraph in found]


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True).get_template("letter.html")
