"""What a batch knows of the database: every row once, and which rows its look-ups have found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from django.db.models import Model

from threering.kernel.wording import Key, Names, Row

Found = dict[Key, list[Any]]


class Question(NamedTuple):
    """Which rows are looked for by which columns, and whether they are to be held."""

    model: type[Model]
    names: Names
    lock: bool


class Known:
    """A look-up that was made once is answered from here, with what was written meanwhile."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], dict[int, Model]] = defaultdict(dict)
        self._born: dict[type[Model], set[int]] = defaultdict(set)
        self._answers: dict[type[Model], dict[Question, Found]] = defaultdict(dict)

    def forget(self) -> None:
        """Nothing that was read may still be true."""
        for known in (self._rows, self._born, self._answers):
            known.clear()

    def answers(self, question: Question) -> Found:
        """What it has found so far."""
        return self._answers[question.model].setdefault(question, {})

    def learn(self, question: Question, keys: Iterable[Key], found: Iterable[Row]) -> None:
        """Remember the answer of the database. Rows that are held replace those read before."""
        answers, seen = self.answers(question), self._rows[question.model]
        wanted = set(keys)
        answers.update((key, []) for key in wanted)
        for row in found:
            if question.lock and seen.setdefault(row.pk, row) is not row:
                self._answers[question.model] = {question: answers}
                seen[row.pk] = row
            same = seen.setdefault(row.pk, row)
            for key in wanted.intersection(_keys(same, question)):
                answers[key].append(same)

    def answer(self, question: Question, keys: Iterable[Key]) -> list[Key]:
        """Answer what we can without asking; which keys are left.

        What refers to a row that was born in this batch can itself be nowhere else.
        """
        own = {key for key in keys if self._refers_to_born(question, key)}
        if own:
            self.learn(question, own, list(self._rows[question.model].values()))
        return [key for key in keys if key not in own]

    def _refers_to_born(self, question: Question, key: Key) -> bool:
        pairs = zip(_referred(question), key, strict=True)
        return any(other and value in self._born[other] for other, value in pairs)

    def add(self, row: Model) -> None:
        """A new row: whoever looked for its like finds it from now on."""
        model = type(row)
        self._rows[model][row.pk] = row
        self._born[model].add(row.pk)
        for lock in (False, True):
            question = Question(model, (str(model._meta.pk.attname),), lock)
            self.answers(question)[(row.pk,)] = []
        self._file(row, self._answers[model])

    def change(self, row: Model, names: Names) -> bool:
        """File a changed row anew. False, and all its kind forgotten, if there is another copy."""
        model = type(row)
        if self._rows[model].setdefault(row.pk, row) is not row:
            self._rows[model], self._answers[model] = {row.pk: row}, {}
            return False
        written = {model._meta.get_field(name).attname for name in names}  # type: ignore[union-attr]
        touched = [q for q in self._answers[model] if not written.isdisjoint(q.names)]
        answers = {question: self._answers[model][question] for question in touched}
        for found in answers.values():
            for rows in found.values():
                rows[:] = [other for other in rows if other is not row]
        self._file(row, answers)
        return True

    def _file(self, row: Model, answers: dict[Question, Found]) -> None:
        for question, found in answers.items():
            for key in _keys(row, question):
                if key in found:
                    found[key].append(row)


def _keys(row: Model, question: Question) -> Iterator[Key]:
    """By what a row is found: one key, or one for each value in a column that holds many."""
    parts = [getattr(row, name) for name in question.names]
    return product(*(part if isinstance(part, list) else (_plain(part),) for part in parts))


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@cache
def _referred(question: Question) -> list[type[Model] | None]:
    """What the columns refer to, where they do."""
    fields = {field.attname: field for field in question.model._meta.local_concrete_fields}
    return [fields[name].related_model for name in question.names]
