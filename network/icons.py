"""Our icons: one sprite of symbols, `pin-…` the filled ones for markers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

SPRITE: Final = "network/icons.svg"
UNKNOWN: Final = "dot"


def known(name: str) -> str:
    """The name, or that of the dot if the sprite has no such icon."""
    return name if name in names() else UNKNOWN


def for_marker(name: str) -> str:
    """The filled variant where there is one."""
    return f"pin-{name}" if f"pin-{name}" in names() else known(name)


@cache
def names() -> frozenset[str]:
    """All symbols of the sprite."""
    text = (Path(__file__).parent / "static" / SPRITE).read_text(encoding="utf-8")
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', text))
