"""Pairs of stored places that are likely the same one: said, never decided.

All pairs of the network are found at once and kept until something changes; who may see
which is asked of the database each time.
"""

from __future__ import annotations

import enum
import itertools
import math
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import Max

from network.datum import Point
from network.edition.source import change_number
from network.exchange.duplicates import SAME_SPOT
from network.exchange.match import SAME_NAME_NEAR, metres
from network.exchange.near import NEIGHBOURS, NOBODY, close_by
from network.exchange.scope import network_gazetteer
from network.exchange.text import address_key, key
from network.models import Category, Place, Status

ALIKE: Final = 0.75  # of two names' pairs of letters, how many they must share (Dice)
NUMBER: Final = re.compile(r"[0-9]+|[零一二三四五六七八九十百]+")
FRESH: Final = 300.0  # seconds for which a number may lag behind


class Why(enum.IntEnum):
    """What speaks for it, the strongest first."""

    SAME_PLACE = 1  # name and address
    SAME_NAME = 2  # within 300 m
    SAME_SPOT = 3  # within 30 m, and names alike


class Pair(NamedTuple):
    """Keys of two places, the lower first; metres between them, None where one has no position."""

    one: int
    other: int
    why: Why
    metres: float | None


class _Row(NamedTuple):
    pk: int
    name: str
    address: str
    latitude: float | None
    longitude: float | None
    category_id: int
    is_demo: bool


Keys = tuple[str, bool]  # a name's key; demo or not


def find_pairs() -> list[Pair]:
    """Look through all places that are not closed for good; invented ones match invented ones."""
    rows = [
        _Row(*row)
        for row in Place.objects.exclude(status=Status.CLOSED)
        .order_by("pk")
        .values_list(*_Row._fields)
        .iterator()
    ]
    found: dict[tuple[int, int], Why] = {}
    by_name: dict[Keys, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        by_name[_name_key(row.name), row.is_demo].append(at)
    groups = [group for group in by_name.values() if len(group) > 1]
    for pair, why in itertools.chain(
        ((pair, Why.SAME_PLACE) for pair in _same_place(rows, groups)),
        ((pair, Why.SAME_NAME) for pair in _same_name(rows, groups)),
        ((pair, Why.SAME_SPOT) for pair in _same_spot(rows)),
    ):
        found.setdefault(pair, why)
    return [
        Pair(rows[one].pk, rows[other].pk, why, _metres(rows[one], rows[other]))
        for (one, other), why in sorted(found.items(), key=lambda item: (item[1], item[0]))
    ]


def _same_place(rows: Sequence[_Row], groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """Each with the next few of the same name and address: many are not paired all with all."""
    area = network_gazetteer().area
    for group in groups:
        by_address: dict[str, list[int]] = defaultdict(list)
        for at in group:
            if address := address_key(rows[at].address, area):
                by_address[address].append(at)
        for same in by_address.values():
            for start, one in enumerate(same):
                yield from ((one, other) for other in same[start + 1 : start + NEIGHBOURS])


def _same_name(rows: Sequence[_Row], groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    numbered = [
        (at, number)
        for number, group in enumerate(groups)
        for at in group
        if rows[at].latitude is not None
    ]
    return _pairs(rows, [at for at, _ in numbered], SAME_NAME_NEAR, [n for _, n in numbered])


def _same_spot(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    placed = [at for at, row in enumerate(rows) if row.latitude is not None]
    kinds = dict(Category.objects.values_list("pk", "name"))
    for one, other in _pairs(rows, placed, SAME_SPOT, [rows[at].is_demo for at in placed]):
        same_kind = rows[one].category_id == rows[other].category_id
        if same_kind and _alike(
            *sorted((rows[one].name, rows[other].name)), kinds[rows[one].category_id]
        ):
            yield one, other


def _pairs(
    rows: Sequence[_Row], chosen: Sequence[int], radius: float, groups: Sequence[int]
) -> Iterator[tuple[int, int]]:
    points = [Point(rows[at].latitude or 0.0, rows[at].longitude or 0.0) for at in chosen]
    near = close_by(points, radius, groups=groups)
    here, column = (near != NOBODY).nonzero()
    for one, other in zip(here.tolist(), near[here, column].tolist(), strict=True):
        if one != other:
            yield chosen[min(one, other)], chosen[max(one, other)]


def _metres(one: _Row, other: _Row) -> float | None:
    if one.latitude is None or other.latitude is None:
        return None
    return metres(
        Point(one.latitude, one.longitude or 0.0), Point(other.latitude, other.longitude or 0.0)
    )


# Names


@lru_cache(maxsize=200_000)
def _name_key(name: str) -> str:
    return key(name)


@lru_cache(maxsize=50_000)
def _alike(one: str, other: str, kind: str) -> bool:
    """Whether two names of one kind of place may mean the same, less the word for the kind.

    "13号楼" and "3号楼" never do: numbers tell neighbours apart.
    """
    said = [_name_key(name).replace(key(kind), "") for name in (one, other)]
    if said[0] == said[1] or not all(said):
        return True
    if NUMBER.findall(said[0]) != NUMBER.findall(said[1]):
        return False
    if said[0] in said[1] or said[1] in said[0]:
        return True
    first, second = ({name[i : i + 2] for i in range(len(name) - 1)} for name in said)
    return 2 * len(first & second) >= ALIKE * (len(first) + len(second)) > 0


# What was found last


class _Memory:
    """The pairs of this process, of which state of the database, and since when."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._stamp: Any = None
        self._at = -math.inf  # monotonic seconds
        self._pairs: list[Pair] = []

    def pairs(self, lag: float) -> list[Pair]:
        with self._turn:  # who comes second takes what the first has found
            now = time.monotonic()
            if self._stamp is not None and now - self._at < lag:
                return self._pairs
            stamp = _stamp()  # before the rows: what changes while they are read comes next time
            if stamp != self._stamp:
                self._pairs = find_pairs()
            self._stamp, self._at = stamp, now
            return self._pairs

    def forget(self) -> None:
        with self._turn:
            self._stamp = None


_memory: Final = _Memory()


def likely_pairs(*, lag: float = 0.0) -> list[Pair]:
    """The pairs as of now, or as of at most `lag` seconds ago, where they are known."""
    return _memory.pairs(lag)


def forget() -> None:
    """Find them anew next time."""
    _memory.forget()


def _stamp() -> Any:
    """A database put back from a copy may count the same changes again: its times differ."""
    newest = Place.objects.aggregate(Max("updated_at"), Max("pk"))
    return change_number(), newest["updated_at__max"], newest["pk__max"]
