"""What the environment may say, and the one sentence when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import allowed_hosts, flag, secret_key


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DJANGO_SECRET_KEY", "ALLOWED_HOSTS", "SOME_FLAG"):
        monkeypatch.delenv(name, raising=False)


def test_production_needs_a_secret_key(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="set DJANGO_SECRET_KEY"):
        secret_key(tmp_path, production=True)


def test_production_needs_host_names() -> None:
    with pytest.raises(ImproperlyConfigured, match="set ALLOWED_HOSTS"):
        allowed_hosts(production=True)


def test_outside_production_a_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "var", production=False)
    assert len(key) > 50
    assert secret_key(tmp_path / "var", production=False) == key
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_hosts_are_parted_by_spaces_or_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example")
    assert allowed_hosts(production=True) == ["a.example", "b.example"]


@pytest.mark.parametrize(("text", "value"), [("1", True), ("off", False), ("", True)])
def test_flags(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("SOME_FLAG", text)
    assert flag("SOME_FLAG", default=True) is value


def test_a_flag_that_is_neither_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_FLAG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG must be 1 or 0"):
        flag("SOME_FLAG", default=False)
