"""What stands close together: one k-d tree over unit vectors, for sheets and for the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from network.datum import Point
from network.edition.sphere import chord, unit_vectors

NEIGHBOURS: Final = 8  # looked at around each position, so that a thousand on one spot cost no more
NOBODY: Final = -1


def close_by(
    points: Sequence[Point], radius: float, *, groups: Sequence[int] | None = None
) -> npt.NDArray[np.intp]:
    """For each position the indexes of the nearest within metres, its own among them.

    Shape (n, at most NEIGHBOURS); NOBODY where there are fewer. Only positions with the same
    number in `groups` are close: the number is a fourth axis, on which two lie far apart.
    """
    if not points:
        return np.empty((0, 0), dtype=np.intp)
    latitude, longitude = np.array(points, dtype=float).T
    vectors = unit_vectors(latitude, longitude)
    if groups is not None:
        vectors = np.column_stack((vectors, np.asarray(groups, dtype=float)))
    count = min(NEIGHBOURS, len(points))
    tree = cKDTree(vectors)
    _distances, found = tree.query(vectors, k=count, distance_upper_bound=chord(radius))
    indexes = np.asarray(found, dtype=np.intp).reshape(len(points), count)
    return np.where(indexes == len(points), NOBODY, indexes)
