from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from threering.kernel.history import tracked
from threering.organisation.models import OfPeople
from threering.organisation.standins import rules


@tracked(by="agent")
class StandIn(models.Model):
    """A colleague stands in for somebody who is away. One for each person, the latest.

    `ends_at`: from then on no more; None: until they are at work again. `ended_at`: when that was,
    or when somebody ended it by hand.
    """

    agent = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stand_in_of"
    )
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = OfPeople.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(agent=F("stand_in")), name="nobody_stands_in_for_themselves"
            ),
        ]

    @property
    def absence(self) -> rules.Absence:
        """As the rules want it."""
        return rules.Absence(self.begins_at, self.ends_at)

    def holds(self, at: datetime) -> bool:
        """Whether it holds at that moment."""
        return self.ended_at is None and self.absence.covers(at)

    def is_over(self, at: datetime) -> bool:
        """Whether it holds no longer."""
        return self.ended_at is not None or self.absence.is_over(at)

    def days(self) -> dict[str, str]:
        """Its days as they were said, by the zone of who is away: to say the same again."""
        zone = ZoneInfo(self.agent.time_zone)
        first = {"begins": self.begins_at.astimezone(zone).date().isoformat()}
        last = rules.last_day(self.ends_at, zone).isoformat() if self.ends_at else ""
        return first | {"ends": last}
