"""Hours as people write them, turned into OpenStreetMap's form where the meaning is certain."""

from __future__ import annotations


def to_osm(text: str) -> str | None:
    """The value of a sentence, None where its meaning is not certain."""
    del text
    return None
