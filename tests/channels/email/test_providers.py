from __future__ import annotations

import base64
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from tests.replay import Door, replaying
from threering.channels.contract import (
    Attached,
    DeliveryFailed,
    DeliveryUncertain,
    Outbound,
    Packed,
    Quoted,
    Way,
)
from threering.channels.email import providers
from threering.channels.email.adapter import build
from threering.channels.email.transport import send

AT = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
ID = "<0123456789abcdef@shop.test>"
TO = "ingrid@example.com"
FILE = Attached(filename="Größe.pdf", content_type="application/pdf", content=b"%PDF-1.4 \xff")


def packed() -> Packed:
    return build(
        Outbound(
            external_id=ID,
            sent_at=AT,
            sender_name="Lena from North",
            sender_handle="help@shop.test",
            recipients=[TO],
            subject="Re: Größe?",
            text="It is on its way.",
            answers="<a1@example.com>",
            thread_keys=["<a0@example.com>", "<a1@example.com>"],
            quoted=Quoted(name="Ingrid Rossi", at=AT, text="Where is it?"),
            attached=[FILE],
        )
    )


# What each provider says when it has taken a mail, as its documentation prints it.
TAKEN: dict[str, tuple[object, str]] = {
    "brevo": ({"messageId": "<2026.1@smtp-relay.brevo.test>"}, "<2026.1@smtp-relay.brevo.test>"),
    "mailersend": ("", "5f8b"),
    "mailgun": ({"id": "<2026.2@shop.test>", "message": "Queued."}, "<2026.2@shop.test>"),
    "mailjet": (
        {"Messages": [{"Status": "success", "To": [{"Email": TO, "MessageID": 576460752}]}]},
        "576460752",
    ),
    "mandrill": ([{"email": TO, "status": "sent", "_id": "abc123"}], "abc123"),
    "postmark": (
        {"To": TO, "MessageID": "b7bc2f4a-e38e", "ErrorCode": 0, "Message": "OK"},
        "b7bc2f4a-e38e",
    ),
    "resend": ({"id": "49a3999c-0ce1"}, "49a3999c-0ce1"),
    "sendgrid": ("", ""),
    "sparkpost": (
        {
            "results": {
                "total_rejected_recipients": 0, "total_accepted_recipients": 1, "id": "11668787",
            }
        },
        "11668787",
    ),
}  # fmt: skip


def way(kind: str, door: Door) -> Way:
    secret = dict.fromkeys(providers.PROVIDERS[kind].needs, "a-key")
    return Way(kind=kind, secret=secret | {"api_url": door.url})


def taking(kind: str) -> Door:
    status = {"mailersend": 202, "sendgrid": 202}.get(kind, 200)
    return Door(status=status, answer=TAKEN[kind][0], headers={"X-Message-Id": "5f8b"})


def give(kind: str, door: Door) -> tuple[str, list[str]]:
    told: list[str] = []
    return send(packed(), way(kind, door), lambda: told.append("now")), told


@pytest.mark.parametrize("kind", sorted(providers.PROVIDERS))
def test_a_provider_takes_a_mail_and_its_id_is_kept(kind: str) -> None:
    with replaying(taking(kind)) as door:
        found, told = give(kind, door)
    assert (len(door.asked), told) == (1, ["now"])
    assert found == TAKEN[kind][1] if kind != "sendgrid" else len(found) == 36
    assert b"a-key" not in door.asked[0].path.encode()


@pytest.mark.parametrize("kind", sorted(k for k, p in providers.PROVIDERS.items() if p.raw))
def test_who_takes_whole_mails_is_given_our_very_bytes(kind: str) -> None:
    content = packed().content
    parcel = Packed(content=content, sender="help@shop.test", recipients=[TO])
    with replaying(taking(kind)) as door:
        send(parcel, way(kind, door), lambda: None)
    asked = door.asked[0]
    found = {
        "mailgun": lambda: asked.body.partition(b"message/rfc822\r\n\r\n")[2].rpartition(
            b"\r\n--")[0],
        "mandrill": lambda: asked.json["raw_message"].encode(),
        "sparkpost": lambda: asked.json["content"]["email_rfc822"].encode(),
    }[kind]()  # fmt: skip
    assert found == content or found + b"\r\n" == content
    assert TO.encode() in asked.body


@pytest.mark.parametrize("kind", sorted(k for k, p in providers.PROVIDERS.items() if not p.raw))
def test_who_writes_mails_anew_is_given_what_threads_them(kind: str) -> None:
    with replaying(taking(kind)) as door:
        give(kind, door)
    said = str(door.asked[0].json)
    for words in ("<a1@example.com>", "<a0@example.com> <a1@example.com>", "Re: Größe?", TO):
        assert words in said, words
    assert base64.b64encode(FILE.content).decode() in said
    assert ("It is on its way." in said, "blockquote" in said, "Größe.pdf" in said) == (True,) * 3
    assert (ID in said) is providers.PROVIDERS[kind].keeps_id


def test_postmark_is_told_to_keep_our_message_id() -> None:
    with replaying(taking("postmark")) as door:
        give("postmark", door)
    headers = {one["Name"]: one["Value"] for one in door.asked[0].json["Headers"]}
    assert (headers["X-PM-KeepID"], headers["Message-ID"]) == ("true", ID)


def test_resend_knows_a_mail_again_by_its_key() -> None:
    with replaying(taking("resend")) as door:
        give("resend", door)
    assert door.asked[0].headers["Idempotency-Key"] == ID.strip("<>")


@pytest.mark.parametrize(
    ("status", "permanent", "unreachable"),
    [(400, True, False), (422, True, False), (413, True, False), (404, True, False),
     (401, False, True), (408, False, False), (429, False, True), (503, False, True)],
)  # fmt: skip
def test_a_clear_no_is_a_failure(status: int, *, permanent: bool, unreachable: bool) -> None:
    with (
        replaying(Door(status=status, answer={"message": "no"})) as door,
        pytest.raises(DeliveryFailed) as failed,
    ):
        give("sendgrid", door)
    assert (failed.value.permanent, failed.value.unreachable) == (permanent, unreachable)
    assert str(status) in str(failed.value)
    assert "a-key" not in str(failed.value)


@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_error_of_theirs_may_have_sent_it(status: int) -> None:
    with replaying(Door(status=status)) as door, pytest.raises(DeliveryUncertain):
        give("sendgrid", door)


def test_an_error_of_one_who_knows_it_again_is_simply_tried_again() -> None:
    with replaying(Door(status=500)) as door, pytest.raises(DeliveryFailed) as failed:
        give("resend", door)
    assert not failed.value.permanent


def test_a_yes_that_cannot_be_read_is_uncertain() -> None:
    with replaying(Door(answer="<html>ok</html>")) as door, pytest.raises(DeliveryUncertain):
        give("postmark", door)


def test_a_yes_in_a_form_that_nobody_knows_is_uncertain() -> None:
    odd = {"To": "no address", "MessageID": "1", "ErrorCode": 0, "Message": "OK"}
    with replaying(Door(answer=odd)) as door, pytest.raises(DeliveryUncertain):
        give("postmark", door)


def test_a_hang_up_after_the_request_is_uncertain() -> None:
    with replaying(Door(silent="hangs up")) as door, pytest.raises(DeliveryUncertain):
        give("postmark", door)
    assert len(door.asked) == 1


def test_silence_after_success_is_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "PATIENCE", (5, 0.5))
    with replaying(Door(silent="hangs")) as door, pytest.raises(DeliveryUncertain):
        give("postmark", door)
    assert len(door.asked) == 1


def test_a_door_that_is_not_there_is_known_not_to_have_been_passed() -> None:
    with replaying(Door()) as door:
        pass
    with pytest.raises(DeliveryFailed) as failed:
        give("postmark", door)
    assert (failed.value.permanent, failed.value.unreachable) == (False, True)


def test_a_recipient_that_the_provider_refuses_is_a_failure_for_good() -> None:
    refused = {"ErrorCode": 406, "Message": f"You tried to send to a recipient that has been"
               f" marked as inactive. Found inactive addresses: {TO}. "}  # fmt: skip
    with replaying(Door(status=422, answer=refused)) as door, pytest.raises(DeliveryFailed) as no:
        give("postmark", door)
    assert no.value.permanent
    assert TO in str(no.value)


def test_a_missing_key_is_said_before_anything_is_handed_over() -> None:
    told: list[str] = []
    with pytest.raises(DeliveryFailed, match="not set up"):
        send(packed(), Way(kind="postmark"), lambda: told.append("now"))
    assert told == []


def test_what_a_way_asks_for_is_never_printed() -> None:
    assert "a-key" not in repr(Way(kind="postmark", secret={"server_token": "a-key"}))


def test_several_recipients_are_told_apart_from_those_who_get_a_copy() -> None:
    outbound = Outbound(
        external_id=ID,
        sent_at=AT,
        sender_name="",
        sender_handle="help@shop.test",
        recipients=[TO],
        cc=["bob@example.com"],
        subject="Hi",
        text="Both.",
    )
    with replaying(taking("resend")) as door:
        send(build(outbound), way("resend", door), lambda: None)
    said = door.asked[0].json
    assert (said["to"], said["cc"]) == ([TO], ["bob@example.com"])


def test_our_own_mail_reads_back_as_it_was_written() -> None:
    mail = message_from_bytes(packed().content, policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "> Where is it?" in body.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Größe.pdf"]
