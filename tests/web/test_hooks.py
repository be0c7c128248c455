"""What mail providers post: proved, stored raw, and understood like any other mail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import providers
from tests.house import House
from tests.mail import deliver, mail
from tests.posts import FORM, Post, key_of
from tests.providers import Account
from threering.channels.actions import create_hook
from threering.channels.email.hooks.posted import Posted
from threering.channels.email.hooks.providers import PROVIDERS, USER, Secret
from threering.channels.email.hooks.reading import HARD
from threering.channels.models import Hook, Inbox
from threering.channels.queries import secret_of
from threering.jobs.arrivals import drain_arrivals
from threering.kernel.time import now
from threering.ledger import blobs
from threering.ledger.models import Arrival, Delivery
from threering.stories.send_reply import send_reply
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
TO = "help@shop.test"
TAKERS = sorted(providers.MAILS)
TELLERS = sorted(providers.TOLD)
BUNDLERS = ["brevo", "mailjet", "mandrill", "sendgrid", "sparkpost"]


@dataclass
class Provider:
    """One provider with a hook of ours."""

    hook: Hook
    account: Account

    def post(self, post: Post, **without: str) -> HttpResponse:
        headers = {name: value for name, value in post.headers.items() if name not in without}
        path = f"/hooks/{self.hook.provider}/{self.hook.uuid}{post.suffix}"
        return Client().post(path, post.body, content_type=post.content_type, headers=headers)  # type: ignore[return-value]


def opened(inbox: Inbox, name: str) -> Provider:
    hook, secret = create_hook(inbox, name, key_of(name))
    url = f"http://{USER}:{secret.password}@testserver/hooks/{name}/{hook.uuid}"
    return Provider(hook, Account(name, url if PROVIDERS[name].signs != "everything" else
                                  f"http://testserver/hooks/{name}/{hook.uuid}"))  # fmt: skip


def understood() -> list[Arrival]:
    while drain_arrivals():
        pass
    return list(Arrival.objects.order_by("id"))


@pytest.mark.parametrize("name", TAKERS)
def test_a_mail_becomes_a_message_like_any_other(house: House, name: str) -> None:
    provider = opened(house.shop, name)
    assert provider.post(provider.account.mail(mail(), TO)).status_code == 200
    assert Arrival.objects.get().outcome is None  # stored first, understood later
    (arrival,) = understood()
    assert (arrival.outcome, arrival.reason) == ("message", "")
    said = Message.objects.get()
    assert said.text.strip() == "It has been a week."
    assert (said.external_id, said.ticket.subject) == ("<a1@example.com>", "Where is my parcel?")
    assert said.ticket.inbox == house.shop


@pytest.mark.parametrize("name", TAKERS)
def test_the_same_twice_is_one_arrival(house: House, name: str) -> None:
    provider = opened(house.shop, name)
    for _ in range(2):
        assert provider.post(provider.account.mail(mail(), TO)).status_code == 200
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_what_proves_nothing_is_refused_and_nothing_of_it_is_kept(house: House, name: str) -> None:
    provider = opened(house.shop, name)
    about = provider.account.event("bounced", "<out@shop.test>", "ingrid@example.com")
    posts = [about] if name == "resend" else [about, provider.account.mail(mail(), TO)]
    for post in posts:
        forged = Post(post.body, post.content_type, _broken(post), post.suffix)
        if name == "mailgun":
            forged.body = post.body.replace(_token(post), b"0" * 32)
        assert provider.post(forged).status_code in (401, 403)
    assert not Arrival.objects.exists()
    assert not blobs.Blob.objects.exists()
    provider.hook.refresh_from_db()
    assert provider.hook.refused == len(posts)
    assert provider.hook.last_event_at is None


def _broken(post: Post) -> dict[str, str]:
    """Headers that prove nothing, of the same form."""
    return {name: value[:-6] + "AAAAAA" for name, value in post.headers.items()}


def _token(post: Post) -> bytes:
    if post.content_type == "application/json":
        return str(json.loads(post.body)["signature"]["token"]).encode()
    return post.body.partition(b'name="token"\r\n\r\n')[2][:32]


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_without_any_proof_it_is_refused(house: House, name: str) -> None:
    provider = opened(house.shop, name)
    for content_type in ("application/json", FORM, "multipart/form-data; boundary=x"):
        for body in (b"{}", b"[]", b"", b"a=b", b"\xff\xfe"):
            assert provider.post(Post(body, content_type)).status_code in (401, 403, 406)
    assert not Arrival.objects.exists()


def test_another_hooks_password_opens_nothing(house: House) -> None:
    ours, theirs = opened(house.shop, "postmark"), opened(house.other, "postmark")
    assert ours.post(theirs.account.mail(mail(), TO)).status_code == 401
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("name", TELLERS)
@pytest.mark.parametrize("what", providers.EVENTS)
def test_news_about_something_that_we_did_not_send_is_kept_and_said(
    house: House, name: str, what: str
) -> None:
    provider = opened(house.shop, name)
    news = provider.account.event(what, "<out@shop.test>", "ingrid@example.com")
    assert provider.post(news).status_code == 200
    (arrival,) = understood()
    if what == "opened":
        assert arrival.outcome == "rejected"
        assert arrival.reason.startswith("Rule tracking")
    else:
        assert arrival.outcome == "quarantined"
        assert "did not send" in arrival.reason


@pytest.mark.parametrize("name", TELLERS)
@pytest.mark.parametrize("what", ["delivered", "bounced", "deferred", "complained"])
def test_news_is_tied_to_what_we_sent(house: House, name: str, what: str) -> None:
    """By our own Message-ID where the provider repeats it, else by its own id."""
    sent = answered(house)
    provider = opened(house.shop, name)
    about = sent.external_id if name in ("mailgun", "sendgrid", "brevo") else sent.provider_id
    recipient = str(sent.recipients[0])
    assert provider.post(provider.account.event(what, about, recipient)).status_code == 200
    arrival = understood()[-1]
    assert (arrival.outcome, arrival.delivery) == ("report", sent)
    if name != "resend" or what == "bounced":  # it gives no words otherwise
        assert arrival.reason == f"words of a server: {what}"
    sent.refresh_from_db()
    assert sent.state == ("failed" if what == "bounced" else "sent")


def answered(house: House) -> Delivery:
    """A reply that a provider took."""
    deliver(house.shop, mail())
    written = Written(author=house.ann, text="On its way.", key=uuid4())
    sent = send_reply(Ticket.objects.get(), written, at=now()).delivery
    assert sent
    Delivery.objects.filter(pk=sent.pk).update(state="sent", provider_id="2849")
    sent.refresh_from_db()
    return sent


@pytest.mark.parametrize(
    ("name", "said", "hard"),
    [
        ("mailgun", {"event-data": {"event": "failed", "severity": "permanent"}}, True),
        ("sendgrid", {"event": "bounce", "type": "blocked"}, False),
        ("postmark", {"Type": "SoftBounce"}, False),
        ("brevo", {"event": "soft_bounce"}, False),
        ("mailjet", {"hard_bounce": True}, True),
        ("mandrill", {"event": "soft_bounce"}, False),
        ("sparkpost", {"msys": {"message_event": {"bounce_class": "22"}}}, False),
        ("resend", {"data": {"bounce": {"type": "Transient"}}}, False),
    ],
)
def test_a_full_mailbox_is_no_bad_address(name: str, said: dict[str, Any], *, hard: bool) -> None:
    assert HARD[name](said) is hard


@pytest.mark.parametrize("name", BUNDLERS)
def test_a_request_that_tells_of_two_things_is_two_arrivals(house: House, name: str) -> None:
    provider = opened(house.shop, name)
    account = provider.account
    if name in ("brevo", "mandrill"):
        posts = [account.mail(mail(message_id=f"<{n}@example.com>"), TO) for n in "ab"]
    else:
        posts = [account.event("bounced", f"<{n}@shop.test>", "a@example.com") for n in "ab"]
    for _ in range(2):
        assert provider.post(account.batch(posts)).status_code == 200
    assert len(understood()) == 2
    if name in ("brevo", "mandrill"):
        assert {said.external_id for said in Message.objects.all()} == {
            "<a@example.com>",
            "<b@example.com>",
        }


def test_a_mail_in_another_charset_keeps_its_bytes(house: House) -> None:
    raw = mail().replace(b"It has been a week.", "Où est-il, était-il à Noël ?".encode("latin-1"))
    raw = raw.replace(b'charset="utf-8"', b'charset="iso-8859-1"').replace(b"7bit", b"8bit")
    for name in ("mailgun", "sendgrid", "sparkpost"):
        Message.objects.all().delete()
        provider = opened(house.shop, name)
        assert provider.post(provider.account.mail(raw, TO)).status_code == 200
        understood()
        assert Message.objects.get().text.strip() == "Où est-il, était-il à Noël ?", name


def test_what_does_not_have_the_providers_form_is_kept_and_set_aside(house: House) -> None:
    provider = opened(house.shop, "postmark")
    nonsense = provider.account.mail(mail(), TO)
    nonsense.body = b'{"neither": "nor"'
    assert provider.post(nonsense).status_code == 200
    (arrival,) = understood()
    assert arrival.outcome == "quarantined"
    assert arrival.reason


def test_a_test_of_the_provider_stores_nothing_and_is_welcome(house: House) -> None:
    provider = opened(house.shop, "mandrill")
    assert provider.post(provider.account.batch([])).status_code == 200
    path = f"/hooks/mandrill/{provider.hook.uuid}"
    assert Client().head(path).status_code == 200
    assert Client().get(path).status_code == 405
    assert not Arrival.objects.exists()


def test_an_address_that_nobody_opened_is_not_there(house: House) -> None:
    provider = opened(house.shop, "postmark")
    post = provider.account.mail(mail(), TO)
    other = f"/hooks/mailgun/{provider.hook.uuid}"
    assert Client().post(other, post.body, content_type=post.content_type).status_code == 404


def test_neither_password_nor_key_is_stored_open(house: House) -> None:
    hook, secret = create_hook(house.shop, "mailgun", "a key that nobody may read")
    hook.refresh_from_db()
    assert b"nobody may read" not in bytes(hook.sealed)
    assert secret_of(hook.pk) == secret
    assert secret_of(hook.pk + 1) == Secret(password="")


def test_the_password_is_not_kept_with_the_request(house: House) -> None:
    provider = opened(house.shop, "postmark")
    provider.post(provider.account.mail(mail(), TO))
    raw = blobs.read(Arrival.objects.get().raw)
    assert b"uthorization" not in raw
    assert Posted.from_bytes(raw).to_bytes() == raw
