"""A site for each test that breaks one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site, site_in


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An installation with twenty published places."""
    yield from site_in(tmp_path / "site")
