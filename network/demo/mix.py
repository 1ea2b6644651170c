"""How many places of each category, and how they spread over areas."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from network.demo.ground import Area, Ground
from network.fixtures_csv import Line, read_lines


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """So many places of a category, in these areas."""

    category: str
    count: int
    areas: Sequence[Area]


def load_mix(folder: Path, ground: Ground) -> list[Share]:
    """What `demo_mix.csv` says; its areas are `streets`, `districts` or codes parted by `|`."""
    lines = read_lines(folder / "demo_mix.csv", required=["category", "count", "areas"])
    return [
        Share(line.cells["category"], int(line.real("count")), _areas(line, ground))
        for line in lines
    ]


def scaled(mix: Sequence[Share], count: int) -> list[Share]:
    """The same mix with another total, by largest remainders; the sum is exact."""
    total = sum(share.count for share in mix)
    parts = [divmod(share.count * count, total) for share in mix]
    left = count - sum(whole for whole, _rest in parts)
    by_rest = sorted(range(len(mix)), key=lambda number: -parts[number][1])
    lucky = set(by_rest[:left])
    return [
        dataclasses.replace(share, count=parts[number][0] + (number in lucky))
        for number, share in enumerate(mix)
    ]


def spread(share: Share, *, one_each: bool) -> Iterator[Area]:
    """An area for each place, by weight, evenly to within one place an area.

    Systematic sampling: equal steps along the summed weights from one random start.
    With `one_each`, every area has its own first, where the count allows it.
    """
    areas, count = share.areas, share.count
    if one_each and count >= len(areas):
        yield from areas
        count -= len(areas)
    ends = list(itertools.accumulate(area.weight for area in areas))
    start = random.Random(share.category).random()  # noqa: S311 - no secret
    for number in range(count):
        at = (number + start) / count * ends[-1]
        yield areas[min(bisect.bisect_right(ends, at), len(areas) - 1)]


def _areas(line: Line, ground: Ground) -> Sequence[Area]:
    word = line.cells["areas"]
    if word in ("streets", "districts"):
        return ground.streets if word == "streets" else ground.seats
    areas = [area for area in ground.streets if area.organization in word.split("|")]
    if not areas:
        raise line.error("areas", _("There is no “%s”.") % word)
    return areas
