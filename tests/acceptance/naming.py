"""What names somebody else's client beside the address: asked, in the form, in a table.

Pages that make something say nothing of whose it is in their address, so whoever may make such a
thing for one client tries to make it for another.
"""

from __future__ import annotations

from uuid import uuid4

from tests.acceptance.attacks import Attempt, Route, guarded
from tests.acceptance.visitor import Answer, Visitor
from threering.organisation.rules import Verb
from threering.runtime.demo.cast import HOME, QUILLMERE

ELSEWHERE = {"client-new"}
"""What is made for no client that is there."""
MORE = {"replies-import", "bulk", "view-keep"}


def aimed() -> list[Route]:
    """Every address that names nothing of a client."""
    return [route for route in guarded().values() if not route.on_a_thing]


def makers() -> list[Route]:
    """Those of them that make or change something of a client, which has to be named."""
    made = [route for route in aimed() if route.name.endswith("-new") or route.name in MORE]
    return [route for route in made if route.verb is not Verb.ENTER and route.name not in ELSEWHERE]


def send(visitor: Visitor, route: Route, form: dict[str, str], places: dict[str, str]) -> Attempt:
    """Send everything that any page asks for, and a table, each naming the attacked client."""
    address = f"{route.shape.replace('<slug:view>', 'all').replace('<slug:form>', 'csv')}"
    fields = form | _named(places) | _own_to(route, places)
    answer = _with_table(visitor, f"{address}?client={HOME}", fields)
    return Attempt("stranger", route, "POST", f"{address}?client={HOME}", answer)


def _named(places: dict[str, str]) -> dict[str, str]:
    """Their client, brand, ticket and things in fields; each time something new."""
    fresh = uuid4().hex
    return {
        "name": f"Taken {fresh}",
        "client": HOME,
        "place": f"{HOME}/{QUILLMERE.slug}",
        "brand": places["signature"].rpartition("/")[2],
        "email": f"{fresh}@guest.example",
        "address": f"{fresh}@quillmere.example",
        "tickets": places["chosen"],
        "version": "",
        "status": "",
        "key": str(uuid4()),
    }


def _own_to(route: Route, places: dict[str, str]) -> dict[str, str]:
    """Where one word means something else from page to page."""
    return {
        "brand-new": {"language": "en"},
        "field-new": {"kind": "text"},
        "invitation-new": {"all": "light"},
        "reason-new": {"under": ""},
        "view-keep": {"saved": "", "query": "is:mine", "order": "latest"},
        "bulk": {"what": "priority", "value": "3", "until": ""},
    }.get(route.name, {})


def _with_table(visitor: Visitor, address: str, fields: dict[str, str]) -> Answer:
    edge = uuid4().hex
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    table = f"client,brand,name,text\r\n{HOME},{QUILLMERE.slug},{fields['name']},Pay me\r\n"
    parts.append(f'name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n{table}')
    opened = "".join(f"--{edge}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    return visitor.send(address, f"{opened}--{edge}--\r\n".encode(), edge)
