from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.formatting import LONGEST, formatted

TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>")
OURS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre"}


def inside(html: str) -> str:
    """Without the paragraph around it."""
    return html.strip().removeprefix('<p dir="auto">').removesuffix("</p>")


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("**now** and _here_", "<strong>now</strong> and <em>here</em>"),
        ("one\ntwo", "one<br>two"),
        ("`QM-1042`", "<code>QM-1042</code>"),
        ("order_no_1", "order_no_1"),
        ("30*40*20 cm", "30*40*20 cm"),
        ("#1042 is on its way", "#1042 is on its way"),
        ("***", "***"),
        ("C:\\new & <old>", "C:\\new &amp; &lt;old&gt;"),
        ("&amp;", "&amp;amp;"),
        ("    far in", "far in"),
        ("![x](https://x.test/a.png)", "!<a "),
        ("[click](javascript:alert(1))", "[click](javascript:alert(1))"),
        ("<https://x.test>", "&lt;<a "),
    ],
)
def test_only_our_marks_are_more_than_letters(typed: str, set_as: str) -> None:
    assert inside(formatted(typed)).startswith(set_as)


def test_lists_and_quotes_are_set() -> None:
    html = formatted("Please:\n\n- unplug it\n- wait\n\n1. first\n2. second\n\n> as you wrote")
    assert (html.count("<li"), "<ul dir" in html, "<ol dir" in html) == (4, True, True)
    assert "<blockquote>" in html


def test_links_open_beside_a_page_of_ours_and_are_plain_in_a_mail() -> None:
    typed = "See [the guide](https://x.test/a?b=1&c=2) or https://x.test/path."
    page, mail = formatted(typed), formatted(typed, mail=True)
    assert page.count('rel="noopener noreferrer nofollow"') == 2
    assert '<a href="https://x.test/a?b=1&amp;c=2">the guide</a>' in mail
    assert '<a href="https://x.test/path">https://x.test/path</a>.' in mail


def test_a_mail_carries_the_looks_of_a_quote_itself() -> None:
    assert '<blockquote type="cite" dir="auto" style="margin' in formatted("> so", mail=True)


def test_a_text_that_is_no_letter_is_set_as_it_was_typed() -> None:
    html = formatted("**a** <b>\n" * LONGEST)
    assert html.startswith('<p dir="auto">**a** &lt;b&gt;<br>**a**')


@given(st.text(alphabet="<>&\"'*_`[]()#-1. \n\\!:/ajhtps", max_size=200))
def test_whatever_is_typed_becomes_our_own_tags_alone(typed: str) -> None:
    for _end, name, more in TAG.findall(formatted(typed)):
        assert name in OURS
        assert "javascript:" not in more.lower()
        assert not re.search(r"\bon\w+=", re.sub(r'"[^"]*"', "", more))
