"""How many places there are, by kind, ground and owner, and what their records say.

Counted by the database, in one query; what is summed here are its groups.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any, TypeAlias

from django.db.models import Count, Q

from network import gaps
from network.models import Place, Status
from network.querysets import PlaceQuerySet

Tally: TypeAlias = "Counter[str]"
Tallies: TypeAlias = dict[tuple[Any, ...], Tally]

ON_MAP = (Status.PUBLISHED, Status.CLOSED_FOR_NOW)


def measures(today: dt.date) -> dict[str, Q]:
    """What is counted, by name, of the places that are kept."""
    return {
        "all": Q(),
        "on_map": Q(status__in=ON_MAP),
        "draft": Q(status=Status.DRAFT),
        "incomplete": gaps.incomplete(),
        "due": Q(status__in=ON_MAP) & gaps.due(today),
        **{f"lacks_{part}": gaps.lacks(part) for part in gaps.PARTS},
        **{f"verified_{band}": gaps.verified(band, today) for band in gaps.BAND_NAMES},
    }


def tallies(places: PlaceQuerySet[Place], *keys: str, counted: dict[str, Q]) -> Tallies:
    """The measures of these places for each group of them, in one query."""
    counts = {
        name: Count("pk", filter=condition) if condition else Count("pk")
        for name, condition in counted.items()
    }
    rows = places.order_by().values_list(*keys).annotate(**counts)
    width = len(keys)
    return {row[:width]: Counter(dict(zip(counts, row[width:], strict=True))) for row in rows}


def total(tallies_: Iterable[Tally]) -> Tally:
    """Their sum."""
    found: Tally = Counter()
    for tally in tallies_:
        for name, count in tally.items():  # Counter.update is far slower
            found[name] += count
    return found


def by(groups: Tallies, *parts: int) -> dict[Any, Tally]:
    """The sums over the groups that have these parts of the key in common."""
    members: dict[Any, list[Tally]] = {}
    common = itemgetter(*parts)
    for key, tally in groups.items():
        members.setdefault(common(key), []).append(tally)
    return {part: total(some) for part, some in members.items()}
