"""Which ticket a mail joins, told by mails that really arrive."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message as Mail
from uuid import uuid4

import pytest
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger import blobs
from threering.ledger.models import Arrival
from threering.stories.merge_customers import merge_customers
from threering.stories.send_reply import send_reply
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
INGRID, STRANGER = "Ingrid Rossi <ingrid@example.com>", "Mallory <mal@evil.test>"


@pytest.fixture
def ours(house: House) -> Mail:
    """Our reply in ticket 1, as the customer has it."""
    deliver(house.shop, mail())
    return replied(house)


def replied(house: House, number: int = 1) -> Mail:
    ticket = Ticket.objects.get(client=house.north, number=number)
    written = Written(author=house.ann, text="On its way.", key=uuid4())
    message = send_reply(ticket, written, at=now())
    assert message.delivery
    return message_from_bytes(blobs.read(message.delivery.raw))


def came(house: House, content: bytes) -> tuple[int, str]:
    """Let a mail arrive; the number of its ticket, and why it is there."""
    arrival = deliver(house.shop, content)
    assert arrival.outcome == Arrival.Outcome.MESSAGE, arrival.reason
    message = Message.objects.select_related("ticket").get(arrival=arrival)
    return message.ticket.number, message.why


def other(text: str = "Again.", **more: str) -> bytes:
    return mail(text, **{"message_id": f"<{uuid4()}@x.test>", "subject": "Hm", **more})


def test_our_mail_asks_for_its_answers_at_a_signed_address(ours: Mail) -> None:
    assert str(ours["Reply-To"]).startswith("Shop help <help+t.1.")
    assert ours["Subject"] == "Re: Where is my parcel? [#1]"


def test_an_inbox_may_do_without_both(house: House) -> None:
    house.shop.signs_replies = house.shop.names_ticket = False
    house.shop.save()
    deliver(house.shop, mail())
    sent = replied(house)
    assert (sent["Reply-To"], sent["Subject"]) == (None, "Re: Where is my parcel?")


def test_the_signed_address_alone_is_enough(house: House, ours: Mail) -> None:
    number, why = came(house, other(to=ours["Reply-To"].upper()))
    assert (number, "signed reply address" in why) == (1, True)


def test_a_signature_of_another_ticket_opens_nothing(house: House, ours: Mail) -> None:
    came(house, other(sender="Bo Berg <bo@x.test>", message_id="<bo@x.test>"))
    forged = ours["Reply-To"].replace("+t.1.", "+t.2.")
    assert came(house, other(to=forged, sender="Bo Berg <bo@x.test>"))[0] == 3


def test_the_number_in_the_subject_lets_a_participant_in(house: House, ours: Mail) -> None:
    number, why = came(house, other(subject="AW: parcel [#1]"))
    assert (number, "names ticket 1" in why) == (1, True)


def test_a_stranger_who_quotes_a_number_gets_a_ticket_that_may_belong(
    house: House, ours: Mail
) -> None:
    number, why = came(house, other(subject="Re: parcel [#1]", sender=STRANGER))
    assert (number, "takes no part" in why) == (2, True)
    assert Ticket.objects.get(number=2).may_belong_to == Ticket.objects.get(number=1)


def test_a_stranger_who_holds_our_mail_is_not_let_in_by_itself(house: House, ours: Mail) -> None:
    for more in ({"references": ours["Message-ID"]}, {"to": ours["Reply-To"]}):
        number, _why = came(house, other(sender=STRANGER, subject="Re: parcel", **more))
        assert number != 1
        assert Ticket.objects.get(number=number).may_belong_to == Ticket.objects.get(number=1)


def test_a_new_address_of_the_same_full_name_that_answers_our_mail_is_let_in(
    house: House, ours: Mail
) -> None:
    sender = "Rossi, Ingrid <ingrid.work@firm.test>"
    quoted = '"Rossi, Ingrid" <ingrid.work@firm.test>'
    number, why = came(house, other(sender=quoted, references=ours["Message-ID"]))
    assert (number, "the address is new" in why) == (1, True), sender
    assert came(house, other(sender=quoted, subject="[#1]"))[0] == 1  # takes part from now on


def test_somebody_in_copy_takes_part(house: House, ours: Mail) -> None:
    came(house, other(references=ours["Message-ID"], cc="Per <per@home.test>"))
    assert came(house, other(sender="Per <per@home.test>", references="<a1@example.com>"))[0] == 1


EVIL = {"subject": "Re: parcel [#1]", "reply_to": "mal@evil.test", "cc": "mal@evil.test"}


def test_a_forged_sender_with_a_number_leads_no_answer_astray(house: House, ours: Mail) -> None:
    assert came(house, other(**EVIL))[0] == 1
    assert replied(house)["To"] == "ingrid@example.com"
    assert came(house, other(sender=STRANGER, references="<a1@example.com>"))[0] == 2


def test_a_reply_to_that_takes_part_is_followed_whatever_vouches_for_it(
    house: House, ours: Mail
) -> None:
    came(house, other(references=ours["Message-ID"], cc="Per <per@home.test>"))
    came(house, other(subject="Re: parcel [#1]", reply_to="per@home.test"))
    assert replied(house)["To"] == "per@home.test"


def test_a_sender_whose_domain_vouches_for_them_is_answered_where_they_want(
    house: House, ours: Mail, settings: Settings
) -> None:
    settings.AUTHSERV_IDS = ("mx.shop.test",)
    verdict = "mx.shop.test; dmarc=pass header.from=example.com"
    mine = {"reply_to": "work@example.com", "cc": "per@home.test", "subject": "Parcel [#1]"}
    came(house, other(**mine, Authentication_Results=verdict))
    assert replied(house)["To"] == "work@example.com"
    assert came(house, other(sender="per@home.test", references="<a1@example.com>"))[0] == 1


def test_a_merged_customer_takes_part(house: House, ours: Mail) -> None:
    number, _ = came(house, other(sender="I. R. <ir@work.test>"))
    two, one = Ticket.objects.get(number=number), Ticket.objects.get(number=1)
    assert came(house, other(sender="I. R. <ir@work.test>", subject="[#1] hello"))[0] == 3
    merge_customers(two.customer, one.customer, by=house.ann, at=now())
    assert came(house, other(sender="I. R. <ir@work.test>", subject="[#1] hello"))[0] == 1


def test_the_mail_programs_thread_ties_the_mails_of_one_sender(house: House) -> None:
    begin = "AdqIdentityOfAThread0123456789" + "A" * 10
    came(house, mail(Thread_Index=begin))
    assert came(house, other(Thread_Index=begin))[0] == 1
    assert came(house, other(Thread_Index=begin, sender=STRANGER))[0] == 2


def test_an_answer_that_comes_first_is_joined_by_what_it_answers(house: House) -> None:
    came(house, other("I forgot the number.", references="<late@x.test>"))
    number, why = came(house, mail(message_id="<late@x.test>"))
    assert (number, "the same earlier mail" in why) == (1, True)


def test_readers_of_one_newsletter_are_not_one_ticket(house: House) -> None:
    numbers = {
        came(house, other(sender=f"p{n}@x.test", references="<news@list.test>"))[0]
        for n in range(3)
    }
    assert len(numbers) == 3


def test_a_new_topic_under_an_old_thread_joins_and_is_marked(house: House, ours: Mail) -> None:
    came(
        house,
        other("Nothing new", references=ours["Message-ID"], subject="Re: Where is my parcel?"),
    )
    came(house, other("My invoice?", references=ours["Message-ID"], subject="Invoice missing"))
    marks = Message.objects.filter(kind="customer").order_by("id")
    assert list(marks.values_list("new_topic", flat=True)) == [False, False, True]


def test_another_client_shares_nothing(house: House, ours: Mail) -> None:
    content = other(references=ours["Message-ID"], to=ours["Reply-To"], subject="[#1]")
    arrival = deliver(house.other, content)
    ticket = Message.objects.get(arrival=arrival).ticket
    assert (ticket.client, ticket.may_belong_to) == (house.south, None)


def test_the_other_brand_of_a_client_joins_the_same_ticket(house: House, ours: Mail) -> None:
    arrival = deliver(house.outlet, other(references=ours["Message-ID"]))
    assert Message.objects.get(arrival=arrival).ticket.number == 1
