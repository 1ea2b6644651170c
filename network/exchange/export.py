"""Places out as sheets and GeoJSON: what can be imported again without changing anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _
from openpyxl import Workbook

from network import access
from network.conf import DatumName
from network.datum import from_wgs84
from network.exchange import doors
from network.exchange.text import RUNS
from network.exchange.vocabulary import Words
from network.exchange.workbook import text_cell
from network.models import Amenity, Organization, Place, Service
from network.querysets import PlaceQuerySet

DECIMALS: Final = 6  # of degrees: 0.1 m
# Header, as staff write it and the import reads it, and the field of the place.
COLUMNS: Final = (
    ("公开编号", "public_id"),
    ("名称", "name"),
    ("英文名称", "name_en"),
    ("别名", "alias"),
    ("类别", "category"),
    ("状态", "status"),
    ("地址", "address"),
    ("怎么找", "address_note"),
    ("区", "district"),
    ("街道", "subdistrict"),
    ("经度", "longitude"),
    ("纬度", "latitude"),
    ("电话", "phone"),
    ("开放时间", "hours"),
    ("开放时间说明", "hours_text"),
    ("设施", "amenities"),
    ("服务项目", "services"),
    ("其他服务", "services_text"),
    ("开放对象", "access_who"),
    ("进入方式", "access_needs"),
    ("无台阶", "step_free"),
    ("免费", "free_of_charge"),
    ("楼层", "floor"),
    ("入口", "entrance"),
    ("所属工会", "organization"),
    ("核实日期", "verified_on"),
    ("来源", "source"),
    ("备注", "note"),
)
Cell = str | float | None


def export_rows(places: PlaceQuerySet[Place], datum: DatumName) -> Iterator[list[Cell]]:
    """The header, then one row a place in the queryset's order; coordinates in the datum."""
    tell = _Teller(datum)
    yield [header for header, _field in COLUMNS]
    whole = places.select_related("category", "district", "subdistrict", "organization")
    for place in whole.prefetch_related("amenities", "services").iterator(chunk_size=1000):
        yield tell.row(place)


def as_csv(rows: Iterable[list[Cell]]) -> bytes:
    """UTF-8 with BOM, as Excel wants it; what would run is quoted by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and RUNS.match(cell) else cell


def as_workbook(rows: Iterable[list[Cell]]) -> bytes:
    """XLSX, all text as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("places"))
    sheet.freeze_panes = "C2"
    for number, row in enumerate(rows):
        sheet.append(
            [
                text_cell(sheet, cell, bold=not number) if isinstance(cell, str) else cell
                for cell in row
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_geojson(places: PlaceQuerySet[Place]) -> bytes:
    """A FeatureCollection in WGS-84 (RFC 7946); places without a position have no geometry."""
    rows = export_rows(places, "wgs84")
    next(rows)
    features = [_feature(dict(zip((f for _h, f in COLUMNS), row, strict=True))) for row in rows]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})


def _feature(values: dict[str, Cell]) -> dict[str, Any]:
    longitude, latitude = values.pop("longitude"), values.pop("latitude")
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "Feature",
        "id": values["public_id"],
        "geometry": None if longitude is None else point,
        "properties": values,
    }


def telling_words(amenities: Iterable[Amenity], services: Iterable[Service]) -> dict[Any, str]:
    """What to write for each row, so that the import reads that row and no other."""
    amenities, services = list(amenities), list(services)
    words = Words(amenities, services)
    return {
        row: _word(row, words, field)
        for rows, field in ((amenities, "amenities"), (services, "services"))
        for row in rows
    }


class _Teller:
    """Puts a place into the words that the import reads."""

    def __init__(self, datum: DatumName) -> None:
        self._datum = datum
        self._word = telling_words(Amenity.objects.all(), Service.objects.all())
        names = list(Organization.objects.values_list("name", flat=True))
        self._shared = {name for name in names if names.count(name) > 1}

    def row(self, place: Place) -> list[Cell]:
        """In the order of COLUMNS."""
        return [self._cell(place, field) for _header, field in COLUMNS]

    def _cell(self, place: Place, field: str) -> Cell:
        special: Callable[[Place], Cell] | None = getattr(self, f"_{field}", None)
        if special:
            return special(place)
        value = getattr(place, field)
        return "" if value is None else str(value)

    def _point(self, place: Place) -> tuple[float, float] | None:
        if place.latitude is None or place.longitude is None:
            return None
        return from_wgs84(place.latitude, place.longitude, datum=self._datum)

    def _latitude(self, place: Place) -> Cell:
        point = self._point(place)
        return round(point[0], DECIMALS) if point else None

    def _longitude(self, place: Place) -> Cell:
        point = self._point(place)
        return round(point[1], DECIMALS) if point else None

    def _category(self, place: Place) -> Cell:
        return place.category.name

    def _status(self, place: Place) -> Cell:
        return str(place.get_status_display())

    def _district(self, place: Place) -> Cell:
        return place.district.name if place.district else ""

    def _subdistrict(self, place: Place) -> Cell:
        return place.subdistrict.name if place.subdistrict else ""

    def _organization(self, place: Place) -> Cell:
        body = place.organization
        return body.code if body.name in self._shared else body.name

    def _amenities(self, place: Place) -> Cell:
        return "、".join(self._word[row] for row in place.amenities.all())

    def _services(self, place: Place) -> Cell:
        return "、".join(self._word[row] for row in place.services.all())

    def _access_who(self, place: Place) -> Cell:
        return doors.spoken(access.split(place.access_who))

    def _access_needs(self, place: Place) -> Cell:
        return doors.spoken(access.split(place.access_needs))

    def _step_free(self, place: Place) -> Cell:
        return _yes_or_no(place.step_free)

    def _free_of_charge(self, place: Place) -> Cell:
        return _yes_or_no(place.free_of_charge)


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


def _word(row: Amenity | Service, words: Words, field: str) -> str:
    """The name, if the import understands it as this row alone; else the code."""
    found = words.read(row.name)
    codes = {"amenities": found.amenities, "services": found.services}
    alone = codes.pop(field) == (row.code,) and not found.unknown
    return row.name if alone and not any(codes.values()) else row.code
