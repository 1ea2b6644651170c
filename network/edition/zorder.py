"""Web-Mercator cells in Z-order: the places of any tile are one slice of the sorted codes.

A code interleaves the bits of x and y (y above x) of the 2^26 x 2^26 grid of Web
Mercator (EPSG:3857, spherical). Positions beyond 85.0511° are kept in the edge rows,
so that the tiles of a zoom always hold every place exactly once.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

BITS: Final = 26  # 0.6 m a cell on the equator

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint64]


def codes(latitude: Floats, longitude: Floats) -> Codes:
    """Z-order codes of WGS-84 degrees, shape (n,)."""
    cells = 1 << BITS
    sine = np.sin(np.radians(np.clip(latitude, -89.9, 89.9)))
    x = (longitude + 180.0) / 360.0
    y = 0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * np.pi)
    return _interleave(_cell(x, cells)) | (_interleave(_cell(y, cells)) << np.uint64(1))


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """First code of the tile and first code after it."""
    shift = 2 * (BITS - z)
    code = _interleave_int(x) | (_interleave_int(y) << 1)
    return code << shift, (code + 1) << shift


def _cell(fraction: Floats, cells: int) -> Codes:
    return np.clip(np.floor(fraction * cells), 0, cells - 1).astype(np.uint64)


def _interleave(value: Codes) -> Codes:
    """Spread 32 bits to the even positions of 64 (Morton; Warren, Hacker's Delight 7-2)."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value


def _interleave_int(value: int) -> int:
    return int(_interleave(np.array([value], dtype=np.uint64))[0])
