"""The pages of inboxes: kept by administrators, tried, switched off; no secret is shown or lent."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.house import House
from tests.servers import Sink, listening
from tests.web.conftest import As
from threering.channels import keeping
from threering.channels.actions import account_of
from threering.channels.models import Inbox, Mailbox, WayOut
from threering.channels.outgoing import set_way_out, way_of
from threering.channels.queries import set_ups, taking
from threering.ledger.models import Event
from threering.organisation.actions import grant
from threering.web.inboxes import trial

pytestmark = pytest.mark.django_db
WORD = "a word for the mailbox"
SAID = {
    "name": "The shop",
    "names_ticket": "on",
    "comes": "imap",
    "imap_host": "Mail.Shop.Example",
    "imap_security": "ssl",
    "imap_port": "",
    "imap_user": "",
    "imap_password": WORD,
    "imap_folder": "",
    "leaves": "smtp",
    "smtp_host": "mail.shop.example",
    "smtp_security": "starttls",
    "smtp_port": "",
    "signs_in": "same",
    "smtp_user": "",
    "smtp_password": "",
}


def test_an_admin_adds_an_inbox_that_is_read_and_sends_with_one_password(
    house: House, as_: As
) -> None:
    boss = as_(house.boss)
    form = SAID | {"brand": str(house.shop.brand.uuid), "address": "Orders@Shop.test"}
    for _ in range(2):
        said = boss.post("/inboxes/new?client=north", form)
    assert (said.status_code, b"with this address already" in said.content) == (200, True)
    inbox = Inbox.objects.get(address="orders@shop.test")
    mailbox = Mailbox.objects.get(inbox=inbox)
    account = account_of(mailbox)
    assert (account.host, account.port, account.user) == (
        "mail.shop.example",
        993,
        "orders@shop.test",
    )
    assert (account.password, mailbox.folder, inbox.signs_replies) == (WORD, "INBOX", False)
    assert (
        way_of(inbox.pk).secret["url"]
        == keeping.Server(
            host="mail.shop.example",
            port=587,
            security="starttls",
            user="orders@shop.test",
            password=WORD,
        ).url
    )
    assert account.guard.permitted == way_of(inbox.pk).permitted == ()
    assert Event.objects.filter(kind="inbox_kept", brand_id=inbox.brand_id).count() == 1


def test_a_password_is_never_shown_and_goes_to_no_other_server(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}"
    assert boss.post(path, SAID).status_code == 302
    assert WORD not in boss.get(path).content.decode()
    assert boss.post(path, SAID | {"name": "Ours", "imap_password": ""}).status_code == 302
    mailbox = Mailbox.objects.get(inbox=house.shop)
    assert (account_of(mailbox).password, mailbox.set_up) == (WORD, 1)
    for away in ("imap_host=evil.example", "imap_port=1993", "imap_user=else",
                 "smtp_host=evil.example", "smtp_port=2525"):  # fmt: skip
        name, _, value = away.partition("=")
        form = SAID | {"imap_password": "", name: value}
        assert "belongs to another server" in boss.post(path, form).content.decode()
        assert "belongs to another server" in boss.post(f"{path}/test", form).content.decode()
    assert Mailbox.objects.get(inbox=house.shop).host == "mail.shop.example"


def test_a_kept_password_is_not_lent_to_a_new_server_that_signs_in_as_for_reading(
    house: House, as_: As
) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}"
    boss.post(path, SAID | {"leaves": "house"})
    form = SAID | {"imap_password": "", "smtp_host": "evil.example"}
    assert "Give the password of the mailbox" in boss.post(path, form).content.decode()
    assert "Give the password of the mailbox" in boss.post(f"{path}/test", form).content.decode()
    assert not WayOut.objects.filter(inbox=house.shop).exists()
    assert boss.post(path, form | {"imap_password": "another"}).status_code == 302
    assert account_of(Mailbox.objects.get(inbox=house.shop)).password == "another"


def test_mail_may_be_brought_here_and_leave_through_the_house(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}"
    boss.post(path, SAID)
    form = SAID | {"comes": "brought", "leaves": "house"}
    assert boss.post(path, form).status_code == 302
    assert not Mailbox.objects.filter(inbox=house.shop).exists()
    assert not WayOut.objects.filter(inbox=house.shop).exists()
    set_way_out(house.shop, "postmark", {"api_key": "k"})
    assert "Through postmark, as it was set up" in boss.get(path).content.decode()
    boss.post(path, form | {"leaves": "kept"})
    assert way_of(house.shop.pk).kind == "postmark"


def test_what_cannot_be_is_said_in_a_sentence(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}"
    for wrong, sentence in (
        ({"imap_host": ""}, "Write the name of the server, like"),
        ({"imap_host": "https://x/"}, "the name of the server alone"),
        ({"imap_host": "mail.shop.example:99"}, "the name of the server alone"),
        ({"smtp_host": "mail?shop"}, "the name of the server alone"),
        ({"smtp_host": f"{'a' * 64}.example"}, "the name of the server alone"),
        ({"imap_host": "fe80::1%eth0"}, "the name of the server alone"),
        ({"imap_port": "70000"}, "number from 1 to 65535"),
        ({"imap_security": "plain"}, "to a server on this machine only"),
        ({"smtp_security": "plain"}, "to a server on this machine only"),
        ({"imap_password": ""}, "Give the password"),
        ({"imap_user": "a\r\nA1 DELETE INBOX"}, "has to be one line"),
        ({"imap_password": "a\r\nA1 LOGOUT"}, "has to be one line"),
    ):
        assert sentence in boss.post(path, SAID | wrong).content.decode(), wrong
    assert not Mailbox.objects.filter(inbox=house.shop).exists()


def test_one_that_is_switched_off_takes_no_mail_until_it_is_used_again(
    house: House, as_: As
) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}"
    boss.post(path, SAID)
    assert (taking("help@shop.test"), len(set_ups())) == (house.shop, 1)
    for _ in range(2):
        assert boss.post(f"{path}/switch", {"off": "1"}).status_code == 204
    assert (taking("help@shop.test"), set_ups()) == (None, {})
    assert "Switched off" in boss.get("/inboxes").content.decode()
    boss.post(f"{path}/switch", {"off": "0"})
    assert taking("help@shop.test") == house.shop
    assert Event.objects.filter(kind="inbox_switched").count() == 2


def test_the_test_sends_nothing_keeps_nothing_and_says_what_is_wrong(
    house: House, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}/test"
    form = SAID | {"comes": "brought", "smtp_host": "127.0.0.1", "signs_in": "none"}
    with listening(Sink()) as sink:
        form |= {"smtp_port": str(sink.port), "smtp_security": "plain"}
        assert "inside a private network" in boss.post(path, form).content.decode()
        monkeypatch.setattr(settings, "PRIVATE_HOSTS", ("127.0.0.1",))
        assert "would take a mail to boss@threering.test" in boss.post(path, form).content.decode()
        sink.rcpt = "554 5.7.1 Relay access denied"
        said = boss.post(path, form).content.decode()
    assert "does not pass mail on for us" in said
    assert "554 5.7.1 Relay access denied" in said
    assert not sink.mails
    assert not WayOut.objects.filter(inbox=house.shop).exists()


def test_few_test_at_once_so_that_pages_are_answered(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}/test"
    held = [trial._at_once.acquire(blocking=False) for _ in range(2)]
    try:
        assert held == [True, True]
        assert "Others test their connections" in boss.post(path, SAID).content.decode()
    finally:
        for _ in held:
            trial._at_once.release()


def test_what_an_operator_set_up_is_tried_where_it_is(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/inboxes/{house.shop.uuid}/test"
    with listening(Sink()) as sink:
        set_way_out(house.shop, "smtp", {"url": f"smtp://127.0.0.1:{sink.port}"})
        form = SAID | {
            "comes": "brought",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(sink.port),
            "smtp_security": "plain",
            "signs_in": "none",
        }
        assert "would take a mail" in boss.post(path, form).content.decode()
        other = boss.post(path, form | {"smtp_host": "localhost"}).content.decode()
    assert "inside a private network" in other


def test_only_admins_of_its_brand_keep_an_inbox(house: House, as_: As) -> None:
    grant(house.sam, house.north, "admin", brand=house.outlet.brand)
    for agent, status in ((house.lea, 403), (house.ann, 403), (house.sam, 404)):
        visitor = as_(agent)
        path = f"/inboxes/{house.shop.uuid}"
        assert visitor.get(path).status_code == status
        for verb, form in (("", SAID), ("/test", SAID), ("/switch", {"off": "1"})):
            assert visitor.post(f"{path}{verb}", form).status_code == status
    visitor = as_(house.sam)
    listed = visitor.get("/inboxes").content.decode()
    assert ("help@outlet.test" in listed, "help@shop.test" in listed) == (True, False)
    form = SAID | {"brand": str(house.shop.brand.uuid), "address": "mine@shop.test"}
    assert visitor.post("/inboxes/new?client=north", form).status_code == 200
    visitor.post("/inboxes/new?client=north", form | {"brand": ""})
    assert Inbox.objects.get(address="mine@shop.test").brand == house.outlet.brand
