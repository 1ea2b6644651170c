"""Read, clean, match and diff a sheet: what an import would do, with nothing written."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from django.db import router

from network import recorder
from network.datum import Point
from network.exchange import columns as sheet_columns
from network.exchange.clean import Record, clean
from network.exchange.columns import Columns, Row
from network.exchange.diff import OUTCOMES, Planned, plan_row
from network.exchange.duplicates import find_copies, find_duplicates
from network.exchange.locate import locate
from network.exchange.match import Matcher, Stored
from network.exchange.positions import PositionReader
from network.exchange.problems import Problem, problem
from network.exchange.read import Grid, read_bytes, read_grid
from network.exchange.scope import Options, Scope, scope_of
from network.exchange.text import label
from network.models import Place, Status, User
from network.querysets import PlaceQuerySet


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What each row of a file would do; `newest` is the newest place that was known then."""

    scope: Scope
    file_name: str
    sha256: str
    rows: list[Planned]
    remarks: tuple[Problem, ...]
    newest: int

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome, and how many have a remark."""
        found = Counter(row.outcome for row in self.rows)
        flagged = sum(bool(row.record.problems) for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES} | {"flagged": flagged}


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read, and which of its columns holds what."""

    grid: Grid
    columns: Columns
    file_name: str
    sha256: str


def read_sheet(
    source: bytes | Path, *, headers: Mapping[str, str] = MappingProxyType({}), file_name: str = ""
) -> Sheet:
    """Read a file; ExchangeError says why it can't be used. `headers` as in `Options`."""
    data = read_bytes(source)
    grid = read_grid(data)
    return Sheet(
        grid,
        sheet_columns.recognise(grid, headers),
        file_name or (source.name if isinstance(source, Path) else ""),
        hashlib.sha256(data).hexdigest(),
    )


def make_plan(
    source: bytes | Path, options: Options, *, file_name: str = "", user: User | None = None
) -> Plan:
    """Plan the import of a file; ExchangeError says why the file or an option can't be used.

    With a user nothing beyond that user's rights is planned, or told.
    """
    scope = scope_of(options, user)
    sheet = read_sheet(source, headers=options.headers, file_name=file_name)
    return plan_sheet(sheet, scope, user=user)


def plan_sheet(sheet: Sheet, scope: Scope, *, user: User | None = None) -> Plan:
    """As `make_plan`, of a file that was read."""
    records, remarks = _records(sheet.grid, sheet.columns, scope)
    newest = Place.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Plan(
        scope=scope,
        file_name=sheet.file_name,
        sha256=sheet.sha256,
        rows=_planned(records, scope, known_to(user)),
        remarks=(*sheet.columns.remarks, *remarks),
        newest=newest,
    )


def _records(
    grid: Grid, columns: Columns, scope: Scope
) -> tuple[list[Record], tuple[Problem, ...]]:
    rows = list(sheet_columns.rows(grid, columns))
    reader = PositionReader(datum=scope.options.datum, network=scope.network)
    reader.learn(row.position for row in rows)
    exchanged = columns.labelled and reader.latitude_first
    labels = _labels(grid, columns)
    records = [_record(row, reader, scope, labels) for row in rows]
    find_copies(records)
    return records, (problem("columns_exchanged", "position"),) if exchanged else ()


def _record(row: Row, reader: PositionReader, scope: Scope, labels: dict[str, str]) -> Record:
    position = reader.read(row.position)
    area = locate(
        row,
        position,
        scope.gazetteer,
        district=scope.district,
        owner=scope.organization,
    )
    return clean(row, position, area, scope.words, labels)


def _labels(grid: Grid, columns: Columns) -> dict[str, str]:
    """The sheet's own words for its fields."""
    header = grid.rows[columns.header_row]
    labels = {field: label(header[column]) for field, column in columns.fields.items()}
    names = [label(header[column]) for column in columns.position if column < len(header)]
    return labels | {"position": ", ".join(filter(None, names))}


def known_to(user: User | None) -> PlaceQuerySet[Place]:
    """The places that a plan may speak of: the user's own, and what the public sees."""
    if user is None:
        return Place.objects.all()
    return Place.objects.visible_to(user) | Place.objects.published()


def _planned(records: Sequence[Record], scope: Scope, known: PlaceQuerySet[Place]) -> list[Planned]:
    stored = list(_stored(scope, known))
    matcher = Matcher(stored, area=scope.gazetteer.area)
    matched = matcher.match(records, _by_id(records, scope, known))
    _refuse_foreign(records, matched)
    states = recorder._states(  # noqa: SLF001  # the one reader of recorded state
        Place, sorted(place.pk for place in matched.values()), router.db_for_write(Place)
    )
    matched = {row: place for row, place in matched.items() if place.pk in states}
    find_duplicates(records, stored, matched, area=scope.gazetteer.area)
    return [_plan_record(record, matched, states, scope) for record in records]


def _plan_record(
    record: Record, matched: Mapping[int, Stored], states: recorder.States, scope: Scope
) -> Planned:
    place = matched.get(record.row)
    return plan_row(record, place.pk if place else None, states[place.pk] if place else None, scope)


def _refuse_foreign(records: Sequence[Record], matched: dict[int, Stored]) -> None:
    """A row that means someone else's place is not taken."""
    for record in records:
        place = matched.get(record.row)
        if place and not place.mine:
            del matched[record.row]
            record.problems.append(problem("foreign_place", id=place.public_id))


STORED = (
    "organization",
    "pk",
    "public_id",
    "name",
    "address",
    "latitude",
    "longitude",
    "status",
)


def _stored(scope: Scope, known: PlaceQuerySet[Place]) -> Iterable[Stored]:
    """The category's places; invented ones are no match for real rows."""
    places = known.filter(category=scope.category, is_demo=False).order_by("pk")
    for owner, *row in places.values_list(*STORED).iterator():
        yield _as_stored(*row, mine=scope.may_own(owner))


def _by_id(
    records: Sequence[Record], scope: Scope, known: PlaceQuerySet[Place]
) -> dict[str, Stored]:
    wanted = [record.public_id for record in records if record.public_id]
    found: dict[str, Stored] = {}
    for some in recorder.chunks(wanted):
        for owner, *row in known.filter(public_id__in=some).values_list(*STORED):
            found[row[1]] = _as_stored(*row, mine=scope.may_own(owner))
    return found


def _as_stored(
    pk: int,
    public_id: str,
    name: str,
    address: str,
    latitude: float | None,
    longitude: float | None,
    status: str,
    *,
    mine: bool,
) -> Stored:
    located = latitude is not None and longitude is not None
    point = Point(latitude or 0.0, longitude or 0.0) if located else None
    return Stored(pk, public_id, name, address, point, status == Status.CLOSED, mine)
