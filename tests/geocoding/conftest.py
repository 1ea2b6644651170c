"""A stand-in for the vendor of the test, and English sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.geocoding.standin import StandIn, stand_in


@pytest.fixture(autouse=True)
def _english_and_alone(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Turns are the test's own."""
    settings.VAR_DIR = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def vendor() -> Iterator[StandIn]:
    """What answers in the vendor's place."""
    with stand_in() as server:
        yield server
