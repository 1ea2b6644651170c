"""What one can choose on the find page, as links that work without scripts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from network.edition.edition import Edition
from network.pages.find import KINDS, FindQuery, Origin
from network.pages.presenters import title

FIRST_CATEGORIES: Final = 2
FIRST_AMENITIES: Final = 6


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that its link switches on or off."""

    field: str
    code: str
    label: str
    icon: str
    url: str
    active: bool
    count: int | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All filters of a kind."""

    field: str
    label: str
    chips: list[Chip]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A district to look from."""

    code: str
    name: str
    url: str
    active: bool


def groups(query: FindQuery, edition: Edition) -> list[Group]:
    """Every amenity, every category that has places, every service."""
    labels = {"amenity": _("What is there"), "category": _("Kind"), "service": _("What is done")}
    return [
        Group(field=field, label=label, chips=list(_chips(query, edition, field)))
        for field, label in labels.items()
    ]


def _chips(query: FindQuery, edition: Edition, field: str) -> Iterator[Chip]:
    active = getattr(query.filters, field)
    for row in edition.reference[KINDS[field]]:
        if row.get("count", 1) or row["code"] in active:
            yield Chip(
                field=field,
                code=row["code"],
                label=title(row),
                icon=row["icon"],
                url=query.url(filters=query.toggled(field, row["code"])),
                active=row["code"] in active,
                count=row.get("count"),
            )


def first_chips(every: list[Group]) -> list[Chip]:
    """What is offered at once: the greatest kinds, the first amenities, whatever is on."""
    amenities, kinds, services = (group.chips for group in every)
    greatest = sorted(kinds, key=lambda chip: -(chip.count or 0))[:FIRST_CATEGORIES]
    offered = [*greatest, *amenities[:FIRST_AMENITIES]]
    others = [chip for chip in (*kinds, *amenities, *services) if chip not in offered]
    return [*(chip for chip in others if chip.active), *offered]


def areas(query: FindQuery, edition: Edition) -> list[Area]:
    """The districts that have a point to look from."""
    return [
        Area(
            code=row["code"],
            name=title(row),
            url=query.url(origin=_from(row), q=""),
            active=row["code"] == query.origin.district,
        )
        for row in edition.reference["districts"]
        if row["lat"] is not None
    ]


def _from(row: dict[str, Any]) -> Origin:
    return Origin(kind="district", lat=row["lat"], lon=row["lon"], district=row["code"])
