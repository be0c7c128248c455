# ruff: noqa: RUF001 - many scripts
from __future__ import annotations

import pytest

from threering.channels.email.addresses import Address, addresses, parse
from threering.channels.email.charsets import decode
from threering.channels.email.structure import parsed
from threering.channels.email.words import header


def subject(raw: bytes) -> str:
    return header(parsed(b"Subject: " + raw + b"\n\n"), "subject")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Ulm", "Grüße aus Ulm"),
        (b"=?ISO-8859-1?B?R3L832U=?=", "Grüße"),
        (b"=?utf-8?B?R3LDvA==?= =?utf-8?B?w59l?=", "Grüße"),
        (b"=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?=", "Grüße"),  # a sign split between two words
        (b"=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?Q?with spaces in it?=", "with spaces in it"),
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe", "Grüße"),  # never closed
        (b'"=?utf-8?Q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'),
        (b"a=?utf-8?Q?b?=c", "abc"),  # no blanks around it
        (b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),  # no padding
        (b"=?us-ascii*en?Q?hello?=", "hello"),
        (b"=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"),
        (b"=?gb2312?B?xOO6ww==?=", "你好"),
        (b"=?unicode-1-1-utf-7?Q?+ANw-ber?=", "Über"),
        (b"=?koi8-r?B?8NLJ18XU?=", "Привет"),
        (b"=?x-nobody-knows?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Grüße".encode(), "Grüße"),
        ("Größe über".encode("latin-1"), "Größe über"),
        ("Привет, где мой заказ".encode("koi8-r"), "Привет, где мой заказ"),
        ("Привет, где мой заказ".encode("cp1251"), "Привет, где мой заказ"),
        ("注文した商品がまだ届きません".encode("cp932"), "注文した商品がまだ届きません"),
        ("您好，我们公司的产品和客户".encode("gbk"), "您好，我们公司的产品和客户"),
        (b"=?iso-8859-1?Q?Fr\xf6sche?=", "Frösche"),
        (b"folded\n over\n\tlines", "folded over lines"),
        (b"zero\x00byte", "zerobyte"),
    ],
)
def test_a_subject_is_read_however_it_is_written(raw: bytes, text: str) -> None:
    assert subject(raw) == text


@pytest.mark.parametrize(
    ("payload", "claimed", "text", "defect"),
    [
        (b"abc", "us-ascii", "abc", ""),
        (b"H\xe4h", "utf-8", "Häh", "charset-wrong"),
        (b"H\xc3\xa4h", "iso-8859-15", "HÃ€h", ""),
        (b"H\xc3\xa4h", None, "Häh", "charset-guessed"),
        (b"H\xc3\xa4h", "no-such", "Häh", "charset-unknown"),
        ("“so”".encode("cp1252"), "iso-8859-1", "“so”", ""),  # everyone means windows-1252
        ("镕".encode("gbk"), "gb2312", "镕", ""),
        ("①".encode("cp932"), "shift_jis", "①", ""),
        ("한국".encode("cp949"), "ks_c_5601-1987", "한국", ""),
        (b"~{<:Ky2;~}", "hz-gb-2312", "己所不", ""),
        (b"Gr+APwA3w-e", "utf-7", "Grüße", ""),
        ("Grüße".encode("utf-16"), "utf-16", "Grüße", ""),
        ("Grüße".encode("cp1252"), "windows1252", "Grüße", ""),
        (b"\x1b$B$3$s\x1b(B", "us-ascii", "こん", ""),
    ],
)
def test_bytes_become_text_whatever_they_claim(
    payload: bytes, claimed: str | None, text: str, defect: str
) -> None:
    assert decode(payload, claimed) == (text, defect)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("Ann Other <a@b.example>", [("Ann Other", "a@b.example")]),
        ('"Other, Ann" <a@b.example>, c@d.example',
         [("Other, Ann", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example (Ann Other)", [("Ann Other", "a@b.example")]),
        ("=?utf-8?Q?M=C3=BCller=2C_Ann?= <a@b.example>", [("Müller, Ann", "a@b.example")]),
        ('"=?utf-8?Q?M=C3=BCller?=" <a@b.example>', [("Müller", "a@b.example")]),
        ("'a@b.example' <a@b.example>", [("'a@b.example'", "a@b.example")]),
        ("Team: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("Ann <a@b.example", [("Ann", "a@b.example")]),
        ('"Ann \\"the\\" Other" <a@b.example>', [('Ann "the" Other', "a@b.example")]),
        ("Big Shop <a@b.example>, LTD <c@d.example>",
         [("Big Shop", "a@b.example"), ("LTD", "c@d.example")]),
        ("a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("<@relay.example:a@b.example>", [("", "a@b.example")]),
        ("Nobody <>", []),
        ("", []),
    ],
)  # fmt: skip
def test_addresses_are_found_in_whatever_form(value: str, found: list[tuple[str, str]]) -> None:
    assert parse(value) == [Address(*pair) for pair in found]


def test_several_headers_of_one_name_all_count() -> None:
    mail = parsed(b"Delivered-To: a@b.example\nDelivered-To: c@d.example\n\n")
    assert [a.email for a in addresses(mail, "delivered-to")] == ["a@b.example", "c@d.example"]
