"""Custom fields: kept by a client's leads, filled in on tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from threering.kernel import rows
from threering.ledger.catalogue_properties import FieldKept, FieldSet
from threering.ledger.fact import Fact
from threering.organisation.models import Client
from threering.tickets.actions import touch
from threering.tickets.fieldrules import Kind, value_of
from threering.tickets.models import Field, FieldValue, Ticket


class NameTaken(Exception):
    """Another field of the client has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A field as somebody wants it. `choices`: of a field of choices."""

    name: str
    kind: Kind
    choices: Sequence[str] = ()


def keep(client: Client, wanted: Wanted, field: Field | None) -> tuple[Field, list[Fact]]:
    """A new field, or another form of one. What it holds stays: so does its kind.

    Raises NameTaken.
    """
    if field is None:
        last = Field.objects.filter(client=client).aggregate(last=Max("position"))["last"]
        field = Field(client=client, kind=wanted.kind.value, position=(last or 0) + 1)
    field.name, field.choices = wanted.name, list(wanted.choices)
    _saved(field)
    return field, [FieldKept(field=field.pk, archived=0)]


def archive(field: Field, at: datetime | None) -> list[Fact]:
    """Out of use, or with None in use again; nothing where it is so. Raises NameTaken."""
    if (field.archived_at is None) == (at is None):
        return []
    field.archived_at = at
    _saved(field)
    return [FieldKept(field=field.pk, archived=int(at is not None))]


def _saved(field: Field) -> None:
    try:
        with transaction.atomic():
            field.save()
    except IntegrityError as error:
        raise NameTaken from error


def fill_in(ticket: Ticket, field: Field, typed: str) -> list[Fact]:
    """Write a value, or with "" none; nothing where it stands there. Raises DoesNotFit."""
    value = value_of(Kind(field.kind), typed, field.choices)
    there = ticket.field_values.filter(field=field).first()
    if (there.value if there else "") == value:
        return []
    if not value:
        ticket.field_values.filter(field=field).delete()
    else:
        FieldValue.objects.update_or_create(
            ticket=ticket, field=field, defaults={"value": value, "client_id": ticket.client_id}
        )
    touch(ticket)
    return [FieldSet(field=field.pk)]


def filled_in(ticket: Ticket) -> list[tuple[Field, str]]:
    """The fields of a ticket with what stands in them; archived ones only where something does."""
    fields = rows.select(Field, "client_id = %s order by position, id", ticket.client_id)
    values = rows.find(FieldValue, ticket_id=ticket.pk) if fields else []
    stands = {one.field_id: one.value for one in values}
    shown = (one for one in fields if one.archived_at is None or one.pk in stands)
    return [(field, stands.get(field.pk, "")) for field in shown]
