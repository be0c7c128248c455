"""Whose word counts on who really sent a mail."""

from __future__ import annotations

from email import message_from_bytes

import pytest

from threering.channels.email.verdicts import claims, vouched

MAIL = (
    b"Authentication-Results: mx.shop.test 1;\n dmarc=fail (p=none) header.from=bank.test\n"
    b"Authentication-Results: mx.shop.test; spf=fail smtp.mailfrom=bank.test\n"
    b"Received-SPF: Pass (mx.evil.test: fine) receiver=mx.evil.test; client-ip=192.0.2.1;\n"
    b"Authentication-Results: mx.evil.test; spf=pass; dkim=pass; dmarc=pass\n"
    b"Authentication-Results: mx.shop.test; dmarc=pass\n\nhi"
)


@pytest.mark.parametrize(
    ("ours", "found"),
    [
        ([], {}),
        (["mx.other.test"], {}),
        (["mx.shop.test"], {"dmarc": "fail", "spf": "fail"}),
        (["mx.evil.test"], {"spf": "pass", "dkim": "pass", "dmarc": "pass"}),
    ],
)
def test_only_what_our_own_servers_found_counts(ours: list[str], found: dict[str, str]) -> None:
    assert dict(vouched(claims(message_from_bytes(MAIL)), ours)) == found


def test_a_header_without_a_name_is_nobodys_word() -> None:
    mail = message_from_bytes(b"Authentication-Results: ; spf=pass\n\nhi")
    assert dict(vouched(claims(mail), ["mx.shop.test"])) == {}
