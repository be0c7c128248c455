"""All mail, sources: what the large providers post, replayed in their forms."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests import providers
from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, small_house, wait_until
from tests.acceptance.post import Sink, mail, message_id, sink
from tests.acceptance.sources import send
from tests.acceptance.visitor import Visitor, ledger, messages
from tests.posts import Post, key_of
from tests.providers import Account

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`
Record = Callable[[str, object], None]
ADDRESS = re.compile(r"http://\S+/hooks/\S+")
BY_OUR_ID = ("mailgun", "sendgrid", "brevo")
"""These repeat our Message-ID in what they tell, also about mail that left by SMTP."""


@dataclass(frozen=True)
class Posted:
    """A house with a hook for each provider, added by the command that there is for it."""

    house: Installation
    sink: Sink
    said: dict[str, str]

    def account(self, name: str) -> Account:
        """The merchant's account, with the address that the command printed."""
        return Account(name, ADDRESS.findall(self.said[name])[-1])

    def post(self, name: str, post: Post) -> int:
        """Post it as the provider does; the status of the answer."""
        return send(self.account(name).url + post.suffix, post)

    def lead(self) -> Visitor:
        """Somebody who may see the ledger."""
        return Visitor(self.house.port).sign_in(AGENT, PASSWORD)


@pytest.fixture(scope="module")
def posted() -> Iterator[Posted]:
    with sink() as outgoing, small_house(THREERING_SMTP_URL=outgoing.url) as house:
        said = {}
        for name in providers.TOLD:
            key = key_of(name)
            words = ["hook", "add", INBOX, "--provider", name]
            said[name] = house.must(*words, *(["--secret-stdin"] if key else []), text=f"{key}\n")
        yield Posted(house, outgoing, said)


@pytest.mark.parametrize("name", sorted(providers.MAILS))
def test_sources_a_mail_that_a_provider_posts_becomes_a_ticket(
    posted: Posted, name: str, record_property: Record
) -> None:
    words = f"order {uuid4().hex}"
    raw = mail(f"Where is my {words}?", to=INBOX, subject=words, file=b"%PDF-1.4 bill")
    lead = posted.lead()
    before = {line.key for line in ledger(lead)}
    for _ in range(2):  # as it does when it did not hear our answer
        assert posted.post(name, posted.account(name).mail(raw, INBOX)) == 200
    wait_until(lambda: not ledger(lead, "?outcome=waiting"), "it is understood")
    found = [line for line in ledger(lead) if line.key not in before]
    assert Counter(line.outcome for line in found) == {"Message": 1}
    said = next(one for one in messages(lead, found[0].ticket) if words in one.text)
    assert len(said.files) == (0 if name == "brevo" else 1)
    record_property("provider", f"{name}, replayed")


@pytest.mark.parametrize("name", sorted(providers.TOLD))
def test_sources_what_a_provider_did_not_send_is_refused_and_not_kept(
    posted: Posted, name: str
) -> None:
    lead, account = posted.lead(), posted.account(name)
    before = [line.key for line in ledger(lead)]
    event = account.event("bounced", "<out@north.example>", "ann@shopper.example")
    posts = [event]
    if name in providers.MAILS:
        posts += [account.mail(mail("x", to=INBOX, subject="x"), INBOX)]
    for post in posts:
        stranger = Post(post.body, post.content_type, {}, post.suffix)
        if name == "mailgun":
            stranger.body = post.body.replace(b"signature", b"signatur_")
        refused = (406,) if name == "mailgun" else (401, 403)  # 406 stops its repeating
        assert send(account.url + post.suffix, stranger) in refused
        wrong = base64.b64encode(b"threering:guessed").decode()
        stranger.headers["Authorization"] = f"Basic {wrong}"
        assert send(account.url + post.suffix, stranger) in refused
    assert [line.key for line in ledger(lead)] == before
    assert "refused" in posted.house.must("hook", "list")


def says(visitor: Visitor, ticket: str, words: str) -> bool:
    """Whether a message of the ticket has these words."""
    return any(words in said.text for said in messages(visitor, ticket))


@pytest.mark.parametrize("name", BY_OUR_ID)
def test_sources_a_bounce_that_a_provider_tells_marks_the_reply(posted: Posted, name: str) -> None:
    lead, words = posted.lead(), f"answer {uuid4().hex}"
    raw = mail(f"Hello? {words}", to=INBOX, subject="Hello")
    assert posted.post("mailgun", posted.account("mailgun").mail(raw, INBOX)) == 200
    wait_until(lambda: not ledger(lead, "?outcome=waiting"), "it is understood")
    ticket = next(x.ticket for x in ledger(lead) if x.ticket and says(lead, x.ticket, words))
    form = {"kind": "reply", "text": words, "key": str(uuid4())}
    assert lead.post(ticket.replace("/tickets/all/", "/t/") + "/reply", form).status == 201
    left = posted.sink.wait_for(words)
    about = message_id(left.content)
    event = posted.account(name).event("bounced", about, left.recipients[0])
    assert posted.post(name, event) == 200
    wait_until(lambda: messages(lead, ticket)[-1].state == "failed", "the reply is marked")


def test_sources_no_secret_is_shown_again_or_logged(posted: Posted) -> None:
    for name, said in posted.said.items():
        known = [key_of(name), _password(said)]
        for secret in filter(None, known):
            assert secret not in posted.house.must("hook", "list")
            assert secret not in posted.house.output()
    assert key_of("mailgun") not in posted.said["mailgun"]


def _password(said: str) -> str:
    found = re.search(r"threering:([^@]+)@", said)
    return found[1] if found else ""
