"""Of who works for a client, one of each: a team, a colleague, somebody who is invited."""

from __future__ import annotations

from uuid import uuid4

from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor
from threering.runtime.demo.cast import CLIENTS, HOME, QUILLMERE

ADMIN = "nadia"


def people(demo: Demo, owner: Visitor, admin: Visitor) -> dict[str, str]:
    """A team of the owner's; a colleague and an invitation of whoever keeps their people."""
    mine = _team(owner) | _tag(owner) | _break_reason(owner) | _skill(owner)
    mine |= _stand_in(owner)
    return mine | _brand(admin) | _inbox(admin) | _colleague(admin) | _invitation(admin)


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


def _stand_in(owner: Visitor) -> dict[str, str]:
    """The owner's own: a colleague may work for the stranger, too."""
    form = owner.get("/stand-ins").tree.css_first("form[data-post]")
    assert form
    return {"stand-in": str(form.attributes["data-post"])}


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


def _tag(owner: Visitor) -> dict[str, str]:
    link = owner.get("/tags").tree.css_first(".reasons__what a")
    assert link
    return {"tag": str(link.attributes["href"]), "tag-name": link.text()}


def _brand(admin: Visitor) -> dict[str, str]:
    links = admin.get("/brands").tree.css(".reasons__what a")
    address = next(str(a.attributes["href"]) for a in links if a.text() == QUILLMERE.name)
    new = f"/brands/new?client={HOME}"
    return {"brand-new": new, "brand-edit": address, "brand-name": QUILLMERE.name}


def _inbox(admin: Visitor) -> dict[str, str]:
    """A new one: switched off by its owner, it is missed by nobody."""
    address, new = f"{uuid4().hex}@quillmere.example", f"/inboxes/new?client={HOME}"
    options = admin.get(new).tree.css("#id_brand option")
    brand = next(str(one.attributes["value"]) for one in options if one.text() == QUILLMERE.name)
    form = {"brand": brand, "address": address, "comes": "brought", "leaves": "house"}
    more = {"imap_security": "ssl", "smtp_security": "ssl", "signs_in": "none"}
    assert admin.post(new, form | more).status == 302
    links = admin.get("/inboxes").tree.css(".ways__what a")
    edit = next(str(a.attributes["href"]) for a in links if a.text() == address)
    return {
        "inbox-new": new,
        "inbox-test": f"/inboxes/test?client={HOME}",
        "inbox-address": address,
        "inbox-edit": edit,
        "inbox-test-one": f"{edit}/test",
        "inbox-switch": f"{edit}/switch",
        "start-step": f"/start/{HOME}/brand",
        "signature": f"/signatures/{brand}",
        "signature-preview": f"/signatures/{brand}/preview",
        "client-new": "/clients/new",
        "client-edit": f"/clients/{HOME}",
        "client-name": CLIENTS[0].name,
    }


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
