"""What the stories of a batch will ask one by one, asked at once before they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from threering.channels.contract import Inbound
from threering.customers import actions as customers
from threering.ledger import blobs
from threering.ledger.models import Arrival
from threering.tickets import threading


def foresee(parsed: Sequence[tuple[Arrival, object]]) -> None:
    """Look up customers, answered messages and files of all these mails in a few questions.

    Nothing depends on it but speed: what is not foreseen is asked when it is needed.
    """
    mails: dict[tuple[int, str], list[Inbound]] = defaultdict(list)
    for arrival, found in parsed:
        if isinstance(found, Inbound):
            mails[arrival.client_id, arrival.kind].append(found)
    for (client_id, kind), many in mails.items():
        known = customers.recall(client_id, kind, [mail.sender_handle for mail in many])
        who_wrote = list(zip(many, known, strict=True))
        threading.recall(client_id, kind, who_wrote)
        files = [(who.key_id, file) for mail, who in who_wrote if who for file in mail.attached]
        blobs.recall([(key_id, file.content) for key_id, file in files])
