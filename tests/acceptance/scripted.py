"""Words that want to be script, in everything that people can name and in every form they can send.

What can be asked is read from the product: its source and forms, so that a new page is asked too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django import forms
from selectolax.lexbor import LexborNode

from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Answer, Visitor
from threering.runtime.demo.cast import CLIENTS, HOME, PASSWORD

SCRIPT = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>"
SHORT = "<img src=x onerror=alert(1)>"
WEB = Path(__file__).parents[2] / "threering" / "web"
GOT = re.compile(r"\b(?:GET|given|asked)(?:\.get(?:list)?\(|\[)\"(\w+)\"|\"(\w+)\" in request\.GET")
LISTED = re.compile(r"^ASKED = \(([^)]+)\)", re.MULTILINE)
FORMED = re.compile(r"(\w+Form)\(request\.GET\b")
TYPED = "input:not([type]), [type=text], [type=search], [type=email], [type=url], [type=number]"
TYPED += ", [type=date], textarea"
LONG = " and on" * 200
"""Longer than a name may be: the form comes back with what was typed."""


def names_asked() -> list[str]:
    """Every word that some page looks for behind the ? of its address."""
    source = "\n".join(file.read_text() for file in WEB.rglob("*.py"))
    named = {name for found in GOT.findall(source) for name in found if name}
    named |= {name for found in LISTED.findall(source) for name in re.findall(r"\w+", found)}
    wanted = set(FORMED.findall(source))
    for form in _forms(forms.BaseForm):
        if form.__name__ in wanted:
            named |= set(getattr(form, "base_fields", {}))
    return sorted(named)


def _forms(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for below in form.__subclasses__():
        yield below
        yield from _forms(below)


def settings_named(demo: Demo, admin: Visitor, mark: str) -> list[str]:
    """Name one of each setting, and somebody, with script. The pages of those that no list shows.

    The names sort last, so that what other tests find first is what it was.
    """
    name = f"Zz {SHORT}{mark[:8]}"
    for place in ("skills", "break-reasons"):
        _made(admin, f"/{place}/new", {"name": name})
    start = _made(admin, "/clients/new", {"name": f"Zz client {SHORT}{mark}"})
    client = start.rpartition("=")[2]
    _made(admin, f"/brands/new?client={client}", {"name": name, "language": "en"})
    links = admin.get("/brands").tree.css(".reasons__what a")
    (brand,) = [str(link.attributes["href"]) for link in links if link.text() == name]
    signature = brand.replace("/brands/", "/signatures/")
    _made(admin, signature, {"pattern": "", "language": "en", "text": name})
    form = {"email": f"{mark}@guest.example", "name": name, "all": "light", "key": str(uuid4())}
    _made(admin, f"/people/invite?client={HOME}", form)
    words = ("--name", name, "--client", CLIENTS[0].name, "--password-stdin")
    demo.house.must("createagent", f"zz-{mark}@desk.example", *words, text=PASSWORD)
    return [
        f"/start/{client}/inbox",
        f"/clients/{client}",
        brand,
        signature,
        f"/people?q={mark}",
        "/clients",
    ]


def customer_named(admin: Visitor, ticket: str, mark: str) -> str:
    """Call who wrote a ticket by script, and note some; their page."""
    page = admin.get(ticket).tree.css_first("a[href^='/customers/']")
    assert page
    address = str(page.attributes["href"]).partition("?")[0]
    said = {"name": f"{SHORT} {mark}", "language": ""}
    assert admin.post(f"{address}/details", said).status in {200, 204}
    note = {"text": f"{SCRIPT} {mark}", "key": str(uuid4())}
    assert admin.post(f"{address}/notes", note).status in {200, 201, 204}
    return address


def _made(admin: Visitor, address: str, form: dict[str, str]) -> str:
    answer = admin.post(address, form)
    assert answer.status == 302, f"{address}: {answer.status} {answer.text[:2000]}"
    return answer.location


def refilled(admin: Visitor, address: str, page: Answer) -> Iterator[tuple[str, Answer]]:
    """Send every form of a page on which one can type with script in it, too long to be taken."""
    for form in page.tree.css("form[method=post]"):
        typed = [one for one in form.css(TYPED) if one.attributes.get("name")]
        action = form.attributes.get("action") or address
        if typed and not action.startswith("/me/safety"):  # a wrong password locks its owner out
            yield action, admin.post(action, _as_shown(form) | _scripted(typed))


def _scripted(typed: list[LexborNode]) -> dict[str, str]:
    return {str(one.attributes["name"]): SCRIPT + LONG for one in typed}


def _as_shown(form: LexborNode) -> dict[str, str]:
    """What the browser would send of what nobody touched."""
    filled = {}
    for one in form.css("[type=hidden][name], [type=radio][checked][name]"):
        filled[str(one.attributes["name"])] = one.attributes.get("value") or ""
    for select in form.css("select[name]"):
        option = select.css_first("option[selected]") or select.css_first("option")
        value = option.attributes.get("value") if option else ""
        filled[str(select.attributes["name"])] = value or ""
    return filled
