from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from threering.runtime.cli import main

MAIL = (
    b"From: Ann <ann@example.com>\nTo: Help <help@shop.example>\nSubject: Where is it?\n"
    b"Date: Mon, 2 Mar 2026 10:00:00 +0100\nMessage-ID: <a@b>\n\n"
    b"Where?\n\nOn Mon, Mar 2, 2026, Shop <help@shop.example> wrote:\n> It is sent.\n"
)


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "mail.eml"
    path.write_bytes(MAIL)
    return path


def test_a_file_is_one_json_object_on_a_line(mail: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect-mail", "--json", str(mail), str(mail)]) == 0
    first, second = map(json.loads, capfd.readouterr().out.splitlines())
    assert first == second
    assert first == {
        "path": str(mail),
        "subject": "Where is it?",
        "from": {"name": "Ann", "email": "ann@example.com"},
        "to": [{"name": "Help", "email": "help@shop.example"}],
        "cc": [],
        "message_id": "a@b",
        "date": "2026-03-02T09:00:00+00:00",
        "text": MAIL.decode().partition("\n\n")[2].strip(),
        "html": "",
        "visible_reply": "Where?",
        "attachments": [],
        "kind": "message",
        "bounce": None,
        "defects": [],
    }


def test_a_file_that_is_not_there_is_said_and_counted(
    mail: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = mail.with_name("gone.eml")
    assert main(["inspect-mail", "--json", str(gone), str(mail), str(gone)]) == 2
    found = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [one["defects"][:1] for one in found] == [["unreadable"], [], ["unreadable"]]
    assert found[0].keys() == found[1].keys()


def test_people_read_words(mail: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect-mail", str(mail)]) == 0
    said = capfd.readouterr().out
    assert "From: Ann <ann@example.com>" in said
    assert "| Where?" in said


def test_a_text_and_a_page_without_headers_are_bodies(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Hello\n\nyou")
    (tmp_path / "a.html").write_text("<p>Hello</p><blockquote>old</blockquote>")
    main(["inspect-mail", "--json", str(tmp_path / "a.txt"), str(tmp_path / "a.html")])
    text, page = map(json.loads, capfd.readouterr().out.splitlines())
    assert text["text"] == "Hello\n\nyou"
    assert page["visible_reply"] == "Hello"


def test_it_needs_neither_django_nor_a_database() -> None:
    code = (
        "import sys, threering.runtime.cli, threering.runtime.inspect;"
        "print(sorted({'django', 'psycopg', 'procrastinate'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
