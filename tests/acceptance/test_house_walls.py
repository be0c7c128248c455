"""The house, point 4: two clients, and nothing of one for the agents of the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.acceptance.addresses import OWNED, PUBLIC, RUN, SHARED, routes
from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.acceptance.visitor import Answer, Frame, Stream, Visitor, tickets
from tests.acceptance.walls import INTRUDERS, OWNER, STRANGER, Walk, neighbour, steady, walk
from threering.runtime.demo.cast import OUTDOOR, PELORIO

pytestmark = pytest.mark.acceptance
Record = Callable[[str, object], None]
TO_LOGIN = re.compile(r"^/login(\?|$)")
SEEN = [
    *("tickets", "ticket-list", "ledger", "ledger-inboxes", "outbox"),
    *("replies", "replies-export", "notices"),
]


@pytest.fixture(scope="module")
def walked(demo: Demo) -> Walk:
    return walk(demo)


def test_4a_every_route_has_its_place_in_the_walk(record_property: Record) -> None:
    record_property("routes", len(routes()))
    assert routes() == PUBLIC | SHARED.keys() | OWNED.keys()


@pytest.mark.parametrize("name", OWNED)
def test_4a_the_address_is_real_its_owner_gets_what_it_names(walked: Walk, name: str) -> None:
    assert walked.owner[name].status in {200, 201, 204, 302}
    assert not TO_LOGIN.match(walked.owner[name].location)


@pytest.mark.parametrize("who", INTRUDERS)
@pytest.mark.parametrize("name", OWNED)
def test_4a_a_thing_is_refused_to_the_agent_of_another_client_or_brand(
    walked: Walk, name: str, who: str
) -> None:
    answer: Answer = getattr(walked, who)[name]
    assert answer.status in {403, 404}
    assert [mark for mark in (*walked.marks, walked.client) if mark in answer.text] == []


@pytest.mark.parametrize("name", SHARED)
def test_4a_a_list_shows_nothing_of_the_other_client(walked: Walk, name: str) -> None:
    answer = walked.stranger[name]
    assert answer.status in {200, 302}
    assert [mark for mark in (*walked.marks, walked.client) if mark in answer.text] == []


@pytest.mark.parametrize("name", SHARED)
def test_4a_a_list_shows_nothing_of_the_clients_other_brand(walked: Walk, name: str) -> None:
    answer = walked.neighbour[name]
    assert answer.status == 403 if name in RUN else answer.status in {200, 302}
    assert [mark for mark in walked.marks if mark in answer.text] == []


def test_4a_the_agent_of_a_brand_sees_that_brand(demo: Demo, walked: Walk) -> None:
    own = list(tickets(neighbour(demo), "open"))
    assert own
    assert walked.places["ticket"] not in own
    assert neighbour(demo).get(own[0]).status == 200


@pytest.mark.parametrize("name", SEEN)
def test_4a_the_same_list_shows_its_owner_what_is_there(walked: Walk, name: str) -> None:
    assert any(mark in walked.owner[name].text for mark in walked.marks)


@pytest.mark.parametrize("name", [*OWNED, *SHARED])
def test_4b_somebody_not_signed_in_is_refused_everywhere(walked: Walk, name: str) -> None:
    answer = walked.anonymous[name]
    assert answer.status in {401, 403} or TO_LOGIN.match(answer.location)
    assert [mark for mark in walked.marks if mark in answer.text] == []


def test_4c_searching_finds_nothing_of_the_other_client(demo: Demo, walked: Walk) -> None:
    path = f"/tickets/all/list?q={walked.marks[0]}"
    for intruder in (demo.visitor(STRANGER), neighbour(demo)):
        assert intruder.get(path).tree.css("li.row") == []
    assert len(demo.visitor(OWNER).get(path).tree.css("li.row")) >= 1


def test_4d_nothing_changed_by_all_that_was_tried(walked: Walk) -> None:
    assert walked.before.keys() == walked.after.keys()
    assert [page for page in walked.before if walked.before[page] != walked.after[page]] == []


def test_4d_a_ticket_cannot_be_given_to_the_other_clients_agent(demo: Demo, walked: Walk) -> None:
    owner, stranger = demo.visitor(OWNER), demo.visitor(STRANGER)
    own = next(tickets(stranger, "open"))
    before = steady(stranger.get(f"{own}/part"))
    address = own.replace("/tickets/open/", "/t/") + "/assign"
    outsiders = _people(owner, walked.places["ticket"]) - _people(stranger, own) - {""}
    assert outsiders
    for person in sorted(outsiders):
        assert stranger.post(address, {"assignee": person}).status in {403, 404, 422}
    assert steady(stranger.get(f"{own}/part")) == before


def _people(visitor: Visitor, ticket: str) -> set[str]:
    choice = visitor.get(ticket).tree.css("#assign-menu [data-send]")
    return {str(item.attributes["data-send"]).removeprefix("assignee=") for item in choice}


@dataclass(frozen=True)
class Heard:
    """What came over the streams of two clients' agents while both got mail."""

    owner: list[Frame]
    stranger: list[Frame]
    resumed: list[Frame]
    marks: tuple[str, str]
    ours: tuple[str, str]
    """The subject of the owner's mail, and of the stranger's."""


@pytest.fixture(scope="module")
def heard(demo: Demo) -> Iterator[Heard]:
    ours, theirs = f"Secret {uuid4().hex}", f"Plain {uuid4().hex}"
    pelorio = PELORIO.inbox_address
    with ExitStack() as open_ones:

        def stream(name: str, last_id: str = "") -> Stream:
            return open_ones.enter_context(closing(Stream(demo.visitor(name), last_id)))

        owner, stranger = stream(OWNER), stream(STRANGER)
        owner.wait_for(lambda frame: frame.event == "hello", "its greeting")
        hello = stranger.wait_for(lambda frame: frame.event == "hello", "its greeting")
        demo.mailer.deliver(mail("For us", to=HELP, subject=ours), HELP)
        owner.wait_for(lambda frame: ours in frame.raw, "the owner's new ticket")
        demo.mailer.deliver(mail("For them", to=pelorio, subject=theirs), pelorio)
        stranger.wait_for(lambda frame: theirs in frame.raw, "the stranger's new ticket")
        again = stream(STRANGER, hello.id)
        again.wait_for(lambda frame: frame.event == "hello", "its greeting")
        marks = ("quillmere", HELP)
        yield Heard(owner.frames, stranger.frames, again.frames, marks, (ours, theirs))


def test_4c_the_owners_stream_brings_the_owners_ticket_and_no_other(heard: Heard) -> None:
    assert any(heard.ours[0] in frame.raw for frame in heard.owner)
    assert not any(heard.ours[1] in frame.raw or OUTDOOR in frame.raw for frame in heard.owner)


@pytest.mark.parametrize("which", ["stranger", "resumed"])
def test_4c_the_others_stream_never_carries_it(heard: Heard, which: str) -> None:
    frames: list[Frame] = getattr(heard, which)
    assert any(heard.ours[1] in frame.raw for frame in frames), "the stream brings its own"
    bad = (heard.ours[0], *heard.marks)
    assert [frame.raw for frame in frames if any(word in frame.raw for word in bad)] == []


def test_4c_a_stream_is_refused_to_somebody_not_signed_in(demo: Demo) -> None:
    forged = Visitor(demo.house.port)
    forged.cookies["sessionid"] = uuid4().hex
    for visitor in (Visitor(demo.house.port), forged):
        with closing(Stream(visitor)) as stream:
            assert stream.status in {401, 403}
            assert stream.frames == []
