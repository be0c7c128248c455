from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from threering.kernel.history import tracked
from threering.organisation.models import Client, OfAllBrands
from threering.organisation.named import Named


@tracked()
class Skill(Named):
    """Something that not everybody of a client can do: a language, a range of goods."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="skills")

    objects = OfAllBrands.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "client", Lower("name"), name="skill_in_use_once", condition=Q(archived_at=None)
            )
        ]


class Level(models.IntegerChoices):
    """How well. Who cannot has no row."""

    BASIC = 1
    GOOD = 2
    EXPERT = 3


@tracked(by="skill")
class Ability(models.Model):
    """Somebody has a skill."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="abilities")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="abilities")
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "agent"], name="ability_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="ability_level"),
        ]
