"""Card numbers are struck out, and no other numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.language.cards import is_card, luhn, masked

# The numbers that issuers and payment providers publish for tests.
CARDS = {
    "Visa": "4111111111111111",
    "Visa, 19": "4111111111111111110",
    "Mastercard": "5555555555554444",
    "Mastercard, new": "2223003122003222",
    "American Express": "378282246310005",
    "Diners Club": "30569309025904",
    "Diners Club, 16": "3600000000000008",
    "Discover": "6011111111111117",
    "JCB": "3530111333300000",
    "UnionPay": "6200000000000005",
    "Maestro": "6759649826438453",
    "Mir": "2200000000000004",
}
BEGINNINGS = {"4": 16, "51": 16, "55": 16, "2221": 16, "2720": 16, "34": 15, "37": 15, "36": 14}
BEGINNINGS |= {"6011": 16, "644": 16, "65": 16, "3528": 16, "3589": 16, "62": 16, "6759": 16}
OTHERS = {
    "an order": "My order number is 4539578763621486.",
    "an order, German": "Bestellnummer: 4539 5787 6362 1486",
    "an order, French": "Commande n° 4539578763621486",
    "an invoice": "Rechnungsnr. 4539578763621486",
    "a code": "ORD-4539578763621486",
    "UPS": "1Z4539578763621486",
    "USPS": "9400 1112 0255 5512 3456 78",
    "FedEx": "Tracking 378282246310005",
    "DHL": "00340434161094022115",
    "a parcel in fours": "5500 0055 5555 5559 5678",
    "a parcel in fours, its end": "1234 5500 0055 5555 5559",
    "Amazon": "302-1234567-1234567",
    "EAN": "4006381333931",
    "IMEI": "490154203237518",
    "IBAN": "DE44 5105 1051 0510 5100 00",
    "IBAN in one": "DE44510510510510510000",
    "an address of a page": "https://track.example/?id=4111111111111111&x=1",
    "a mail address": "4111111111111111@shop.example",
    "a longer number": "41111111111111112345",
    "a wrong check digit": "4111 1111 1111 1112",
    "no issuer": "1234567812345670",
    "a telephone": "+4915112345678901",
    "phone numbers": "0211 1234567 0211 1234568",
    "times": "2026-11-23 12:45:05 2026-11-23",
}


def with_check_digit(beginning: str) -> str:
    return next(beginning + digit for digit in "0123456789" if luhn(beginning + digit))


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_number_is_struck_out(card: str) -> None:
    assert is_card(card)
    struck = "X" * (len(card) - 4) + card[-4:]
    assert masked(f"Please charge {card}, thanks") == f"Please charge {struck}, thanks"


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("4111 1111 1111 1111 12/27 123", "XXXX XXXX XXXX 1111 12/27 123"),
        ("4111-1111-1111-1111", "XXXX-XXXX-XXXX-1111"),
        ("3782 822463 10005", "XXXX XXXXXX X0005"),
        ("4111 1111 1111 1111 1227", "XXXX XXXX XXXX 1111 1227"),
        ("1 4111 1111 1111 1111", "1 XXXX XXXX XXXX 1111"),
        ("4111&nbsp;1111&#160;1111&nbsp;1111", "XXXX&nbsp;XXXX&#160;XXXX&nbsp;1111"),
        ("<td>4111111111111111</td>", "<td>XXXXXXXXXXXX1111</td>"),
        ("Kartennr.4111111111111111", "Kartennr.XXXXXXXXXXXX1111"),
        ("Visa-4111111111111111", "Visa-XXXXXXXXXXXX1111"),
        ("my order with 4111111111111111", "my order with XXXXXXXXXXXX1111"),
        ("customer card number: 4111111111111111", "customer card number: XXXXXXXXXXXX1111"),
        ("4111111111111111 5555555555554444", "XXXXXXXXXXXX1111 XXXXXXXXXXXX4444"),
        ("4111111111111111,5555555555554444", "XXXXXXXXXXXX1111,XXXXXXXXXXXX4444"),
    ],
)
def test_it_is_found_as_people_write_it(text: str, struck: str) -> None:
    assert masked(text) == struck


@given(
    st.sampled_from(sorted(BEGINNINGS)),
    st.text("0123456789", min_size=19, max_size=19),
    st.sampled_from(["", " ", "-", "\u00a0"]),
)
def test_every_card_is_found_however_it_is_grouped(begin: str, more: str, gap: str) -> None:
    size = BEGINNINGS[begin]
    card = with_check_digit((begin + more)[: size - 1])
    shapes = {16: r"(.{4})(.{4})(.{4})(.{4})", 15: r"(.{4})(.{6})(.{5})", 14: r"(.{4})(.{6})(.{4})"}
    found = re.fullmatch(shapes[size], card)
    written = gap.join(found.groups()) if found else ""
    struck = masked(f"It is {written}.")
    assert re.sub(r"\D", "", struck) == card[-4:]
    assert struck.count("X") == size - 4


@given(st.text())
def test_any_text_keeps_its_length_and_is_masked_once(text: str) -> None:
    once = masked(text)
    assert len(once) == len(text)
    assert masked(once) == once


@given(st.text("0123456789 -.\n&nbsp;#160", max_size=80))
def test_digits_in_any_order_keep_all_but_what_is_struck(text: str) -> None:
    once = masked(text)
    assert len(once) == len(text)
    assert all(a == b or (b == "X" and a.isdigit()) for a, b in zip(text, once, strict=True))
    assert masked(once) == once


@given(st.text("0123456789", min_size=20, max_size=60))
def test_a_longer_number_is_no_card(digits: str) -> None:
    assert masked(digits) == digits
