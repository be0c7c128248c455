# ruff: noqa: RUF001 - many scripts
from __future__ import annotations

import pytest

from threering.channels.email.visible import split

INTRODUCTIONS = [
    "On Mon, Mar 2, 2026 at 10:00 AM, Shop <help@shop.example> wrote:",
    "On Mon, Mar 2, 2026 at 10:00 AM, Shop\n<help@shop.example> wrote:",
    "Am 02.03.2026 um 10:00 schrieb Shop:",
    "Shop <help@shop.example> schrieb am Mo., 2. März 2026, 10:00:",
    "Le lun. 2 mars 2026 à 10:00, Shop <help@shop.example> a écrit :",
    "El lun, 2 mar 2026 a las 10:00, Shop (<help@shop.example>) escribió:",
    "Il giorno lun 2 mar 2026 alle ore 10:00 Shop <help@shop.example> ha scritto:",
    "Em seg., 2 de mar. de 2026 às 10:00, Shop <help@shop.example> escreveu:",
    "Op ma 2 mrt 2026 om 10:00 schreef Shop <help@shop.example>:",
    "Den mån 2 mars 2026 kl 10:00 skrev Shop <help@shop.example>:",
    "man. 2. mar. 2026 kl. 10.00 skrev Shop <help@shop.example>:",
    "ma 2. maalisk. 2026 klo 10.00 Shop (help@shop.example) kirjoitti:",
    "pon., 2 mar 2026 o 10:00 Shop <help@shop.example> napisał(a):",
    "po 2. 3. 2026 v 10:00 odesílatel Shop <help@shop.example> napsal:",
    "Shop <help@shop.example> ezt írta (időpont: 2026. márc. 2., H, 10:00):",
    "2 Mar 2026 Pzt, 10:00 tarihinde Shop <help@shop.example> şunu yazdı:",
    "пн, 2 мар. 2026 г. в 10:00, Shop <help@shop.example>:",
    "2 мар. 2026 г., в 10:00, Shop <help@shop.example> написал(а):",
    "Στις Δευ, 2 Μαρ 2026 στις 10:00, Shop <help@shop.example> έγραψε:",
    "Shop <help@shop.example> 于2026年3月2日周一 10:00写道：",
    "2026年3月2日(月) 10:00 Shop <help@shop.example>:",
    "2026년 3월 2일 (월) 오전 10:00, Shop <help@shop.example>님이 작성:",
    "בתאריך יום ב׳, 2 במרץ 2026 ב-10:00 מאת Shop <help@shop.example>:",
    "-----Original Message-----",
    "-------- Ursprüngliche Nachricht --------",
    "-----Message d'origine-----",
    "-----Mensaje original-----",
    "---------- Forwarded message ---------",
    "From: Shop <help@shop.example>\nSent: Monday, 2 March 2026 10:00\nTo: Ann\nSubject: Order",
    "Von: Shop <help@shop.example>\nGesendet: Montag, 2. März 2026 10:00\nAn: Ann\nBetreff: Order",
    "De : Shop\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Ann\nObjet : Order",
    "Da: Shop\nInviato: lunedì 2 marzo 2026 10:00\nA: Ann\nOggetto: Order",
    "*From:* Shop\n*Sent:* Monday\n*To:* Ann\n*Subject:* Order",
    "________________________________\nFrom: Shop <help@shop.example>\nDate: 2 March\nTo: Ann",
    "> Begin forwarded message:\n>\n> From: Shop <help@shop.example>\n> Subject: Order\n> To: Ann",
]  # fmt: skip


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_what_follows_an_introduction_is_folded(introduction: str) -> None:
    found = split(f"It has not arrived.\n\n{introduction}\n\n> Is it there?\n")
    assert found.visible == "It has not arrived."
    assert found.quoted.endswith("> Is it there?")


@pytest.mark.parametrize(
    "text",
    [
        "On the other hand, it works.\nOn average it does.",
        "My journey:\nFrom: Berlin\nTo: Paris\nDate: 12.05.2026",
        "Invitation\n\nDate: Monday 3, October 2026\nTime: 7:00\nAddress: 130 Fox St",
        "The parts:\n-- first\n-- second\n\nThanks!",
        "He wrote: come at once.\nI did.",
        "Size > 100 and < 200",
        "Please read:\nhttps://example.com/on-2026-he-wrote:",
        "Key points\n----\n\n1. fast\n2. small\n\n----\n\nMore text follows here.\n" + "line\n" * 9,
        "> Email with only a quote.",
        "🎉",
        "Sent from the warehouse yesterday, it says.\nWhere is it?\nAnd when does it come?",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert split(text).visible == text.rstrip()


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Other\nOther Ltd",
        "--\nAnn",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Get Outlook for iOS<https://aka.ms/x>",
        "iPhoneから送信",
        "Отправлено с iPhone",
        "Mit freundlichen Grüßen\nAnn Other",
        "Kind regards,\nAnn",
        "__\nshop-users mailing list\nhttps://lists.example/",
        "_______________________________________________\nshop mailing list",
        "***",
    ],
)
def test_a_signature_is_folded(signature: str) -> None:
    assert split(f"It has not arrived.\n\n{signature}").visible == "It has not arrived."


def test_answers_between_the_lines_stay_where_they_are() -> None:
    text = (
        "See below.\n\nOn Mon, Mar 2, 2026, Shop <help@shop.example> wrote:\n> Which colour?\n\n"
        "Red, please.\n\n> Which size?\n\nMedium.\n"
    )
    assert split(text).visible == text.rstrip()


def test_a_line_that_a_server_wrapped_is_no_answer() -> None:
    long = "> " + "word " * 14
    text = f"Yes.\n\nOn Mon, Mar 2, 2026, Shop <help@shop.example> wrote:\n{long}\nword\n> end"
    assert split(text).visible == "Yes."


def test_an_answer_below_the_quote_is_found() -> None:
    text = "On Mon, Mar 2, 2026, Shop <help@shop.example> wrote:\n> Which colour?\n\nRed, please."
    assert split(text).visible == "Red, please."
    assert split("Hello,\n\n" + text).visible == "Hello,\n\n\nRed, please."


def test_a_forwarded_mail_without_a_word_above_is_what_it_forwards() -> None:
    text = "---------- Forwarded message ---------\nFrom: A <a@b.example>\nTo: c@d.example\n\nHello"
    assert split(text).visible == "Hello"


def test_nothing_is_lost_between_the_two_halves() -> None:
    text = "a\n\nOn Mon, Mar 2, 2026, B <b@c.example> wrote:\n> d\n\ne"
    found = split(text)
    assert sorted((found.visible + "\n" + found.quoted).split()) == sorted(text.split())


def test_a_text_of_very_many_lines_is_split_at_its_first_quote() -> None:
    found = split("Yes.\n\nOn Mon, Mar 2, 2026 at 10:00, Shop wrote:\n" + "> a\n" * 60_000 + "end")
    assert found.visible == "Yes."
    assert found.quoted.endswith("> a\nend")


def test_a_text_of_very_many_lines_without_a_quote_is_whole() -> None:
    text = "\n".join(f"line {number}" for number in range(60_000))
    assert split(text).visible == text
