"""Of who works for a client, one of each: a team, a colleague, somebody who is invited."""

from __future__ import annotations

from uuid import uuid4

from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor
from threering.runtime.demo.cast import HOME, QUILLMERE

ADMIN = "nadia"


def people(demo: Demo, owner: Visitor, admin: Visitor) -> dict[str, str]:
    """A team of the owner's; a colleague and an invitation of whoever keeps their people."""
    led = _team(owner) | _skill(owner) | _break_reason(owner)
    return led | _brand(admin) | _colleague(admin) | _invitation(admin)


def _team(owner: Visitor) -> dict[str, str]:
    name = f"{HOME} {uuid4().hex}"
    address = owner.post("/teams/new", {"name": name}).location
    option = owner.get(address).tree.css_first("#members option")
    assert option
    return {
        "team-name": name,
        "team-edit": address,
        "team-archive": f"{address}/archive",
        "team-members": f"{address}/members",
        "colleague": str(option.attributes["value"]),
    }


def _skill(owner: Visitor) -> dict[str, str]:
    name = f"{HOME} {uuid4().hex}"
    address = owner.post("/skills/new", {"name": name}).location
    return {
        "skill-name": name,
        "skill-edit": address,
        "skill-level": f"{address}/level",
        "skill-archive": f"{address}/archive",
    }


def _break_reason(owner: Visitor) -> dict[str, str]:
    name = f"{HOME} {uuid4().hex}"
    assert owner.post("/break-reasons/new", {"name": name}).status == 302
    links = owner.get("/break-reasons").tree.css(".reasons__what a")
    address = next(str(a.attributes["href"]) for a in links if a.text() == name)
    return {
        "break-reason": name,
        "break-reason-edit": address,
        "break-reason-archive": f"{address}/archive",
    }


def _brand(admin: Visitor) -> dict[str, str]:
    links = admin.get("/brands").tree.css(".reasons__what a")
    address = next(str(a.attributes["href"]) for a in links if a.text() == QUILLMERE.name)
    new = f"/brands/new?client={HOME}"
    return {"brand-new": new, "brand-edit": address, "brand-name": QUILLMERE.name}


def _colleague(admin: Visitor) -> dict[str, str]:
    links = admin.get("/people?q=orla").tree.css(".people__who a")
    address = next(str(link.attributes["href"]) for link in links)
    assert f"/{HOME}/" in address
    return {"person": address, "person-roles": f"{address}/roles"}


def _invitation(admin: Visitor) -> dict[str, str]:
    email, place = f"{uuid4().hex}@guest.example", f"/people/invite?client={HOME}"
    form = {"email": email, "name": "Guest", "all": "light", "key": str(uuid4())}
    assert admin.post(place, form).status == 302
    again, withdraw = admin.get(f"/people?q={email}").tree.css("#people [data-post]")
    return {
        "invitation-new": place,
        "invitation-again": str(again.attributes["data-post"]),
        "invitation-withdraw": str(withdraw.attributes["data-post"]),
    }
