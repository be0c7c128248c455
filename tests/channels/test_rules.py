from __future__ import annotations

import pytest

from threering.channels.contract import Inbound, Party
from threering.channels.rules import addressed, forms_of

OURS = {"help@shop.test", "sales@shop.test"}
HELP, SALES, BOSS = "help@shop.test", "sales@shop.test", "boss@x.test"


def written(to: list[str], cc: list[str], delivered: list[str]) -> Inbound:
    return Inbound(
        external_id="",
        sent_at=None,
        sender_name="",
        sender_handle="ann@x.test",
        text="",
        to=tuple(Party(name="", handle=one) for one in to),
        cc=tuple(Party(name="", handle=one) for one in cc),
        delivered_to=tuple(delivered),
    )


@pytest.mark.parametrize(
    ("envelope", "delivered", "to", "cc", "inbox"),
    [
        ([HELP], [], [SALES], [], HELP),  # forwarded, or a blind copy
        ([HELP, SALES], [], [SALES, HELP], [], SALES),
        ([HELP, SALES], [], [BOSS], [SALES], SALES),
        ([SALES, HELP], [], [BOSS], [], SALES),
        ([], [HELP], [SALES], [], HELP),
        ([], [], [BOSS, HELP], [SALES], HELP),
        ([], [], [BOSS], [SALES], SALES),
        ([], [], [BOSS], [], ""),
        (["help+t-1@shop.test"], [], [], [], HELP),
    ],
)
def test_where_it_was_delivered_counts_before_what_it_says(
    envelope: list[str], delivered: list[str], to: list[str], cc: list[str], inbox: str
) -> None:
    assert addressed(written(to, cc, delivered), envelope, OURS) == inbox


def test_an_address_has_a_form_without_its_detail() -> None:
    assert forms_of(" Help+x@Shop.test ") == ("help+x@shop.test", "help@shop.test")
    assert forms_of("help@shop.test") == ("help@shop.test",)
