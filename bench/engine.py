"""Times inside the process: nearest, filters, tiles, search."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.site import Site
from bench.table import runs, show
from network.edition import layout
from network.edition.edition import Edition
from network.edition.moment import now_minute
from network.edition.query import Filters

ROUNDS = 3
WANTED = Filters(("warm_heart_station",), ("drinking_water",))
OPEN_NOW = Filters(open=now_minute())
BEIJING = (39.75, 40.10, 116.15, 116.65)


def measure(site: Site) -> None:
    """Print the table of one network's size."""
    folder = site.folder / "editions"
    edition = Edition(folder, layout.read_manifest(folder, layout.numbers(folder)[-1]))
    rows = [
        (
            "nearest, limit 10, random points",
            *_times(lambda p: edition.nearest_rows(*p)),
            "50, 100 µs",
        ),
        ("nearest, each filter combination once", *_cold_filters(edition), "0.5 ms at 10,560"),
        ("nearest, filter asked before", *_times(_filtered(edition)), "0.5 ms at 10,560"),
        ("nearest, open now", *_times(_open(edition)), "0.5 ms at 10,560"),
        ("judging another minute", *_minutes(edition), "–"),
        ("tile of everything, z 0, open now", *_tile(edition, 0, OPEN_NOW), "15 ms"),
        ("tiles at zoom 10 to 16, open now", *_tiles(edition, OPEN_NOW), "99 % under 2 ms"),
        ("tile of everything, z 0, filters", *_tile(edition, 0, WANTED), "15 ms"),
        ("tile of everything, z 0", *_tile(edition, 0, Filters()), "15 ms"),
        ("tiles at zoom 10 to 16, filters", *_tiles(edition, WANTED), "99 % under 2 ms"),
        ("tiles at zoom 10 to 16", *_tiles(edition, Filters()), "99 % under 2 ms"),
        ("search, two Chinese characters", *_words(edition, "望京"), "–"),
        ("search, initials", *_words(edition, "wjjd"), "–"),
    ]
    header = ("inside the process", "median µs", "99th percentile µs", "target")
    show(f"Engine, {edition.count:,} places", header, rows)


Point = tuple[float, float]


def _points(count: int, seed: int) -> list[Point]:
    rng = random.Random(seed)
    south, north, west, east = BEIJING
    return [(rng.uniform(south, north), rng.uniform(west, east)) for _ in range(count)]


def _timed(ask: Callable[[Any], object], questions: list[Any]) -> list[float]:
    taken = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - start) * 1e6)
    return taken


def _summary(rounds: list[list[float]]) -> tuple[str, str]:
    medians = [median(taken) for taken in rounds]
    tails = [sorted(taken)[int(len(taken) * 0.99)] for taken in rounds]
    return runs(medians, "{:,.1f}"), runs(tails, "{:,.1f}")


def _times(ask: Callable[[Point], object], count: int = 5000) -> tuple[str, str]:
    _timed(ask, _points(count // 5, 0))
    return _summary([_timed(ask, _points(count, turn)) for turn in range(1, ROUNDS + 1)])


def _filtered(edition: Edition) -> Callable[[Point], object]:
    wanted = Filters(("warm_heart_station",), ("drinking_water", "microwave"))
    return lambda point: edition.nearest_rows(*point, filters=wanted)


def _open(edition: Edition) -> Callable[[Point], object]:
    return lambda point: edition.nearest_rows(*point, filters=OPEN_NOW)


def _minutes(edition: Edition) -> tuple[str, str]:
    """The first question of a minute: every distinct value of hours is judged."""
    point, now = _points(1, 7)[0], now_minute()

    def ask(minute: int) -> object:
        return edition.nearest_rows(*point, filters=Filters(open=now + minute))

    return _summary([_timed(ask, list(range(turn * 50, turn * 50 + 50))) for turn in range(ROUNDS)])


def _combinations(edition: Edition) -> list[Filters]:
    reference = edition.reference
    categories = [(), *((row["code"],) for row in reference["categories"])]
    codes = [row["code"] for row in reference["amenities"]]
    amenities = [(), *((code,) for code in codes), *itertools.combinations(codes[:12], 2)]
    return [Filters(c, a) for c, a in itertools.product(categories, amenities) if c or a]


def _cold_filters(edition: Edition) -> tuple[str, str]:
    """Every combination of a category and up to two amenities, none of them remembered."""
    wanted = _combinations(edition)
    point = _points(1, 7)[0]

    def ask(filters: Filters) -> object:
        edition._nearest.forget()  # noqa: SLF001  # the first question is what is measured
        return edition.nearest_rows(*point, filters=filters)

    return _summary([_timed(ask, wanted) for _ in range(ROUNDS)])


def _tile(edition: Edition, zoom: int, wanted: Filters) -> tuple[str, str]:
    questions = [None] * 50
    return _summary(
        [_timed(lambda _: edition.tile(zoom, 0, 0, wanted), questions) for _ in range(ROUNDS)]
    )


def _tiles(edition: Edition, wanted: Filters) -> tuple[str, str]:
    questions = [(z, *_tile_at(z, *p)) for z in range(10, 17) for p in _points(300, z)]
    return _summary(
        [_timed(lambda t: edition.tile(t[0], t[1], t[2], wanted), questions) for _ in range(ROUNDS)]
    )


def _tile_at(zoom: int, latitude: float, longitude: float) -> tuple[int, int]:
    from math import asinh, pi, radians, tan

    n = 1 << zoom
    y = (1 - asinh(tan(radians(latitude))) / pi) / 2
    return int((longitude + 180) / 360 * n), int(y * n)


def _words(edition: Edition, word: str) -> tuple[str, str]:
    def ask(point: Point) -> object:
        return edition.search_rows(word, limit=10, near=point)

    return _times(ask, 50)
