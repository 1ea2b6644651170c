"""Shared fixtures; each test has its own editions folder and publishes only when it says so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver 127.0.0.1 localhost")
os.environ.setdefault("BEHIND_TLS", "0")


@pytest.fixture(autouse=True)
def editions(tmp_path: Path, settings: Any) -> Path:
    """An empty editions folder of this test's own; nothing is published by itself."""
    settings.EDITIONS_DIR = tmp_path / "editions"
    settings.PUBLISH_AFTER_COMMIT = False
    return tmp_path / "editions"
