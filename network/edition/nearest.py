"""Nearest places: a k-d tree of unit vectors, with filters by widening or by brute force."""

from __future__ import annotations

from math import inf
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from network.edition import sphere
from network.edition.columns import Columns
from network.edition.query import Filters, Matcher, mask_of

FIRST_LOOK: Final = 64  # neighbours tried before a filter is evaluated for all rows
SECOND_LOOK: Final = 2048
KEPT_BYTES: Final = 16_000_000

Rows = npt.NDArray[np.intp]
Hit = tuple[int, float]


class Nearest:
    """Answers "which are nearest" for one edition; distances are great-circle metres."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._tree = cKDTree(columns.vector, leafsize=16) if len(columns.code) else None
        self._matching: dict[Filters, Rows] = {}
        self._kept = 0

    def find(
        self,
        latitude: float,
        longitude: float,
        *,
        limit: int,
        within: float | None = None,
        filters: Filters | None = None,
        matcher: Matcher | None = None,
    ) -> list[Hit]:
        """Row numbers and metres, nearest first; `matcher` is `filters` compiled."""
        if self._tree is None:
            return []
        point = sphere.unit_vector(latitude, longitude)
        bound = inf if within is None else sphere.chord(within) * (1 + 1e-12)
        if not filters or matcher is None:
            hits = self._look(point, limit, bound)
        else:
            hits = self._filtered(point, limit, bound, filters, matcher)
        found = [(row, sphere.metres(chord)) for row, chord in hits]
        return found if within is None else [hit for hit in found if hit[1] <= within]

    def forget(self) -> None:
        """Drop the remembered rows of filters."""
        self._matching.clear()
        self._kept = 0

    def _look(self, point: tuple[float, float, float], count: int, bound: float) -> list[Hit]:
        tree: Any = self._tree
        count = min(count, len(self._columns.code))
        # A list of one keeps the answer an array where a bare 1 would give scalars.
        wanted = count if count > 1 else [1]
        chords, rows = tree.query(point, k=wanted, distance_upper_bound=bound)
        hits = list(zip(rows.tolist(), chords.tolist(), strict=True))
        return hits if hits[-1][1] != inf else [hit for hit in hits if hit[1] != inf]

    def _filtered(
        self,
        point: tuple[float, float, float],
        limit: int,
        bound: float,
        filters: Filters,
        matcher: Matcher,
    ) -> list[Hit]:
        total = len(self._columns.code)
        for look in (max(FIRST_LOOK, 4 * limit), SECOND_LOOK):
            if look * 8 > total or filters in self._matching:
                break
            hits = self._look(point, look, bound)
            rows = np.fromiter((row for row, _ in hits), dtype=np.intp, count=len(hits))
            kept = np.flatnonzero(mask_of(self._columns, rows, matcher))[:limit].tolist()
            if len(kept) == limit or len(hits) < look:
                return [hits[i] for i in kept]
        return self._brute(point, limit, bound, self._rows(filters, matcher))

    def _rows(self, filters: Filters, matcher: Matcher) -> Rows:
        """All matching rows; kept for the next question as long as they are few enough."""
        if filters in self._matching:
            return self._matching[filters]
        columns = self._columns
        rows = np.flatnonzero(matcher.mask(columns.category, columns.amenity, columns.service))
        if self._kept + rows.nbytes <= KEPT_BYTES:
            self._matching[filters] = rows
            self._kept += rows.nbytes
        return rows

    def _brute(
        self, point: tuple[float, float, float], limit: int, bound: float, rows: Rows
    ) -> list[Hit]:
        away = self._columns.vector[rows] - np.array(point)
        squares = np.einsum("ij,ij->i", away, away)
        if limit < len(rows):
            first = np.argpartition(squares, limit - 1)[:limit]
        else:
            first = np.arange(len(rows))
        first = first[np.argsort(squares[first], kind="stable")]
        chords = np.sqrt(squares[first])
        return [
            (row, chord)
            for row, chord in zip(rows[first].tolist(), chords.tolist(), strict=True)
            if chord <= bound
        ]
