"""People and safety: a light agent's note, what people can do, and their day's states."""

from __future__ import annotations

from urllib.parse import parse_qsl
from uuid import uuid4

import pytest

from tests.acceptance.belongings_people import ADMIN
from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor, messages, tickets
from tests.acceptance.walls import OWNER
from threering.runtime.demo.cast import AGENTS, HOME

pytestmark = pytest.mark.acceptance
LIGHT, LEAD = "juno", "celestine"
"""Of one client."""
AGENT = "orla"
NAMES = {agent.email.partition("@")[0]: agent.name for agent in AGENTS}


def test_3i_a_light_agent_writes_a_note_that_colleagues_read_and_no_customer_gets(
    demo: Demo,
) -> None:
    light, lead = demo.visitor(LIGHT), demo.visitor(LEAD)
    ticket = next(tickets(lead))
    place, words, left = reply(ticket), f"Look into it {uuid4().hex}", len(demo.sink.received)
    page = light.get(ticket).tree
    kinds = [node.attributes["value"] for node in page.css("#composer [name='kind']")]
    assert kinds == ["note"]
    assert light.post(place, said("note", words)).status == 201
    note = messages(lead, ticket)[-1]
    assert (note.kind, note.text) == ("note", words)
    assert NAMES[LIGHT] in lead.get(ticket).tree.css("#log .msg")[-1].text()
    assert light.post(place, said("reply", words)).status in {403, 404}
    assert [one.text for one in messages(lead, ticket)].count(words) == 1
    assert not [mail for mail in demo.sink.received[left:] if words.encode() in mail.content]


def reply(ticket: str) -> str:
    """Where a message of that ticket is sent."""
    return f"/t/{ticket.partition('/tickets/all/')[2]}/reply"


def said(kind: str, words: str) -> dict[str, str]:
    return {"kind": kind, "text": words, "key": str(uuid4())}


def test_3j_a_skill_has_levels_that_a_lead_says_changes_and_takes_back(demo: Demo) -> None:
    lead, admin = demo.visitor(OWNER), demo.visitor(ADMIN)
    name = f"skill {uuid4().hex}"
    place = lead.post("/skills/new", {"name": name}).location
    person = named(lead, place, NAMES[AGENT])
    kept = []
    for level, word in (("1", "Basics"), ("3", "Expert")):
        answer = lead.post(f"{place}/level", {"person": person, "level": level})
        assert answer.status == 204
        kept.append(dict(parse_qsl(answer.headers["undo"], keep_blank_values=True)))
        assert f"{name} ({word})" in admin.get(f"/people/{HOME}/{person}").tree.text()
    assert [one["level"] for one in kept] == ["", "1"]
    assert lead.post(f"{place}/level", kept[1]).status == 204
    assert f"{name} (Basics)" in admin.get(f"/people/{HOME}/{person}").tree.text()
    assert lead.post(f"{place}/level", kept[0]).status == 204
    assert name not in admin.get(f"/people/{HOME}/{person}").text
    assert lead.post(f"{place}/level", {"person": person, "level": "4"}).status == 404


def named(lead: Visitor, place: str, name: str) -> str:
    """How the page of a skill sends somebody of that name."""
    options = lead.get(place).tree.css("#members option")
    return next(str(one.attributes["value"]) for one in options if one.text() == name)


def test_3k_states_are_kept_in_their_order_and_shown_to_the_lead(demo: Demo) -> None:
    agent, lead = demo.visitor(AGENT), demo.visitor(OWNER)
    reason = f"fire drill {uuid4().hex}"
    assert lead.post("/break-reasons/new", {"name": reason}).status == 302
    choices = agent.get("/me/presence").tree.css("[data-send]")
    sent = next(str(one.attributes["data-send"]) for one in choices if reason in one.text())
    steps = [{"state": "busy"}, {"state": "wrap_up"}, dict(parse_qsl(sent)), {"state": "away"}]
    for step in [*steps, {"state": "online"}]:
        assert agent.post("/me/presence", step).status == 204
    assert of_today(lead)[-5:] == ["Busy", "Wrap-up", reason, "Away", "Online"]
    assert agent.get("/states").status == 403


def of_today(lead: Visitor) -> list[str]:
    """The agent's states of the day, as the lead's page lists them."""
    rows = lead.get("/states").tree.css(".day-states tbody tr")
    row = next(one for one in rows if NAMES[AGENT] in one.text())
    return [bdi.text() for bdi in row.css(".day-states__all bdi")]
