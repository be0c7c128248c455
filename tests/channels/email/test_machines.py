from __future__ import annotations

import pytest

from threering.channels.contract import Inbound
from threering.channels.email.adapter import parse
from threering.channels.email.reading import understand


def kind(head: str) -> str:
    return understand(f"From: ann@example.com\n{head}\n\nhello".encode()).kind


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "X-Autoreply: yes",
        "X-MS-Exchange-Inbox-Rules-Loop: ann@example.com",
        "Precedence: auto_reply",
        "Subject: Automatic reply: your order",
        "Subject: Out of Office: your order",
        "Subject: Abwesenheitsnotiz",
        "Subject: AW: Automatische Antwort: Bestellung",
        "Subject: Réponse automatique : commande",
        "Subject: Respuesta automática: pedido",
        "Subject: Risposta automatica: ordine",
        "Subject: Resposta automática: pedido",
        "Subject: Automatisch antwoord: bestelling",
        "Subject: Autosvar: order",
        "Subject: Automaattinen vastaus: tilaus",
        "Subject: Autom. odpowiedź: zamówienie",
        "Subject: Автоответ: заказ",
        "Subject: 自动回复: 订单",
        "Subject: 自動応答: 注文",
        "Subject: 자동 회신: 주문",
    ],
)
def test_an_automatic_answer_is_recognised(head: str) -> None:
    assert kind(head) == "auto_reply"


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: no",
        "X-Autoreply: no",
        "Subject: Question about your vacation offers",
        "Subject: Re: my holiday shirt",
        "Subject: The automatic gate does not open",
        "Subject: Office chair out of stock?",
    ],
)
def test_a_customer_is_no_machine(head: str) -> None:
    assert kind(head) == "message"


@pytest.mark.parametrize(
    "head",
    ["List-Id: <news.example>", "Precedence: bulk", "List-Unsubscribe: <mailto:u@news.example>"],
)
def test_a_list_is_recognised(head: str) -> None:
    assert kind(head) == "list"


@pytest.mark.parametrize(
    "head",
    [
        "Return-Path: <>",
        "X-Loop: help@shop.example",
        "X-Auto-Response-Suppress: All",
        "Precedence: junk",
    ],
)
def test_what_a_machine_must_not_answer_says_so(head: str) -> None:
    parsed = parse(f"From: ann@example.com\n{head}\n\nhello".encode())
    assert isinstance(parsed, Inbound)
    assert parsed.automatic
