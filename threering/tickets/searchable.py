"""What the search looks into: one line of words a ticket, and the words that a client's mail uses.

PostgreSQL keeps the lines itself, in the transaction that writes a message (migration 0002),
so that no writer can forget them; `vocabulary.py` learns the words afterwards. What both hold is
derived from the tickets and could be made again.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from threering.organisation.models import Client

LONGEST_WORD = 30  # letters; what is longer nobody mistypes but a machine
GOES_ALONG: dict[str, Any] = {"on_delete": models.DO_NOTHING, "db_constraint": False}
"""PostgreSQL deletes what is derived from a ticket with it, also what a trigger just wrote."""


class Searchable(models.Model):
    """All words of a ticket, folded, each once, and marks that begin with "=".

    =f: who wrote, =t: to whom, =s: the subject, =h: what it has, and whose it is, in any week and
    in that of its last message: =c12 and =c12w2951 for client 12, =b3 and =b3w2951 for brand 3.
    """

    ticket = models.OneToOneField("tickets.Ticket", primary_key=True, **GOES_ALONG)
    client = models.ForeignKey(Client, models.PROTECT)
    words = SearchVectorField()


class Word(models.Model):
    """A word that occurs in a client's tickets: what a mistyped one may have meant."""

    client = models.ForeignKey(Client, models.PROTECT)
    word = models.CharField(max_length=LONGEST_WORD, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "word"], name="word_once")]


class Unlearned(models.Model):
    """A ticket whose words wait to be learned; `stale`: its line has to be written first."""

    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey("tickets.Ticket", related_name="+", **GOES_ALONG)
    stale = models.BooleanField(default=False)
