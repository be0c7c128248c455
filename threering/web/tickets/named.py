"""What the ids in facts are called now: teams, reasons, tags, fields, steps of a checklist."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from threering.ledger.fact import Fact, NameOf
from threering.organisation.queries import team_names
from threering.tickets.checklist import Step
from threering.tickets.models import Field, Tag
from threering.tickets.reasons import paths_of

Names = Mapping[int | None, str]


def _column(model: type[Tag | Field | Step], column: str) -> Callable[[Collection[int]], Names]:
    def look_up(ids: Collection[int]) -> Names:
        return dict(model._default_manager.filter(pk__in=ids).values_list("pk", column))

    return look_up


KINDS: dict[str, tuple[Callable[[Collection[int]], Names], tuple[str, ...]]] = {
    "team": (team_names, ("before", "after")),
    "reason": (paths_of, ("after",)),
    "tag": (_column(Tag, "name"), ("tag",)),
    "field": (_column(Field, "name"), ("field",)),
    "step": (_column(Step, "text"), ("step",)),
}
"""How each kind of name is looked up, and where the facts that have it hold the ids."""


def namers(facts: Iterable[Fact]) -> dict[str, NameOf]:
    """For each kind of name what turns an id of these facts into it; "" where nobody knows it."""
    known, found = list(facts), {}
    for kind, (look_up, places) in KINDS.items():
        theirs = [fact for fact in known if fact.names == kind]
        ids = {getattr(fact, place) for fact in theirs for place in places} - {None}
        found[kind] = namer(look_up(ids) if ids else {})
    return found


def namer(names: Names) -> NameOf:
    """What turns an id into one of these names."""
    return lambda pk: names.get(pk, "")
