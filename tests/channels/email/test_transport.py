from __future__ import annotations

import pytest

from tests.servers import Sink, listening
from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed, Way
from threering.channels.email.transport import send

PARCEL = Packed(
    content=b"Subject: hi\r\n\r\n.dot\r\nbody\r\n", sender="a@shop.test", recipients=["b@x.test"]
)


def way(port: int) -> Way:
    return Way(secret={"url": f"smtp://127.0.0.1:{port}"})


def give(sink: Sink, told: list[str]) -> None:
    send(PARCEL, way(sink.port), lambda: told.append("handing over"))


def test_a_mail_arrives_byte_for_byte() -> None:
    told: list[str] = []
    with listening(Sink()) as sink:
        give(sink, told)
    assert sink.mails == [PARCEL.content]
    assert told == ["handing over"]


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 5.1.1 No such user", True), ("450 4.2.0 Greylisted", False)]
)
def test_a_refused_recipient_surely_got_nothing(answer: str, permanent: bool) -> None:  # noqa: FBT001
    told: list[str] = []
    with listening(Sink(rcpt=answer)) as sink, pytest.raises(DeliveryFailed) as failed:
        give(sink, told)
    assert failed.value.permanent is permanent
    assert (sink.mails, told) == ([], [])


def test_a_refused_content_is_known_not_to_have_been_taken() -> None:
    with (
        listening(Sink(data="554 5.7.1 Spam")) as sink,
        pytest.raises(DeliveryFailed, match="Spam") as failed,
    ):
        give(sink, [])
    assert failed.value.permanent


@pytest.mark.parametrize("answer", ["200 queued", "299 whatever"])
def test_any_answer_of_success_is_success(answer: str) -> None:
    with listening(Sink(data=answer)) as sink:
        give(sink, [])
    assert len(sink.mails) == 1


def test_an_answer_that_says_nothing_is_uncertain() -> None:
    with listening(Sink(data="354 more please")) as sink, pytest.raises(DeliveryUncertain):
        give(sink, [])


@pytest.mark.parametrize("moment", ["before", "after"])
def test_silence_after_the_content_is_uncertain(moment: str) -> None:
    with listening(Sink(vanish=moment)) as sink, pytest.raises(DeliveryUncertain):
        give(sink, [])


def test_no_server_is_a_failure_that_passes() -> None:
    with pytest.raises(DeliveryFailed) as failed:
        send(PARCEL, way(9), lambda: None)
    assert (failed.value.permanent, failed.value.unreachable) == (False, True)


def test_an_unset_server_says_which_setting_is_missing() -> None:
    with pytest.raises(DeliveryFailed, match="THREERING_SMTP_URL"):
        send(PARCEL, Way(), lambda: None)
