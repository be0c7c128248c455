from __future__ import annotations

import pytest

from threering.web.tickets.frame import framed, policy

MORE = "Show quoted text"


def shown(html: str, *, remote: bool = False, fold: bool = False) -> str:
    return framed(html, {"p1@x": "/attachments/1"}, remote=remote, fold=fold, more=MORE)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<img src="cid:p1@x">', '<img src="/attachments/1">'),
        ('<img src="CID:p1%40x">', '<img src="/attachments/1">'),
        ('<img src="cid:other">', "<img>"),
        ('<img src="/logout">', "<img>"),
        ('<img src="x.png">', "<img>"),
        ('<a href="/tickets/all">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="javascript:x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<script>x</script><p onclick="x">a</p>', "<p>a</p>"),
    ],
)
def test_only_files_of_the_mail_itself_stand_in_it(html: str, kept: str) -> None:
    assert shown(html) == kept


@pytest.mark.parametrize("source", ["http://a.test/p", "https://a.test/p", "//a.test/p"])
def test_remote_pictures_are_named_only_when_they_are_wanted(source: str) -> None:
    html = f'<img src="{source}">'
    assert "a.test" not in shown(html)
    assert shown(html, remote=True) == '<img src="https://a.test/p">'


def test_the_outermost_quotes_are_folded_once() -> None:
    html = '<p>new</p><div class="gmail_quote">On Friday<blockquote>old</blockquote></div>'
    folded = shown(html, fold=True)
    assert folded.count("<details>") == folded.count(MORE) == 1
    assert folded.startswith("<p>new</p><details><summary>Show quoted text</summary>")
    assert "<details>" not in shown(html)


def test_nothing_runs_in_the_frame_whatever_is_let_in() -> None:
    for remote in (False, True):
        assert "script" not in policy(remote=remote)
        assert "default-src 'none'" in policy(remote=remote)
    assert "https:" not in policy(remote=False)
