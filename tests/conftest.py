"""Shared fixtures; each test has its own editions folder and publishes only when it says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import settings as hypothesis_settings

from network.edition import store
from network.exchange import pairs

# Machines are shared: a slow example says nothing. Speed is measured in bench/.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _built() -> None:
    """Static files as they are served."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def editions(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An empty editions folder of this test's own; nothing is published by itself."""
    settings.EDITIONS_DIR = tmp_path / "editions"
    settings.PUBLISH_AFTER_COMMIT = False
    yield tmp_path / "editions"
    store.close_all()
    pairs.forget()
