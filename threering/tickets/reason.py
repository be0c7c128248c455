"""The model of the reasons why customers write."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from threering.kernel.history import tracked
from threering.kernel.ids import uuid7
from threering.organisation.models import Client, OfAllBrands
from threering.tickets.reasontree import LONGEST_NAME, Node


@tracked()
class ContactReason(models.Model):
    """Why a customer writes, in the words of the client's leads: a tree of at most three levels.

    Archived, it is offered no longer, nor is what hangs beneath it; tickets keep it. Where
    `first_contact_eligible` is off, nobody could have solved it at the first contact, and its
    tickets do not count against that (net first contact resolution).
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=LONGEST_NAME)
    position = models.PositiveIntegerField(default=0)
    first_contact_eligible = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True)

    objects = OfAllBrands.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                *("client", "parent", Lower("name")),
                name="reason_name_once",
                condition=Q(archived_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="reason_above_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def node(self) -> Node:
        """What the tree needs of it."""
        return Node(
            id=self.pk,
            name=self.name,
            parent=self.parent_id,
            position=self.position,
            archived=self.archived_at is not None,
        )
