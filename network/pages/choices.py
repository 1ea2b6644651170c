"""What one can choose on the find page, as links that work without scripts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.edition import moment
from network.edition.edition import Edition
from network.pages.find import AREAS, KINDS, FindQuery, Origin
from network.pages.presenters import title

FIRST_CATEGORIES: Final = 1
# What workers ask for, most asked first, in the words they ask with. Baby care is the category
# of such rooms: every one has a nursing area, whether a clerk ticked that box or not.
NEEDS: Final[tuple[tuple[str, str, str | Promise], ...]] = (
    ("amenity", "microwave", gettext_lazy("Hot meal")),
    ("amenity", "toilet", gettext_lazy("Toilet")),
    ("amenity", "charging", gettext_lazy("Charging")),
    ("amenity", "drinking_water", gettext_lazy("Water")),
    ("category", "mother_baby_room", gettext_lazy("Baby care")),
    ("amenity", "truck_parking", gettext_lazy("Truck parking")),
)
# "24 h" as a worker means it: open in the dead of night, by the hours themselves. A value
# "24/7" would miss those open from 18:00 to 6:00 that serve a night shift as well.
NIGHT: Final = "03:00"


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
    asked: str = ""  # of a time: what `open` says


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All filters of a kind."""

    field: str
    label: str
    chips: list[Chip]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A district or street to look from."""

    code: str
    name: str
    lat: float
    lon: float
    url: str
    active: bool


def groups(query: FindQuery, edition: Edition) -> list[Group]:
    """When it is open, every amenity, who may enter, every category with places, every service."""
    labels = {
        "amenity": _("What is there"),
        "access": _("Getting in"),
        "category": _("Kind"),
        "service": _("What is done"),
    }
    return [
        Group(field="open", label=_("When"), chips=open_chips(query)),
        *(
            Group(field=field, label=label, chips=list(_chips(query, edition, field)))
            for field, label in labels.items()
        ),
    ]


def open_chips(query: FindQuery) -> list[Chip]:
    """Open now, open now or not known, open at night."""
    night = tonight()
    unknown = query.filters.unknown
    return [
        _open_chip(query, "now", _("Open now"), active=query.open == "now" and not unknown),
        _open_chip(
            query,
            "now",
            _("Open now or hours not known"),
            active=query.open == "now" and unknown,
            unknown=True,
        ),
        _open_chip(query, night, _("Open at 3 a.m."), active=query.open.endswith(f"T{NIGHT}")),
    ]


def tonight() -> str:
    """The next time that the clocks show the dead of night."""
    now = moment.local_text(moment.now_minute())
    day, time = now.split("T")
    if time < NIGHT:
        return f"{day}T{NIGHT}"
    tomorrow = moment.local(moment.now_minute() + 24 * 60)
    return f"{tomorrow:%Y-%m-%d}T{NIGHT}"


def _open_chip(
    query: FindQuery, asked: str, label: str, *, active: bool, unknown: bool = False
) -> Chip:
    changes = query.opened("" if active else asked, unknown=unknown)
    return Chip(
        field="open",
        code="unknown" if unknown else ("now" if asked == "now" else "night"),
        label=label,
        icon="clock",
        url=query.url(**changes),
        active=active,
        count=None,
        asked=asked,
    )


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
    """What is offered at once: open now, whatever is on, the greatest kind, the needs."""
    by_code = {(chip.field, chip.code): chip for group in every for chip in group.chips}
    kinds = [chip for chip in by_code.values() if chip.field == "category"]
    greatest = sorted(kinds, key=lambda chip: -(chip.count or 0))[:FIRST_CATEGORIES]
    needs = [
        dataclasses.replace(by_code[field, code], label=str(label), count=None)
        for field, code, label in NEEDS
        if (field, code) in by_code
    ]
    fixed = [by_code["open", "now"], *greatest, *needs]
    known = {(chip.field, chip.code) for chip in fixed}
    others = [chip for key, chip in by_code.items() if chip.active and key not in known]
    return [fixed[0], *others, *fixed[1:]]


def areas(query: FindQuery, edition: Edition) -> list[Area]:
    """The districts that have a point to look from."""
    chosen = chosen_district(query, edition)
    return list(_areas(query, "district", edition.reference["districts"], chosen))


def streets(query: FindQuery, edition: Edition) -> list[Area]:
    """The streets of the chosen district that have places."""
    chosen = chosen_district(query, edition)
    rows = [row for row in edition.reference["subdistricts"] if row["district"] == chosen]
    code = query.origin.code if query.origin.kind == "street" else ""
    return list(_areas(query, "street", rows if chosen else [], code))


def chosen_district(query: FindQuery, edition: Edition) -> str:
    """The code of the district one looks from, also by one of its streets."""
    if query.origin.kind == "street":
        code: str = edition.by_code(AREAS["street"])[query.origin.code]["district"]
        return code
    return query.origin.code if query.origin.kind == "district" else ""


def _areas(query: FindQuery, kind: Any, rows: list[dict[str, Any]], chosen: str) -> Iterator[Area]:
    for row in rows:
        if row["lat"] is not None:
            origin = Origin(kind=kind, lat=row["lat"], lon=row["lon"], code=row["code"])
            yield Area(
                code=row["code"],
                name=title(row),
                lat=row["lat"],
                lon=row["lon"],
                url=query.url(origin=origin, q=""),
                active=row["code"] == chosen,
            )
