"""The text that search looks in: one line a place, its fields in the order of their rank."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, Final

# A hit in an earlier field ranks before one in a later field.
FIELDS: Final = ("name", "name_en", "alias", "initials", "pinyin", "area", "address")
SEPARATOR: Final = "\x1f"


def normalise(text: str) -> str:
    """Full width to half width, lower case, white space and controls to single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isprintable():  # rare, and looking at each character is slow
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def text_line(
    row: dict[str, Any], area: str, spell: Callable[[str], tuple[str, str]]
) -> tuple[bytes, list[int]]:
    """The line of a place, separators included, and where each field ends in it (bytes).

    The area comes normalised: few areas stand in many lines.
    """
    name = normalise(row["name"])
    pinyin, initials = spell(name)
    texts = {
        "name": name,
        "name_en": normalise(row["name_en"]),
        "alias": normalise(row["alias"]),
        "initials": initials,
        "pinyin": pinyin,
        "area": area,
        "address": normalise(row["address"]),
    }
    line, ends = bytearray(), []
    for field in FIELDS:
        line += texts[field].encode()
        line += SEPARATOR.encode()
        ends.append(len(line))
    return bytes(line), ends
