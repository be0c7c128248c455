from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from threering.kernel.history import tracked
from threering.organisation.models import Client, OfAllBrands, OfPeople
from threering.organisation.named import Named
from threering.organisation.presence.rules import Cause, Standing, State

STATES = [(state.value, state.value) for state in State]
CAUSES = [(cause.value, cause.value) for cause in Cause]


@tracked()
class BreakReason(Named):
    """What people of a client say their break is for."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="break_reasons")

    objects = OfAllBrands.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "client",
                Lower("name"),
                name="break_reason_in_use_once",
                condition=Q(archived_at=None),
            )
        ]


class Presence(models.Model):
    """How somebody stands now. Its row is held while that changes, so that one thing is first."""

    agent = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="presence"
    )
    state = models.CharField(max_length=10, choices=STATES, default=State.OFFLINE.value)
    cause = models.CharField(max_length=10, choices=CAUSES, default=Cause.SIGNED_OUT.value)
    reason = models.ForeignKey(BreakReason, models.PROTECT, null=True, related_name="+")
    before = models.CharField(max_length=10, choices=STATES, default=State.ONLINE.value)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OfPeople.as_manager()

    @property
    def standing(self) -> Standing:
        """As the rules want it."""
        return Standing(
            state=State(self.state),
            cause=Cause(self.cause),
            reason=self.reason_id,
            before=State(self.before),
            since=self.since,
            seen_at=self.seen_at,
        )


class AgentState(models.Model):
    """A state of somebody began; it lasts until their next one. The last one goes on.

    Append-only and partitioned by the month of `at`, which never goes back for one person. No
    foreign keys. How long a state lasted is asked of the next row: so there is no gap.
    """

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    agent_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=STATES)
    cause = models.CharField(max_length=10, choices=CAUSES)
    reason_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = OfPeople.as_manager()

    class Meta:
        managed = False
        db_table = "organisation_agentstate"
