"""Nearest places: a k-d tree of unit vectors, with filters by widening or by brute force."""

from __future__ import annotations

import threading
from collections import OrderedDict
from math import inf
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from network.edition import sphere
from network.edition.columns import Columns
from network.edition.query import Filters, Matcher

FIRST_LOOK: Final = 64  # neighbours tried before a filter is evaluated for all rows
SECOND_LOOK: Final = 2048
KEPT_BYTES: Final = 16_000_000

Rows = npt.NDArray[np.intp]
Hit = tuple[int, float]


class Found(NamedTuple):
    """The hits, and how many as near were left out because their hours are not known."""

    hits: list[Hit]
    left_out: int


class Matching(NamedTuple):
    """All rows that match, and those left out."""

    shown: Rows
    left_out: Rows


class Nearest:
    """Answers "which are nearest" for one edition; distances are great-circle metres."""

    def __init__(self, columns: Columns) -> None:
        # Late: SciPy takes a quarter of a second, and a publisher asks for nothing near.
        from scipy.spatial import cKDTree

        self._columns = columns
        self._tree = cKDTree(columns.vector, leafsize=16) if len(columns.code) else None
        self._matching: OrderedDict[Filters, Matching] = OrderedDict()
        self._kept = 0
        self._lock = threading.Lock()

    def find(
        self,
        latitude: float,
        longitude: float,
        *,
        limit: int,
        within: float | None = None,
        filters: Filters | None = None,
        matcher: Matcher | None = None,
    ) -> Found:
        """Row numbers and metres, nearest first; `matcher` is `filters` compiled."""
        if self._tree is None:
            return Found([], 0)
        point = sphere.unit_vector(latitude, longitude)
        bound = inf if within is None else sphere.chord(within) * (1 + 1e-12)
        left_out = 0
        if not filters or matcher is None:
            hits = self._look(point, limit, bound)
        else:
            hits, left_out = self._filtered(point, limit, bound, filters, matcher)
        found = [(row, sphere.metres(chord)) for row, chord in hits]
        if within is not None:
            found = [hit for hit in found if hit[1] <= within]
        return Found(found, left_out)

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
    ) -> Found:
        total = len(self._columns.code)
        for look in (max(FIRST_LOOK, 4 * limit), SECOND_LOOK):
            if look * 8 > total or filters in self._matching:
                break
            hits = self._look(point, look, bound)
            rows = np.fromiter((row for row, _ in hits), dtype=np.intp, count=len(hits))
            masks = matcher.masks(self._columns, rows)
            kept = np.flatnonzero(masks.shown)[:limit].tolist()
            if len(kept) == limit or len(hits) < look:
                passed = kept[-1] if len(kept) == limit else len(hits)
                return Found([hits[i] for i in kept], _count(masks.left_out, passed))
        return self._brute(point, limit, bound, self._rows(filters, matcher))

    def _rows(self, filters: Filters, matcher: Matcher) -> Matching:
        """All matching rows; the latest questions' are kept for the next ones."""
        with self._lock:
            if filters in self._matching:
                self._matching.move_to_end(filters)
                return self._matching[filters]
        masks = matcher.masks(self._columns, slice(None))
        left_out = _NONE if masks.left_out is None else np.flatnonzero(masks.left_out)
        found = Matching(np.flatnonzero(masks.shown), left_out)
        self._keep(filters, found)
        return found

    def _keep(self, filters: Filters, found: Matching) -> None:
        with self._lock:
            if filters not in self._matching:
                self._matching[filters] = found
                self._kept += _size(found)
            while self._kept > KEPT_BYTES:
                self._kept -= _size(self._matching.popitem(last=False)[1])

    def _brute(
        self, point: tuple[float, float, float], limit: int, bound: float, rows: Matching
    ) -> Found:
        squares = self._squares(point, rows.shown)
        if limit < len(squares):
            first = np.argpartition(squares, limit - 1)[:limit]
        else:
            first = np.arange(len(squares))
        first = first[np.argsort(squares[first], kind="stable")]
        chords = np.sqrt(squares[first])
        hits = [
            (row, chord)
            for row, chord in zip(rows.shown[first].tolist(), chords.tolist(), strict=True)
            if chord <= bound
        ]
        farthest = hits[-1][1] if len(hits) == limit else bound
        passed = self._squares(point, rows.left_out) <= farthest**2
        return Found(hits, int(np.count_nonzero(passed)))

    def _squares(self, point: tuple[float, float, float], rows: Rows) -> npt.NDArray[np.float64]:
        """Squares of the chords to these rows."""
        away = self._columns.vector[rows] - np.array(point)
        squares: npt.NDArray[np.float64] = np.einsum("ij,ij->i", away, away)
        return squares


_NONE: Final = np.empty(0, dtype=np.intp)


def _size(found: Matching) -> int:
    return found.shown.nbytes + found.left_out.nbytes


def _count(mask: npt.NDArray[np.bool_] | None, stop: int) -> int:
    return 0 if mask is None else int(np.count_nonzero(mask[:stop]))
