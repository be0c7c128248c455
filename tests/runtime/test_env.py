"""Settings: read once, refused with a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from threering.runtime import env as settings
from threering.runtime.env import Address, BadSetting, env, read_address


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test reads for itself, and leaves nothing read behind."""
    env.cache_clear()
    yield
    monkeypatch.undo()
    env.cache_clear()


def test_an_address_is_a_host_and_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_ADDRESS", "[::1]:8000")
    assert read_address("SOME_ADDRESS") == Address("::1", 8000)


@pytest.mark.parametrize("value", ["8000", "localhost", ":80", "host:port", "host:70000"])
def test_a_wrong_address_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THREERING_ADDRESS", value)
    with pytest.raises(BadSetting, match="THREERING_ADDRESS"):
        env()


def test_push_services_are_told_a_contact_or_the_address_of_the_house(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THREERING_URL", "https://desk.shop.example")
    assert env().push_contact == "https://desk.shop.example"
    env.cache_clear()
    monkeypatch.setenv("THREERING_PUSH_CONTACT", "mailto:it@shop.example")
    assert env().push_contact == "mailto:it@shop.example"
    env.cache_clear()
    monkeypatch.setenv("THREERING_PUSH_CONTACT", "it@shop.example")
    with pytest.raises(BadSetting, match="THREERING_PUSH_CONTACT"):
        env()


def test_an_empty_listener_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREERING_SMTP_LISTEN", "")
    assert env().smtp_listen is None


def test_a_setting_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("smtp://mail.example:25\n")
    monkeypatch.delenv("THREERING_SMTP_URL", raising=False)
    monkeypatch.setenv("THREERING_SMTP_URL_FILE", str(tmp_path / "url"))
    assert env().smtp_url == "smtp://mail.example:25"


def test_the_secret_is_made_once_and_nobody_else_may_read_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("THREERING_SECRET_KEY", raising=False)
    monkeypatch.setenv("THREERING_DATA", str(tmp_path))
    made = settings.secret_key()
    assert settings.secret_key() == made
    assert len(made) > 40
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_what_a_killed_start_left_does_not_stop_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("THREERING_SECRET_KEY", raising=False)
    monkeypatch.setenv("THREERING_DATA", str(tmp_path))
    (tmp_path / f".secret.key.{os.getpid()}").write_text("ha")
    assert len(settings.secret_key()) > 40


def test_a_lost_secret_is_never_replaced_where_a_database_needs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("THREERING_SECRET_KEY", raising=False)
    monkeypatch.setenv("THREERING_DATA", str(tmp_path))
    (tmp_path / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(BadSetting, match=r"secret\.key, but a database that needs it"):
        settings.secret_key()
    assert not (tmp_path / "secret.key").exists()
    (tmp_path / "secret.key.before").write_text("the one that is being renewed\n")
    assert len(settings.secret_key()) > 40
    assert settings.secret_key_before() == "the one that is being renewed"


def test_a_secret_that_cannot_be_kept_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("THREERING_SECRET_KEY", raising=False)
    monkeypatch.setenv("THREERING_DATA", str(tmp_path))

    def full(_file: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        settings.secret_key()
    assert list(tmp_path.iterdir()) == []


def test_catalogues_of_ones_own_are_found_by_their_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for language in ("fr", "de"):
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / language / "LC_MESSAGES" / "django.mo").touch()
    (tmp_path / "nl").mkdir()
    monkeypatch.setenv("THREERING_LOCALE", str(tmp_path))
    assert env().languages == ("fr",)  # German is there already; nothing is compiled for nl


def test_catalogues_that_are_not_there_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREERING_LOCALE", "/nowhere")
    with pytest.raises(BadSetting, match="THREERING_LOCALE=/nowhere is not a folder"):
        env()


def test_a_server_to_sign_in_at_is_whole_or_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert env().sign_on is None
    monkeypatch.setenv("THREERING_OIDC_URL", "https://id.shop.example/realms/desk/")
    for part in ("CLIENT", "SECRET"):
        with pytest.raises(BadSetting, match=f"THREERING_OIDC_{part} is empty"):
            settings.read_sign_on()
        (tmp_path / part).write_text(f"our {part}\n")
        monkeypatch.setenv(f"THREERING_OIDC_{part}_FILE", str(tmp_path / part))
    found = settings.read_sign_on()
    assert found
    assert (found.url, found.name) == ("https://id.shop.example/realms/desk", "id.shop.example")
    assert (found.client, found.secret) == ("our CLIENT", "our SECRET")
    assert "our SECRET" not in repr(found)
    monkeypatch.setenv("THREERING_OIDC_URL", "http://id.shop.example")
    with pytest.raises(BadSetting, match="write https"):
        settings.read_sign_on()
