"""How long a provider's proof is good, and for what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house import House
from tests.mail import mail
from tests.posts import Post, mailgun_proof, sign_sendgrid, with_mailgun_proof
from tests.providers import MAILS, TOLD
from tests.web.test_hooks import TO, opened
from threering.channels.email.hooks.proof import KEPT_FOR
from threering.channels.models import UsedProof
from threering.kernel.time import now
from threering.ledger.models import Arrival

pytestmark = pytest.mark.django_db
HOUR = 3600.0


def told_by_mailgun(kind: str, text: str) -> Post:
    """A mail or an event, without a proof yet."""
    if kind == "mail":
        return MAILS["mailgun"](mail(text, message_id=f"<{text}@x.test>"), TO)
    return TOLD["mailgun"]("bounced", f"<{text}@x.test>", "ingrid@example.com")


@pytest.mark.parametrize("kind", ["mail", "event"])
def test_a_signature_that_covers_no_body_is_good_for_one_body(house: House, kind: str) -> None:
    provider, proof = opened(house.shop, "mailgun"), mailgun_proof()
    first = with_mailgun_proof(told_by_mailgun(kind, "first"), proof)
    assert provider.post(first).status_code == 200
    assert provider.post(first).status_code == 200  # Mailgun did not hear us, and repeats it
    for other in ("mail", "event"):
        forged = with_mailgun_proof(told_by_mailgun(other, "second"), proof)
        assert provider.post(forged).status_code == 406
    assert Arrival.objects.count() == 1
    assert UsedProof.objects.get().proof == proof["signature"]


def test_a_proof_cut_apart_elsewhere_is_the_same_proof(house: House) -> None:
    """Moment and token are signed as one word, so where it is cut proves nothing."""
    provider, proof = opened(house.shop, "mailgun"), mailgun_proof()
    assert provider.post(with_mailgun_proof(told_by_mailgun("mail", "a"), proof)).status_code == 200
    moment, token = proof["timestamp"], proof["token"]
    for cut in (moment[:-1], moment[:-4]):
        again = proof | {"timestamp": cut, "token": moment.removeprefix(cut) + token}
        post = with_mailgun_proof(told_by_mailgun("mail", "b"), again)
        assert provider.post(post).status_code == 406
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "mailguns", "sendgrids"),
    [(0.5, 200, 200), (8, 200, 200), (27, 406, 403), (-1, 403, 403)],
)
def test_a_dated_signature_is_good_while_its_provider_repeats(
    house: House, hours: float, mailguns: int, sendgrids: int
) -> None:
    mailgun, sendgrid = opened(house.shop, "mailgun"), opened(house.shop, "sendgrid")
    late = with_mailgun_proof(told_by_mailgun("mail", "late"), mailgun_proof(hours * HOUR))
    assert mailgun.post(late).status_code == mailguns
    event = TOLD["sendgrid"]("bounced", "<late@x.test>", "ingrid@example.com")
    sign_sendgrid(event, hours * HOUR)
    assert sendgrid.post(event).status_code == sendgrids
    assert Arrival.objects.count() == (2 if mailguns == 200 else 0)


@pytest.mark.parametrize("kind", ["mail", "event"])
def test_mailgun_repeats_what_a_mended_key_proves_and_nothing_else(house: House, kind: str) -> None:
    """It repeats whatever is answered with anything but 200 and 406."""
    provider, unsigned = opened(house.shop, "mailgun"), told_by_mailgun(kind, "unsigned")
    assert provider.post(unsigned).status_code == 406
    wrong = with_mailgun_proof(unsigned, mailgun_proof() | {"signature": "0" * 64})
    assert provider.post(wrong).status_code == 403
    provider.hook.refresh_from_db()
    assert (provider.hook.refused, Arrival.objects.count()) == (2, 0)


def test_proofs_are_forgotten_when_they_are_good_no_more(house: House) -> None:
    provider = opened(house.shop, "mailgun")
    for text in "ab":
        UsedProof.objects.update(at=now() - KEPT_FOR - timedelta(seconds=1))
        provider.post(with_mailgun_proof(told_by_mailgun("mail", text), mailgun_proof()))
    assert UsedProof.objects.count() == 1
