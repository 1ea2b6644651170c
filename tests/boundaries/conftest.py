"""The two districts, and the network that knows where their border is."""

from __future__ import annotations

from typing import Any

import pytest

from network.models import District
from tests.boundaries.ground import districts, network


@pytest.fixture
def pair(db: None, settings: Any) -> tuple[District, District]:
    """West and east."""
    settings.NETWORK = network()
    return districts()
