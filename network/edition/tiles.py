"""Map tiles: one slice of the Z-order codes, clustered by its quarters."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Final

import numpy as np

from network.edition import zorder
from network.edition.columns import Columns
from network.edition.query import Mask, Matcher

MAX_ZOOM: Final = zorder.BITS - 4
SPLIT: Final = 1  # cells of 128 px: quarters of a tile, calm rings without overlap
SINGLES: Final = 3  # a cell with no more places than this shows them
OPEN_ZOOM: Final = 17  # from here on every place is shown


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """Clusters as (latitude, longitude, count), the rows of single places, and how many places
    are left out because their hours are not known."""

    clusters: list[tuple[float, float, int]]
    rows: list[int]
    left_out: int = 0


def tile(columns: Columns, z: int, x: int, y: int, matcher: Matcher | None) -> Tile:
    """The tile's content; every matching place of it is either in a cluster or a row."""
    start, stop = zorder.tile_range(z, x, y)
    step = (stop - start) >> (2 * SPLIT)
    edges = np.searchsorted(
        columns.code, np.arange(start, stop + 1, step, dtype=np.uint64)
    ).tolist()
    masks = None if matcher is None else matcher.masks(columns, slice(edges[0], edges[-1]))
    mask = None if masks is None else masks.shown
    clusters, rows = [], []
    for low, high in pairwise(edges):
        cell = None if mask is None else mask[low - edges[0] : high - edges[0]]
        count = high - low if cell is None else int(np.count_nonzero(cell))
        if z >= OPEN_ZOOM or count <= SINGLES:
            rows += _rows(low, high, cell)
        else:
            clusters.append((*_centre(columns, low, high, cell, count), count))
    left_out = None if masks is None else masks.left_out
    return Tile(clusters, rows, 0 if left_out is None else int(np.count_nonzero(left_out)))


def _rows(low: int, high: int, cell: Mask | None) -> list[int]:
    if cell is None:
        return list(range(low, high))
    return [low + row for row in np.flatnonzero(cell).tolist()]


def _centre(
    columns: Columns, low: int, high: int, cell: Mask | None, count: int
) -> tuple[float, float]:
    """The mean position in degrees."""
    if cell is None:
        latitude = columns.latitude_sum[high] - columns.latitude_sum[low]
        longitude = columns.longitude_sum[high] - columns.longitude_sum[low]
    else:
        latitude = np.multiply(columns.latitude[low:high], cell).sum()
        longitude = np.multiply(columns.longitude[low:high], cell).sum()
    return round(float(latitude) / count, 6), round(float(longitude) / count, 6)
