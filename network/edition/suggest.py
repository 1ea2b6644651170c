"""Suggestions while one types: areas, kinds and things first, then places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from network.edition.text import SEPARATOR, normalise

if TYPE_CHECKING:
    from network.edition.edition import Edition

Suggestion = dict[str, Any]

KINDS: Final = {
    "districts": "district",
    "subdistricts": "street",
    "categories": "category",
    "amenities": "amenity",
    "services": "service",
}
MOST_WORDS: Final = 6  # the rest of the list is for places


def suggest(
    edition: Edition, query: str, *, limit: int, near: tuple[float, float] | None
) -> list[Suggestion]:
    """What the query may mean, best first: names that begin with it before those that hold it."""
    typed = normalise(query)
    if not typed:
        return []
    ranked = sorted(_ranked(edition, typed), key=lambda found: found[0])
    words = [suggestion for _rank, suggestion in ranked[: min(MOST_WORDS, limit)]]
    rows = edition.search_rows(query, limit=limit - len(words), near=near)
    return [*words, *(_place(edition.fields(row)) for row in rows)]


def _ranked(edition: Edition, typed: str) -> Iterator[tuple[tuple[int, int, int], Suggestion]]:
    for order, (rows, kind) in enumerate(KINDS.items()):
        for number, row in enumerate(edition.reference[rows]):
            rank = _rank(row["words"], typed)
            if rank is not None and row.get("count", 1):
                yield (rank, order, number), _word(kind, row)


def _rank(words: str, typed: str) -> int | None:
    """0 where a name, its pinyin or initials begin with what was typed, 1 where it is inside.

    Initials say nothing from their middle on: any two letters are those of some street.
    """
    *names, initials = words.split(SEPARATOR)
    if any(part.startswith(typed) for part in (*names, initials)):
        return 0
    return 1 if any(typed in name for name in names) else None


def _word(kind: str, row: dict[str, Any]) -> Suggestion:
    shown = ("code", "name", "name_en", "district", "lat", "lon", "count")
    return {"kind": kind} | {field: row[field] for field in shown if field in row}


def _place(place: dict[str, Any]) -> Suggestion:
    shown = ("name", "name_en", "category", "address", "district", "lat", "lon")
    return {"kind": "place", "code": place["id"]} | {f: place[f] for f in shown if f in place}
