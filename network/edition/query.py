"""Filters: what a caller asks for, turned into one boolean mask over the columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network.edition.columns import Columns

Mask = npt.NDArray[np.bool_]


class UnknownCode(ValueError):
    """A filter names a code that this edition does not have."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: there is no {code!r}")
        self.field, self.code = field, code


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """Codes: any of the categories, all of the amenities, any of the services."""

    category: tuple[str, ...] = ()
    amenity: tuple[str, ...] = ()
    service: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.category or self.amenity or self.service)


NO_FILTERS: Final = Filters()


@dataclasses.dataclass(frozen=True, slots=True)
class Matcher:
    """Filters compiled against one edition's code numbers."""

    categories: Mask | None
    amenities: tuple[tuple[int, np.uint64], ...]
    services: tuple[tuple[int, np.uint64], ...]

    def mask(
        self,
        category: npt.NDArray[np.uint16],
        amenity: npt.NDArray[np.uint64],
        service: npt.NDArray[np.uint64],
    ) -> Mask:
        """Which rows match; the bit columns have shape (words, n)."""
        found: Mask | None = None
        if self.categories is not None:
            found = self.categories[category]
        for word, bits in self.amenities:
            found = _both(found, (amenity[word] & bits) == bits)
        if self.services:
            any_of = np.zeros(category.shape, dtype=np.bool_)
            for word, bits in self.services:
                any_of |= (service[word] & bits) != 0
            found = _both(found, any_of)
        return np.ones(category.shape, dtype=np.bool_) if found is None else found


def compile_filters(
    filters: Filters,
    *,
    category: Mapping[str, int],
    amenity: Mapping[str, int],
    service: Mapping[str, int],
) -> Matcher:
    """Look the codes up; raises UnknownCode."""
    categories: Mask | None = None
    if filters.category:
        categories = np.zeros(len(category), dtype=np.bool_)
        categories[_numbers("category", filters.category, category)] = True
    return Matcher(
        categories,
        _words(_numbers("amenity", filters.amenity, amenity)),
        _words(_numbers("service", filters.service, service)),
    )


def mask_of(columns: Columns, rows: npt.NDArray[Any], matcher: Matcher) -> Mask:
    """Which of these rows match."""
    return matcher.mask(columns.category[rows], columns.amenity[:, rows], columns.service[:, rows])


def _numbers(field: str, codes: Sequence[str], known: Mapping[str, int]) -> list[int]:
    for code in codes:
        if code not in known:
            raise UnknownCode(field, code)
    return [known[code] for code in codes]


def _words(numbers: Sequence[int]) -> tuple[tuple[int, np.uint64], ...]:
    """Bits grouped by the 64-bit word that holds them."""
    words: dict[int, int] = {}
    for number in numbers:
        words[number // 64] = words.get(number // 64, 0) | 1 << number % 64
    return tuple((word, np.uint64(bits)) for word, bits in sorted(words.items()))


def _both(left: Mask | None, right: Mask) -> Mask:
    return right if left is None else left & right
