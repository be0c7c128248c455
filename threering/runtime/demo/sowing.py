"""The custom fields of the demo, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from threering.organisation.models import Agent, Client
from threering.stories.keep_field import keep_field
from threering.tickets.fieldrules import Kind
from threering.tickets.fields import Wanted
from threering.tickets.models import Field, FieldValue, Ticket

OUTCOMES = ("Refund", "Replacement", "Voucher", "Repair")
FIELDS = (
    Wanted(name="Wanted outcome", kind=Kind.CHOICE, choices=OUTCOMES),
    Wanted(name="Claim number", kind=Kind.TEXT),
    Wanted(name="Carrier asked", kind=Kind.YES_NO),
)
EVERY = 7  # of so many tickets, one has a claim, and three an outcome


def sow_fields(tickets: Sequence[Ticket], by: Agent) -> None:
    """Each client's fields, filled in on some of its tickets."""
    values: list[FieldValue] = []
    for client in Client.objects.all():
        fields = [keep_field(client, one, by=by, at=client.created_at) for one in FIELDS]
        mine = (ticket for ticket in tickets if ticket.client_id == client.pk)
        values += [value for ticket in mine for value in _values(ticket, fields)]
    FieldValue.objects.bulk_create(values, batch_size=500)


def _values(ticket: Ticket, fields: Sequence[Field]) -> list[FieldValue]:
    outcome, claim, asked = fields
    turn = ticket.number % EVERY
    found = {outcome: OUTCOMES[ticket.number % len(OUTCOMES)]} if turn < EVERY // 2 else {}
    if turn == 1:
        found |= {claim: f"CL-{40_000 + ticket.number}", asked: ("yes", "no")[ticket.number % 2]}
    return [
        FieldValue(client_id=ticket.client_id, ticket=ticket, field=field, value=value)
        for field, value in found.items()
    ]
