"""What stands in a mail of ours: the words, the signature, and the message it answers."""

# ruff: noqa: RUF001 - the letters of many languages
from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from threering.channels.contract import Forwarded, Outbound, Party, Quoted
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
# What stands above a mail that is passed on: that it is, from whom, when, about what, to whom.
FORWARDED = {
    "da": ("Videresendt meddelelse", "Fra", "Dato", "Emne", "Til"),
    "de": ("Weitergeleitete Nachricht", "Von", "Datum", "Betreff", "An"),
    "en": ("Forwarded message", "From", "Date", "Subject", "To"),
    "es": ("Mensaje reenviado", "De", "Fecha", "Asunto", "Para"),
    "fr": ("Message transféré", "De", "Date", "Objet", "À"),
    "it": ("Messaggio inoltrato", "Da", "Data", "Oggetto", "A"),
    "nl": ("Doorgestuurd bericht", "Van", "Datum", "Onderwerp", "Aan"),
    "pl": ("Wiadomość przekazana dalej", "Od", "Data", "Temat", "Do"),
    "pt": ("Mensagem encaminhada", "De", "Data", "Assunto", "Para"),
    "sv": ("Vidarebefordrat meddelande", "Från", "Datum", "Ämne", "Till"),
}
DATE = "d MMM y, HH:mm"
MOST_QUOTED = 20_000  # characters: who wrote a book knows what stands in it
MOST_FORWARDED = 500_000  # and whom it is passed on to does not


def plain(outbound: Outbound) -> str:
    """The text of the mail."""
    parts = [outbound.text.rstrip()] if outbound.text.strip() else []
    if outbound.signature:
        parts.append(f"-- \n{outbound.signature}")
    if outbound.quoted:
        lines = visible(outbound.quoted).split("\n")
        quote = "\n".join(f"> {line}" if line else ">" for line in lines)
        parts.append(f"{introduction(outbound.quoted, outbound.language)}\n{quote}")
    if outbound.forwarded:
        parts += ["\n".join(heading(outbound.forwarded, outbound.language))]
        parts += [outbound.forwarded.text[:MOST_FORWARDED].strip()]
    return "\n\n".join(parts) + "\n"


def html(outbound: Outbound) -> str:
    """The same for programs that show HTML: the quote as a block that they fold."""
    above, below = _beneath(outbound)
    return _template().render(
        language=outbound.language,
        body=Markup(formatted(outbound.text.strip("\n"), mail=True)),  # noqa: S704 - it is safe HTML
        signature=outbound.signature.split("\n") if outbound.signature else [],
        introduction=above,
        quoted=_paragraphs(below) if above else [],
    )


def _beneath(outbound: Outbound) -> tuple[list[str], str]:
    """What stands under the author's words, and the lines that say what it is."""
    if outbound.forwarded:
        above = heading(outbound.forwarded, outbound.language)
        return above, outbound.forwarded.text[:MOST_FORWARDED]
    if outbound.quoted:
        return [introduction(outbound.quoted, outbound.language)], visible(outbound.quoted)
    return [], ""


def heading(forwarded: Forwarded, language: str) -> list[str]:
    """The lines above a mail that is passed on, in the language or in English."""
    spoken = _spoken(language, FORWARDED)
    that, *names = FORWARDED[spoken]
    date = format_datetime(forwarded.at, DATE, locale=spoken)
    to = ", ".join(map(_party, forwarded.to))
    said = zip(names, (_party(forwarded.sender), f"{date} UTC", forwarded.subject, to), strict=True)
    told = [f"{name}: {_line(value)}" for name, value in said if _line(value)]
    return [f"---------- {that} ----------", *told]


def _party(party: Party) -> str:
    address = f"<{party.handle}>" if party.name and party.handle else party.handle
    return f"{party.name} {address}".strip()


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _spoken(language: str, known: Collection[str]) -> str:
    base = language.lower().partition("-")[0]
    return base if base in known else "en"


def visible(quoted: Quoted) -> str:
    """What they wrote themselves: not the whole thread again."""
    return (split(quoted.text).visible or quoted.text)[:MOST_QUOTED].strip()


def introduction(quoted: Quoted, language: str) -> str:
    """On 2 Mar 2026, 10:05, Ingrid Rossi wrote: — in the language, or in English."""
    spoken = _spoken(language, INTRODUCTIONS)
    date = format_datetime(quoted.at, DATE, locale=spoken)
    return INTRODUCTIONS[spoken].format(date=f"{date} UTC", name=_line(quoted.name))


def _paragraphs(text: str) -> list[list[str]]:
    found = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").strip("\n"))
    return [paragraph.split("\n") for paragraph in found]


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True).get_template("letter.html")
