"""Filters: what a caller asks for, turned into one boolean mask over the columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network.edition.columns import Columns
from network.edition.timetable import CLOSED, CLOSING_SOON, OPEN, UNKNOWN, Judged

Mask = npt.NDArray[np.bool_]
Index = npt.NDArray[Any] | slice
Words = tuple[tuple[int, np.uint64], ...]


class UnknownCode(ValueError):
    """A filter names a code that this edition does not have."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: there is no {code!r}")
        self.field, self.code = field, code


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """Codes: any of the categories, all of the amenities, any of the services, all of the access.

    `open` is the minute (since 1970, UTC) at which a place must be open; with `unknown`,
    places whose hours are not known are shown too.
    """

    category: tuple[str, ...] = ()
    amenity: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    open: int | None = None
    unknown: bool = False

    def __bool__(self) -> bool:
        return self.open is not None or bool(
            self.category or self.amenity or self.service or self.access
        )


NO_FILTERS: Final = Filters()


@dataclasses.dataclass(frozen=True, slots=True)
class Masks:
    """Which rows are shown, and which are left out only because their hours are not known."""

    shown: Mask
    left_out: Mask | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """Filters compiled against one edition's code numbers."""

    categories: Mask | None
    amenities: Words
    services: Words
    access: np.uint32
    judged: Judged | None
    unknown: bool

    def masks(self, columns: Columns, index: Index) -> Masks:
        """Which of these rows match."""
        facts = self._facts(columns, index)
        if self.judged is None:
            shown = np.ones(columns.category[index].shape, dtype=np.bool_)
            return Masks(shown if facts is None else facts, None)
        states = states_of(columns, self.judged, index)
        is_open = (states == OPEN) | (states == CLOSING_SOON)
        is_unknown = states == UNKNOWN
        if self.unknown:
            return Masks(_both(facts, is_open | is_unknown), None)
        return Masks(_both(facts, is_open), _both(facts, is_unknown))

    def _facts(self, columns: Columns, index: Index) -> Mask | None:
        found: Mask | None = None
        if self.categories is not None:
            found = self.categories[columns.category[index]]
        for word, bits in self.amenities:
            found = _both(found, (columns.amenity[word][index] & bits) == bits)
        if self.services:
            any_of = np.zeros(columns.category[index].shape, dtype=np.bool_)
            for word, bits in self.services:
                any_of |= (columns.service[word][index] & bits) != 0
            found = _both(found, any_of)
        if self.access:
            found = _both(found, (columns.access[index] & self.access) == self.access)
        return found


def states_of(columns: Columns, judged: Judged, index: Index) -> npt.NDArray[np.uint8]:
    """The state of each row; what is closed for now is closed whatever its hours say."""
    closed = columns.reopens[index] > judged.today
    return np.where(closed, np.uint8(CLOSED), judged.states[columns.hours[index]])


def compile_filters(
    filters: Filters, numbers: Mapping[str, Mapping[str, int]], judged: Judged | None
) -> Matcher:
    """Look the codes up in `numbers` (kind → code → number); raises UnknownCode."""
    categories: Mask | None = None
    if filters.category:
        categories = np.zeros(len(numbers["categories"]), dtype=np.bool_)
        categories[_numbers("category", filters.category, numbers["categories"])] = True
    access = _numbers("access", filters.access, numbers["access"])
    return Matcher(
        categories=categories,
        amenities=_words(_numbers("amenity", filters.amenity, numbers["amenities"])),
        services=_words(_numbers("service", filters.service, numbers["services"])),
        access=np.uint32(sum(1 << number for number in access)),
        judged=judged,
        unknown=filters.unknown,
    )


def _numbers(field: str, codes: Sequence[str], known: Mapping[str, int]) -> list[int]:
    for code in codes:
        if code not in known:
            raise UnknownCode(field, code)
    return [known[code] for code in codes]


def _words(numbers: Sequence[int]) -> Words:
    """Bits grouped by the 64-bit word that holds them."""
    words: dict[int, int] = {}
    for number in numbers:
        words[number // 64] = words.get(number // 64, 0) | 1 << number % 64
    return tuple((word, np.uint64(bits)) for word, bits in sorted(words.items()))


def _both(left: Mask | None, right: Mask) -> Mask:
    return right if left is None else left & right
