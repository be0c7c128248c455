"""Who is sent to try every address of the product, and what each is answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import uuid4

from tests.acceptance.addresses import FOR_ADMINS, OWNED, SHARED
from tests.acceptance.belongings import HELP, belongings
from tests.acceptance.belongings_people import ADMIN, people
from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Answer, Visitor
from threering.runtime.demo.cast import CLIENTS, FEDERLINDE, HOME, PASSWORD

OWNER, STRANGER = "tobias", "celestine"
"""Leads of two clients: each may do everything for one of them, and nothing for the other."""
NEIGHBOUR = "neighbour@desk.example"
"""An agent of the owner's client, for another brand of it only."""
KEEPER = "keeper@desk.example"
"""An admin of the stranger's client: where the owner's admin may do what the owner may not."""
INTRUDERS = ("stranger", "neighbour")


@dataclass
class Walk:
    """What each visitor was answered at each address, and what the owner saw before and after."""

    marks: tuple[str, ...]
    """Words that stand in the owner's pages only."""
    client: str
    """A word that the neighbour may read and the stranger may not."""
    places: dict[str, str] = field(default_factory=dict)
    stranger: dict[str, Answer] = field(default_factory=dict)
    neighbour: dict[str, Answer] = field(default_factory=dict)
    anonymous: dict[str, Answer] = field(default_factory=dict)
    owner: dict[str, Answer] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


def walk(demo: Demo) -> Walk:
    """Let the intruders and nobody try everything, then let the owner do the same."""
    owner, stranger = demo.visitor(OWNER), demo.visitor(STRANGER)
    anonymous = Visitor(demo.house.port)
    anonymous.get("/login")
    token = uuid4().hex
    done = Walk(marks=(token, HELP), client=HOME)
    admin, keeper = demo.visitor(ADMIN), _admin_elsewhere(demo)
    done.places = belongings(demo, owner, token) | people(demo, owner, admin)
    pages = [done.places["ticket-part"], "/ledger", "/tickets/all/list", "/outbox"]
    done.before = {page: steady(owner.get(page)) for page in pages}
    done.stranger = _try_all(stranger, done.places, admin=keeper)
    done.neighbour = _try_all(neighbour(demo), done.places)
    done.anonymous = _try_all(anonymous, done.places)
    done.after = {page: steady(owner.get(page)) for page in pages}
    owner.again(PASSWORD)
    done.owner = _try_all(owner, done.places, admin=admin)
    return done


def neighbour(demo: Demo) -> Visitor:
    """The agent of the other brand, let in by the command that there is for it."""
    return _let_in(demo, NEIGHBOUR, CLIENTS[0].name, "--brand", FEDERLINDE.name)


def _admin_elsewhere(demo: Demo) -> Visitor:
    return _let_in(demo, KEEPER, CLIENTS[1].name, "--role", "admin")


def _let_in(demo: Demo, email: str, client: str, *more: str) -> Visitor:
    words = ("--name", email.partition("@")[0].title(), "--client", client, *more)
    made = demo.house.run("createagent", email, *words, "--password-stdin", text=PASSWORD)
    assert made.returncode == 0 or "already has an account" in made.stderr, made.stderr
    return Visitor(demo.house.port).sign_in(email, PASSWORD)


def _try_all(
    visitor: Visitor, places: dict[str, str], *, admin: Visitor | None = None
) -> dict[str, Answer]:
    def sent_to(name: str) -> Visitor:
        return admin if admin and name in FOR_ADMINS else visitor

    found = {name: sent_to(name).get(path) for name, path in SHARED.items()}
    for name, data in OWNED.items():
        who = sent_to(name)
        if data is None:
            found[name] = who.get(places[name])
        else:
            form = {k: places[v[1:]] if v[:1] == "=" else v for k, v in data.items()}
            found[name] = who.post(places[name], form | {"key": str(uuid4())})
    return found


def steady(answer: Answer) -> str:
    """A page without what changes by itself: times that say how long ago, and tokens."""
    text = re.sub(r"<time.*?</time>", "", answer.text, flags=re.DOTALL)
    return re.sub(r'(nonce|content|value)="[^"]{12,}"', "", text)
