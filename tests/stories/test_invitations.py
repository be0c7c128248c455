"""Somebody is invited by mail, and comes: once, in time, and only with the latest link."""

from __future__ import annotations

import email
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests.house import PASSWORD, House
from threering.channels.invitations import inbox_to_invite_from
from threering.kernel.time import now
from threering.ledger import blobs
from threering.ledger.models import Delivery, Event
from threering.organisation.actions import grant
from threering.organisation.inviting import Forged, Guest, Invited, NotOpen, link_of, opened
from threering.organisation.models import Agent, Brand, Invitation
from threering.organisation.people import roles_of
from threering.organisation.rules import INVITED_FOR, Role, Roles, Standing
from threering.stories.accept_invitation import accept_as, accept_as_new
from threering.stories.invite_person import invite_again, invite_person, withdraw_invitation

pytestmark = pytest.mark.django_db
NEW = {"name": "Nina", "password": "nothing anybody guesses", "language": "en"}


def invite(
    house: House,
    address: str = "nina@x.test",
    roles: Roles | None = None,
    at: datetime | None = None,
) -> Invitation:
    wanted = roles or {None: Role.AGENT}
    guest = Guest(email=address, name="Nina", roles=wanted, key=uuid4())
    invite_person(house.north, guest, house.shop, by=house.boss, at=at or now())
    return Invitation.objects.latest("pk")


def mails() -> list[EmailMessage]:
    """What waits to leave, in the order in which it was written."""
    raws = [blobs.read(one.raw) for one in Delivery.objects.order_by("pk")]
    read = [email.message_from_bytes(raw, policy=default) for raw in raws]
    return [one for one in read if isinstance(one, EmailMessage)]


def links() -> list[str]:
    """The links in those mails."""
    texts = [mail.get_body(("plain",)) for mail in mails()]
    found = [re.search(r"/invitation/(\S+)", one.get_content()) for one in texts if one]
    return [one[1] for one in found if one]


def facts() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_the_mail_brings_a_link_of_which_the_house_keeps_a_hash_alone(house: House) -> None:
    invitation = invite(house, "Nina@X.test")
    (mail,), (link,) = mails(), links()
    assert (mail["To"], mail["Subject"]) == ("nina@x.test", "Boss invites you to North")
    assert mail["Auto-Submitted"]
    body = mail.get_body(("plain",))
    assert body
    assert f"{settings.URL}/invitation/{link}" in body.get_content()
    assert opened(link) == invitation
    row = str(Invitation.objects.filter(pk=invitation.pk).values())
    assert link not in row
    assert link.partition(".")[0] not in row
    assert facts() == ["person_invited"]
    assert Delivery.objects.get().pk == invitation.delivery_id


def test_who_comes_has_an_account_and_what_was_offered(house: House) -> None:
    shop = Brand.objects.get(name="Shop").pk
    invitation = invite(house, roles={shop: Role.LEAD})
    nina = accept_as_new(invitation, **NEW, at=now())
    assert nina.check_password(NEW["password"])
    assert (nina.email, roles_of(nina, house.north)) == ("nina@x.test", {shop: Role.LEAD})
    assert facts() == ["person_invited", "invitation_accepted", "roles_changed"]
    for again in (lambda: accept_as_new(invitation, **NEW, at=now()), lambda: _come(invitation)):
        with pytest.raises(NotOpen):
            again()
    assert Agent.objects.filter(email="nina@x.test").count() == 1


def _come(invitation: Invitation) -> None:
    accept_as(invitation, Agent.objects.get(email=invitation.email), at=now())


def test_who_has_an_account_keeps_it_and_what_they_are_elsewhere(house: House) -> None:
    invitation = invite(house, house.sam.email, {None: Role.LIGHT})
    with pytest.raises(ValidationError):
        accept_as_new(invitation, **NEW, at=now())
    accept_as(invitation, house.sam, at=now())
    assert roles_of(house.sam, house.north) == {None: Role.LIGHT}
    assert roles_of(house.sam, house.south) == {None: Role.AGENT}
    assert house.sam.check_password(PASSWORD)


def test_an_invitation_takes_nothing_away(house: House) -> None:
    invitation = invite(house, house.sam.email, {None: Role.LIGHT})
    grant(house.sam, house.north, "lead")
    accept_as(invitation, house.sam, at=now())
    assert roles_of(house.sam, house.north) == {None: Role.LEAD}


def test_after_seven_days_it_opens_nothing_until_it_is_sent_again(house: House) -> None:
    then = now() - INVITED_FOR
    invitation = invite(house, at=then)
    assert invitation.stands(then + INVITED_FOR - timedelta(seconds=1)) is Standing.OPEN
    with pytest.raises(NotOpen):
        accept_as_new(invitation, **NEW, at=now())
    invite_again(invitation, house.shop, by=house.boss, at=now())
    old, new = links()
    assert opened(old) is None
    with pytest.raises(NotOpen):  # who held the old page open
        accept_as_new(invitation, **NEW, at=now())
    renewed = opened(new)
    assert renewed
    accept_as_new(renewed, **NEW, at=now())
    assert facts()[:2] == ["person_invited", "person_invited"]


def test_what_is_withdrawn_opens_nothing_until_that_is_undone(house: House) -> None:
    invitation = invite(house)

    def put(*, withdrawn: bool) -> None:
        for _ in range(2):
            withdraw_invitation(invitation, withdrawn=withdrawn, by=house.boss, at=now())

    put(withdrawn=True)
    with pytest.raises(NotOpen):
        accept_as_new(invitation, **NEW, at=now())
    with pytest.raises(NotOpen):
        invite_again(invitation, house.shop, by=house.boss, at=now())
    put(withdrawn=False)
    assert facts() == ["person_invited", *["invitation_withdrawn"] * 2]
    put(withdrawn=True)
    latest = invite(house)
    with pytest.raises(Invited):
        withdraw_invitation(invitation, withdrawn=False, by=house.boss, at=now())
    accept_as_new(latest, **NEW, at=now())
    with pytest.raises(NotOpen):
        withdraw_invitation(latest, withdrawn=True, by=house.boss, at=now())


def test_an_address_is_invited_once_at_a_time_and_by_each_client(house: House) -> None:
    invite(house)
    with pytest.raises(Invited):
        invite(house, "NINA@x.test")
    guest = Guest(email="nina@x.test", name="Nina", roles={None: Role.LEAD}, key=uuid4())
    invite_person(house.south, guest, house.other, by=house.boss, at=now())
    assert Invitation.objects.count() == Delivery.objects.count() == 2
    with pytest.raises(IntegrityError):
        _twice(house, guest.key)


def _twice(house: House, key: UUID) -> None:
    one = Guest(email="other@x.test", name="O", roles={None: Role.LEAD}, key=key)
    invite_person(house.south, one, house.other, by=house.boss, at=now())


@pytest.mark.parametrize("link", ["", ".", "made-up", "made.up", "x" * 5000, "a:b:c"])
def test_a_link_that_was_made_up_opens_nothing(house: House, link: str) -> None:
    invite(house)
    with pytest.raises(Forged):
        opened(link)
    (real,) = links()
    with pytest.raises(Forged):
        opened(real[:-1])
    assert opened(link_of("a secret that nobody was sent")) is None


def test_mail_leaves_from_an_inbox_that_has_a_way_out(house: House, settings: object) -> None:
    settings.SMTP_URL = ""  # type: ignore[attr-defined]
    assert inbox_to_invite_from(house.north) is None
    settings.SMTP_URL = "smtp://127.0.0.1:1"  # type: ignore[attr-defined]
    assert inbox_to_invite_from(house.north) == house.shop
