"""Why the customers of the demo write: each merchant's tree, and what was said of a ticket."""

# ruff: noqa: RUF001 - the arrow between names

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from threering.runtime.demo.cast import HOME, OUTDOOR
from threering.tickets.reasontree import BETWEEN

LATER = "*"
"""Ends the name of a reason that nobody can solve at the first contact."""
SHARED = """
Delivery
  Where is my order
  Late
    Held up by the carrier
    Lost in transit *
  Parcel incomplete
  Change of address
Returns & refunds
  How to send it back
  Exchange
    {exchange}
    Wrong item sent *
  Refund
    Not received yet
    Wrong amount
Product
  Damaged
    On arrival *
    Worn out early *
  Guarantee *
  {advice}
Order
  Cancel
  Change
Payment
  Invoice
  Voucher or discount
  Charged twice
  Dispute at the bank *
Account
  Cannot sign in
  My data
Before the sale
  Back in stock
  {question}
Feedback
  Complaint
  Praise
"""
OWN = {
    HOME: {
        "exchange": "Another size or colour",
        "advice": "Assembly and spare parts",
        "question": "Materials and measures",
    },
    OUTDOOR: {
        "exchange": "Another size",
        "advice": "Care and waterproofing",
        "question": "Which size fits",
    },
}
SAID = {
    "where": {
        "Delivery › Where is my order": 5,
        "Delivery › Late › Held up by the carrier": 2,
        "Delivery › Late › Lost in transit": 1,
    },
    "damaged": {"Product › Damaged › On arrival": 1},
    "size": {"Returns & refunds › Exchange › {exchange}": 1},
    "refund": {"Returns & refunds › Refund › Not received yet": 1},
    "cancel": {"Order › Cancel": 1},
    "address": {"Delivery › Change of address": 1},
    "invoice": {"Payment › Invoice": 1},
    "voucher": {"Payment › Voucher or discount": 1},
    "stock": {"Before the sale › Back in stock": 1},
    "warranty": {"Product › Guarantee": 1},
    "chargeback": {"Payment › Charged twice": 2, "Payment": 1},
    "angry": {"Feedback › Complaint": 1},
    "praise": {"Feedback › Praise": 1},
    "missing": {"Delivery › Parcel incomplete": 1},
    "returns": {"Returns & refunds › How to send it back": 1},
}
"""What an agent would say of each situation, and how often."""
SHARE = {"new": 0.0, "open": 0.7, "pending": 0.9, "on_hold": 0.95, "solved": 0.96, "closed": 0.96}
"""Of how many tickets it was said: the more was done about them, the likelier."""


def reason_of(situation: str, status: str, client: str, rng: Random) -> str:
    """The path of a ticket's reason; "" where nobody has said it yet."""
    if situation not in SAID or rng.random() >= SHARE[status]:
        return ""
    said = SAID[situation]
    return rng.choices(list(said), list(said.values()))[0].format(**OWN[client])


def branches(client: str) -> Iterator[tuple[str, bool]]:
    """The tree of a client, from the top: each path, and whether one contact can solve it."""
    path: list[str] = []
    for line in SHARED.format(**OWN[client]).strip().splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        path[depth:] = [line.removesuffix(LATER).strip()]
        yield BETWEEN.join(path), not line.endswith(LATER)
