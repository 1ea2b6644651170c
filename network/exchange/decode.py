"""The encoding of a CSV file: told by its bytes, or refused; never guessed with losses."""

from __future__ import annotations

import codecs
from typing import Final

from django.utils.translation import gettext as _

from network.exchange.errors import ExchangeError

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes of a GB18030 file read as UTF-8 by chance give a character or two, not eight.
SURELY_UTF8: Final = 8


def decode(data: bytes) -> str:
    """Text of UTF-8 with or without BOM, UTF-16 or GB18030; ExchangeError for anything else."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if encoding := _utf16_without_bom(data):
        return _strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        if sum(char >= "\u2e80" for char in good) >= SURELY_UTF8:
            raise ExchangeError(
                _("Line %(line)d is not in UTF-8 as the lines before: save all in one encoding.")
                % {"line": good.count("\n") + 1}
            ) from error
    return _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ExchangeError(_unknown()) from error
    foreign = [char for char in text if char >= "\x80"]
    # Controls and private characters are what other encodings turn into.
    odd = sum(char <= "\x9f" or "\ue000" <= char <= "\uf8ff" for char in foreign)
    if odd * 50 > len(foreign):
        raise ExchangeError(_unknown())
    return text


def _unknown() -> str:
    return _("The file's encoding is not clear: save it as CSV in UTF-8, or as XLSX.")


def _utf16_without_bom(data: bytes) -> str:
    """UTF-16 by its NUL bytes: commas, digits and line ends have one each."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if len(data) % 2 or many < max(4, len(sample) // 50) or few * 10 > many:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
