from __future__ import annotations

import pytest

from threering.web.links import LONGEST, linked


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("https://shop.example/a?b=1&c=2", "https://shop.example/a?b=1&amp;c=2"),
        ("(http://shop.example/a).", "http://shop.example/a"),
        ("www.shop.example/a", "http://www.shop.example/a"),
        ("see\nhttps://shop.example, please", "https://shop.example"),
        ("https://käse.example/ü", "https://k%C3%A4se.example/%C3%BC"),
    ],
)
def test_an_address_of_a_page_is_a_link_that_tells_it_nothing(text: str, href: str) -> None:
    found = linked(text)
    assert f'href="{href}"' in found
    assert 'target="_blank" rel="noopener noreferrer nofollow"' in found


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "anna@posthorn.example",
        "mailto:anna@posthorn.example",
        "file:///etc/passwd",
        "https://",
        "a.b.c",
    ],
)
def test_nothing_else_is_one(text: str) -> None:
    assert "<a" not in linked(text)


def test_what_people_wrote_stays_text() -> None:
    found = linked('<b>bold</b> https://x.example/"onclick=alert(1)//<script> & more')
    assert "<b>" not in found
    assert "<script>" not in found
    assert '"onclick' not in found
    assert found.count("<a ") == 1
    assert found.endswith("&amp; more")


def test_a_text_without_end_is_not_looked_through() -> None:
    assert "<a" not in linked("https://x.example " * LONGEST)
