"""The text that search looks in: one line a place, its fields in the order of their rank."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import accumulate
from typing import Final

from network.edition.source import PlaceRow

# A hit in an earlier field ranks before one in a later field.
FIELDS: Final = ("name", "name_en", "alias", "initials", "pinyin", "area", "address")
SEPARATOR: Final = "\x1f"
_SEPARATOR: Final = SEPARATOR.encode()


def normalise(text: str) -> str:
    """Full width to half width, lower case, white space and controls to single spaces."""
    if not text:
        return ""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isprintable():  # rare, and looking at each character is slow
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def text_line(
    row: PlaceRow, area: str, spell: Callable[[str], tuple[str, str]]
) -> tuple[bytes, list[int]]:
    """The line of a place, separators included, and where each field ends in it (bytes).

    The area comes normalised: few areas stand in many lines.
    """
    name = normalise(row.name)
    pinyin, initials = spell(name)
    name_en, alias, address = normalise(row.name_en), normalise(row.alias), normalise(row.address)
    fields = [text.encode() for text in (name, name_en, alias, initials, pinyin, area, address, "")]
    return _SEPARATOR.join(fields), list(accumulate(len(field) + 1 for field in fields[:-1]))
