"""Free text about what a place has and does, to amenities and services of the network."""

from __future__ import annotations

import bisect
import dataclasses
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from network.exchange.text import tidy
from network.models import Amenity, Service

SEPARATORS: Final = re.compile(r"[、;；,，/|\\\n。.．·+＋&\s]+")
# Words that carry nothing beside a recognised one: "法律援助服务等" is legal aid.
FILLERS: Final = re.compile(
    r"服务功能|服务内容|服务项目|服务|功能|设施|设备|用品|提供|包括|配备|设有|备有|可以|免费"
    r"|以及|还有|等等|区域|[等及和与或可有区处类的:：()（）]"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Codes, sorted, and the parts of the text that hold anything else."""

    amenities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.amenities or self.services)


class Words:
    """Finds amenities and services in text by their names, codes and aliases."""

    def __init__(self, amenities: Iterable[Amenity], services: Iterable[Service]) -> None:
        self._amenities: dict[str, str] = {}
        self._services: dict[str, str] = {}
        for rows, target in ((amenities, self._amenities), (services, self._services)):
            for row in rows:
                for word in (row.code, row.name_en, *row.words()):
                    target.setdefault(_plain(word), row.code)
        words = {*self._amenities, *self._services} - {""}
        self._whole = frozenset(words)
        # The longest first, so that 急救医药箱 is not read as 医药箱; single letters and
        # signs are words only when they stand alone.
        inside = sorted((w for w in words if len(w) > 1), key=lambda w: (-len(w), w))
        self._inside = re.compile("|".join(map(_pattern, inside)) or r"(?!)")
        self.read = lru_cache(maxsize=10_000)(self._read)

    def _read(self, text: str) -> Found:
        """Everything that the text names; separators may be missing: "医药箱饮水" is two."""
        text = _spaced(text)
        found: set[str] = set()
        unknown: list[str] = []
        for token in self._tokens(text):
            words = self._words(_plain(token))
            found.update(words)
            if not words or self._rest(_plain(token)):
                unknown.append(token)
        return Found(
            self._codes(found, self._amenities),
            self._codes(found, self._services),
            tuple(dict.fromkeys(unknown)),
        )

    def _tokens(self, text: str) -> list[str]:
        """Parts between separators; a separator inside a known word ("热/冷水") does not part."""
        parts, start = [], 0
        held = [match.span() for match in self._inside.finditer(_plain(text))]
        begins = [begin for begin, _end in held]
        for match in SEPARATORS.finditer(text):
            before = bisect.bisect_left(begins, match.start()) - 1
            if before >= 0 and match.end() < held[before][1]:
                continue
            parts.append(text[start : match.start()])
            start = match.end()
        parts.append(text[start:])
        return [part for part in parts if FILLERS.sub("", part).strip()]

    def _words(self, token: str) -> list[str]:
        return [token] if token in self._whole else self._inside.findall(token)

    def _rest(self, token: str) -> str:
        if token in self._whole:
            return ""
        return FILLERS.sub("", self._inside.sub("", token)).strip()

    @staticmethod
    def _codes(words: Iterable[str], known: dict[str, str]) -> tuple[str, ...]:
        return tuple(sorted({known[word] for word in words if word in known}))


def _spaced(text: str) -> str:
    """Of the same length after `_plain`, so that positions in one hold in the other."""
    return unicodedata.normalize("NFKC", tidy(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()


def _pattern(word: str) -> str:
    """A word in Latin letters stands alone: "tv" is not in "cctv"."""
    pattern = re.escape(word)
    before = r"(?<![a-z0-9_])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![a-z0-9_])" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{before}{pattern}{after}"
