"""What has to be done on a ticket, step by step, and by whom it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext as _

from threering.kernel import rows
from threering.kernel.ids import uuid7
from threering.organisation.models import Agent, Client, OfOneClient

MOST_STEPS = 50
MOST_LETTERS = 200


class TooManySteps(Exception):
    """The list is as long as anybody can read."""

    def __str__(self) -> str:
        return _("%(most)s steps are on it already; take one off first.") % {"most": MOST_STEPS}


class StepQuerySet(OfOneClient):
    has_brand = False


class Step(models.Model):
    """One thing to do. One that is taken off stays, so that it can be put back."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="steps")
    text = models.CharField(max_length=MOST_LETTERS)
    position = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    taken_off_at = models.DateTimeField(null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ticket", "position"], name="step_of_ticket")]

    def __str__(self) -> str:
        return self.text


def steps_of(ticket: Any) -> list[Step]:
    """The steps of a ticket, in their order."""
    there = "ticket_id = %s and taken_off_at is null order by position, id"
    steps = rows.select(Step, there, ticket.pk)
    prefetch_related_objects(steps, "done_by")
    return steps


def add_step(ticket: Any, text: str) -> Step | None:
    """One more at the end; nothing where it stands there and is not done. Raises TooManySteps."""
    there = steps_of(ticket)
    if any(step.text == text and step.done_at is None for step in there):
        return None
    if len(there) >= MOST_STEPS:
        raise TooManySteps
    last = ticket.steps.aggregate(last=Max("position"))["last"] or 0
    made: Step = Step.objects.create(
        client_id=ticket.client_id, ticket=ticket, text=text, position=last + 1
    )
    return made


def set_done(step: Step, by: Agent | None, *, at: datetime) -> bool:
    """Done by somebody at that moment, or to be done again; whether that changed anything."""
    if (step.done_at is None) == (by is None):
        return False
    step.done_at, step.done_by = (at, by) if by else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    return True


def take_off(step: Step, *, at: datetime | None) -> bool:
    """Off the list, or with None back where it stood; whether that changed anything."""
    if (step.taken_off_at is None) == (at is None):
        return False
    step.taken_off_at = at
    step.save(update_fields=["taken_off_at"])
    return True
