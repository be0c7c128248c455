"""What is stored past Django is what Django would store."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BooleanField, CharField, Field, IntegerField, Model, TextField

from threering.kernel.wording import columns, values

OURS = [model for model in apps.get_models() if model.__module__.startswith("threering.")]
PLAIN: dict[type[Field[Any, Any]], list[object]] = {
    BooleanField: [True, False],
    CharField: ["", "Grüße", "7"],
    IntegerField: [0, 7],
    TextField: ["", "two\nlines"],
}


def _plain(field: Field[Any, Any]) -> list[object]:
    """What a field may hold that needs no preparation; nothing for a field of another kind."""
    kind = type(field.target_field if field.remote_field else field)
    some = [value for of, some in PLAIN.items() if issubclass(kind, of) for value in some]
    return [*some, None] if some else []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_plain_values_are_stored_as_django_would_store_them(model: type[Model]) -> None:
    row, (_table, fields) = model(), columns(model)
    for field in fields:
        for value in _plain(field):
            setattr(row, field.attname, value)
            assert values(row, [field], add=False) == [field.get_db_prep_save(value, connection)]
