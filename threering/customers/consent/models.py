from __future__ import annotations

from django.conf import settings
from django.db import models

from threering.customers.consent.rules import REFUSABLE, How, Line
from threering.customers.models import Customer
from threering.kernel.ids import uuid7
from threering.organisation.models import Brand, Client


class Consent(models.Model):
    """A person agreed to mails for a purpose, or refused them. Lines are only ever added.

    Customers who are one person each get the line, so that it holds for each when they are parted;
    `said` ties those that were said at once. `brand`: none for all brands of the client. `ticket`
    is the number of the one in which it was said; this room does not know tickets. `by` is who
    noted it, none where the customer did it alone.

    Erasing a customer removes their lines: no address is left that could be written to.
    """

    said = models.UUIDField(default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True)
    purpose = models.CharField(max_length=20, choices=[(one.value, one.value) for one in REFUSABLE])
    agreed = models.BooleanField()
    how = models.CharField(max_length=10, choices=[(how.value, how.value) for how in How])
    ticket = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back")

    def line(self) -> Line:
        """What rules look at."""
        return Line(
            id=self.pk,
            customer=self.customer_id,
            purpose=self.purpose,
            brand=self.brand_id,
            agreed=self.agreed,
            takes_back=self.takes_back_id,
        )
