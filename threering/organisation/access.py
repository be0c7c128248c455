"""The table of who came in, who could not, and what was taken out: only ever added to."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pgtrigger
from django.db import models

from threering.kernel.history import here
from threering.kernel.time import now


class Access(models.Model):
    """Somebody signed in, failed to, was locked out, changed how they sign in, or took data out.

    No foreign keys: it outlives what it tells of. `agent_id`: None where an address was tried that
    nobody has; what was typed is not kept. `client_id`: None where it concerns the person alone.
    `data`: ids, numbers and words of ours.
    """

    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=40)
    agent_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    context: models.JSONField[Any, Any] = models.JSONField(null=True)
    """From where: as the histories of settings have it."""

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="access_by_time")]
        indexes += [models.Index(fields=["agent_id", "-at", "-id"], name="access_by_agent")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Kind(StrEnum):
    """What happened."""

    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    SIGN_IN_FAILED = "sign-in failed"
    LOCKED_OUT = "locked out"
    APP_ON = "app on"
    APP_OFF = "app off"
    CODES_MADE = "codes made"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    FACTORS_DROPPED = "factors dropped"
    AUDIT_EXPORTED = "audit exported"
    REPLIES_EXPORTED = "replies exported"


def note_access(
    kind: Kind, agent_id: int | None, *, client_id: int | None = None, **data: object
) -> None:
    """Write down that it happened, with from where."""
    Access.objects.create(
        kind=kind.value, agent_id=agent_id, client_id=client_id, data=data, context=here()
    )
