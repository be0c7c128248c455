from __future__ import annotations

import pytest

from threering.channels.email.markup import pictures, readable, safe


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,alert(1)'>x</a>",
        "<img src='data:text/html;base64,YWxlcnQ='>",
        "<iframe src=//alert.example></iframe>",
        "<form action=//alert.example><input></form>",
        "<div style=\"background:url('//alert.example')\">x</div>",
        "<svg onload=alert(1)></svg>",
        "<style>@import url(//alert.example)</style>",
        "<meta http-equiv=refresh content='0;url=//alert.example'>",
        "<base href=//alert.example>",
    ],
)
def test_nothing_that_runs_or_fetches_behind_the_back_survives(evil: str) -> None:
    cleaned = safe(evil)
    assert "alert" not in cleaned
    assert "YWxlcnQ" not in cleaned


def test_what_makes_a_mail_readable_survives() -> None:
    html = '<p style="color:red">a <b>b</b> <img src="cid:p1" alt="c"></p>'
    assert safe(html) == html


def test_trackers_are_named_and_remote_pictures_listed() -> None:
    html = (
        '<img src="https://shop.example/logo.png" width="200">'
        '<img src="https://spy.example/p?id=1" width="1" height="1">'
        '<img src="https://mail.example/wf/open?u=1"><img src="cid:p1">'
    )
    seen = pictures(html)
    assert seen.remote == ("https://shop.example/logo.png",)
    assert seen.trackers == ("spy.example", "mail.example")
    assert "spy" not in seen.html
    assert "wf/open" not in seen.html
    assert "cid:p1" in seen.html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a <b>b</b>\n c", "a b c"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a<style>x</style><script>y</script><!-- z -->", "a"),
        ("x<blockquote>a<br>b</blockquote>", "x\n\n> a\n> b"),
        ("a&nbsp;b &lt;c&gt;", "a b <c>"),
        ("", ""),
        ("<div>" * 3000 + "deep", "deep"),
    ],
)
def test_html_is_read_out(html: str, text: str) -> None:
    assert readable(html) == text


@pytest.mark.parametrize("piece", ["<br>", "&amp;"])
def test_html_of_too_many_signs_keeps_its_words(piece: str) -> None:
    html = "<p>before</p>" + piece * 250_000 + "<script>x</script><p>after</p>"
    for words in (readable(html), safe(html)):
        assert "before" in words
        assert "after" in words
        assert "<script" not in words


def test_a_picture_by_its_old_name_is_a_tracker_too() -> None:
    seen = pictures('<p>a</p><image src="https://spy.example/p" width=1>')
    assert seen.trackers == ("spy.example",)
    assert "spy.example" not in seen.html


def test_what_stands_beside_outlooks_head_is_quoted() -> None:
    html = "<div>new</div><div id=divRplyFwdMsg>From: a</div><div>old</div><p>b</p><div>c</div>"
    assert readable(html) == "new\nFrom: a\n> old\n\nb\n\n> c"
