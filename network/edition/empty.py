"""What is served before anything was published."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from network.edition import layout
from network.edition.build import build
from network.edition.edition import Edition
from network.edition.source import Source


@cache
def empty_edition() -> Edition:
    """An edition with number 0 and no rows of any kind."""
    no_pairs = np.empty((0, 2), dtype=np.int64)
    nothing = Source(
        change=0,
        places=[],
        amenity_pairs=no_pairs,
        service_pairs=no_pairs,
        former=[],
        categories=[],
        amenities=[],
        services=[],
        districts=[],
        subdistricts=[],
        organizations={},
        holidays=[],
    )
    content = build(nothing, spell=lambda name: (name, name), today=dt.date(1970, 1, 2))
    with tempfile.TemporaryDirectory(prefix="edition-") as folder:
        # Mapped files outlive their names, so the folder may go at once.
        made_at = dt.datetime.fromtimestamp(0, dt.UTC)
        manifest = layout.write(Path(folder), content, number=0, made_at=made_at)
        return Edition(Path(folder), manifest)
