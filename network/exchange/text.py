"""Text as people type it, brought to one form: pure functions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Only letters and digits: full-width brackets and commas are right in Chinese text.
NARROW: Final = {
    wide: chr(wide - 0xFEE0)
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for wide in range(ord(first), ord(last) + 1)
}
# What a spreadsheet would run, in their full-width twins too.
RUNS: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
LABEL: Final = 60  # characters of a column's name
# What neither a database nor a workbook can hold.
ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
KEPT_FORMATS: Final = "\u200c\u200d"  # joiners belong to words of some scripts
DASHES: Final = re.compile("[‐‑‒–—―−－﹣─]+")
NOT_WORD: Final = re.compile(r"[\W_]+")
NOT_ADDRESS: Final = re.compile(r"[^\w\-/#]+|_")


def tidy(text: str) -> str:
    """Narrow letters and digits, no invisible characters, single spaces."""
    if not text.isascii():
        text = text.translate(NARROW)
    if text.isprintable():
        return " ".join(text.split())
    kept = (
        char if unicodedata.category(char)[0] != "C" or char in KEPT_FORMATS else _gap(char)
        for char in text
    )
    return " ".join("".join(kept).split())


def label(text: str) -> str:
    """A column's name as remarks and notes repeat it, row after row."""
    text = tidy(text)
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def _gap(char: str) -> str:
    """White space that Unicode counts as controls parts words; the rest is nothing."""
    return " " if char.isspace() else ""


def key(text: str) -> str:
    """Letters and digits only, narrow, lower case: equal for the same name written otherwise."""
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=100_000)
def address_key(text: str, area: re.Pattern[str] | None = None) -> str:
    """As `key`, without what `area` finds in front of it; dashes between numbers stay."""
    text = DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold())
    text = NOT_ADDRESS.sub("", text)
    return area.sub("", text, count=1) if area else text


EXTENSION: Final = re.compile(r"\s*(?:转|轉|分机号?|ext\.?|extension)\s*[:：]?\s*", re.IGNORECASE)
AREA_IN_BRACKETS: Final = re.compile(r"[(（](\d{3,4})[)）]\s*")
SEVERAL: Final = re.compile(r"\s*[,，、;；/\n]+\s*")


def phone(text: str) -> str:
    """A number as dialled: extension and area code after dashes, several after ", ".

    No digit is added or lost: "(010)82469318转864" becomes "010-82469318-864", and a local
    number stays without area code, since a sheet does not tell it.
    """
    text = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    text = AREA_IN_BRACKETS.sub(r"\1-", EXTENSION.sub("-", text))
    text = SEVERAL.sub(", ", text.strip()).strip(", ")
    return tidy(re.sub(r"\s*-\s*", "-", text))
