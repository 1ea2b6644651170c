"""Pinyin for a device: one reading a character, and the names that are read otherwise.

Names share their characters, so a table of readings spells nearly all of them in a
hundredth of the bytes. It is learned from the spellings that the edition holds already:
loading the dictionaries takes a second that a publish does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

CHINESE: Final = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U00032389"
_PIECES: Final = re.compile(f"[{CHINESE}]|[^{CHINESE}]+")
_OTHERS: Final = re.compile(f"([^{CHINESE}])[^{CHINESE}]+")
_SYLLABLE: Final = re.compile("(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouv]+(?:ng|n|r)?")
_LONGEST: Final = 6  # zhuang


class Spelling(NamedTuple):
    """Readings by character; pinyin and initials of the rows that they do not spell right."""

    readings: dict[str, str]
    odd: dict[int, tuple[str, str]]


def learn(rows: Iterable[tuple[str, str, str]]) -> Spelling:
    """The spelling of rows of (name, pinyin, initials), as search holds them."""
    readings, odd = Readings(), {}
    for number, (name, pinyin, initials) in enumerate(rows):
        if readings.spell(name) == (pinyin, initials):
            continue
        readings.add(_aligned(name, pinyin, initials))
        if readings.spell(name) != (pinyin, initials):
            odd[number] = (pinyin, initials)
    return Spelling(readings.known, odd)


class Readings:
    """Spells names as the device does: what is not Chinese is one piece, kept as it is."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._whole: dict[int, str] = {}
        self._first: dict[int, str] = {}

    def add(self, readings: Iterable[tuple[str, str]]) -> None:
        """Learn characters; the first reading of each stays."""
        for character, reading in readings:
            self.known.setdefault(character, reading)
            self._whole.setdefault(ord(character), reading)
            self._first.setdefault(ord(character), reading[0])

    def spell(self, name: str) -> tuple[str, str]:
        """Pinyin and initials."""
        pieces = _OTHERS.sub(r"\1", name)
        return name.translate(self._whole), pieces.translate(self._first)


def _aligned(name: str, pinyin: str, initials: str) -> Iterator[tuple[str, str]]:
    """The characters of a name with their part of the pinyin; nothing where that is in doubt."""
    pieces: list[str] = _PIECES.findall(name)
    if len(pieces) != len(initials):
        return
    for piece, part in zip(pieces, _parts(pieces, pinyin, initials) or (), strict=False):
        if _is_chinese(piece):
            yield piece, part


def _parts(pieces: list[str], pinyin: str, initials: str) -> list[str] | None:
    """The pinyin cut into pieces that begin with their initials, syllables as long as can be."""
    if not pieces:
        return None if pinyin else []
    for length in _lengths(pieces[0], pinyin):
        rest = pinyin[length:]
        if rest[:1] != initials[1:2]:
            continue
        parts = _parts(pieces[1:], rest, initials[1:])
        if parts is not None:
            return [pinyin[:length], *parts]
    return None


def _lengths(piece: str, pinyin: str) -> Iterator[int]:
    if pinyin.startswith(piece):  # not Chinese, or a character that has no reading
        yield len(piece)
    elif _is_chinese(piece):
        for length in range(_LONGEST, 0, -1):
            if _SYLLABLE.fullmatch(pinyin, 0, length):
                yield length


def _is_chinese(piece: str) -> bool:
    return not _OTHERS.fullmatch(piece + "a")
