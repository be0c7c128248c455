"""Tables of signing in: where people are signed in, and what is remembered for a while."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from threering.kernel.ids import uuid7


class OwnSignIns(models.QuerySet[Any]):
    def visible_to(self, actor: AbstractBaseUser) -> Self:
        """Everybody's own."""
        return self.filter(agent=actor, agent__is_active=True)


class SignIn(models.Model):
    """A session as its owner knows it: in which browser, from where, since when.

    `session` is a key of Django's table, without a foreign key: that table is written by others.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=60, default="", blank=True)
    address = models.GenericIPAddressField(null=True)
    signed_in_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OwnSignIns.as_manager()

    def __str__(self) -> str:
        return self.label


class Remembered(models.Model):
    """What Django's cache keeps, in the columns that its database backend asks for.

    All processes count wrong passwords and used codes here, so that there is one limit and not
    one for each of them.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "organisation_remembered"
