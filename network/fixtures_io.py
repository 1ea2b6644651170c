"""Load what a city's network stands on from one folder of tables, all of it or nothing.

A table's columns are the fields of its model; a reference is written as the code of
what it refers to, several things in one cell are parted by `|`. Rows that are stored
already belong to the staff and are left alone unless a refresh is asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chinese_calendar import constants as china  # type: ignore[import-untyped]  # ships no types
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from network import recorder
from network.conf import load_network
from network.fixtures_csv import FixtureError, Line, read_lines
from network.linked import create_linked
from network.models import (
    Amenity,
    Category,
    Change,
    District,
    Holiday,
    Organization,
    Place,
    Service,
    Status,
    Subdistrict,
)
from network.models.base import Recorded

LISTS = frozenset({"aliases"})  # kept as one text, an entry a line
COMPUTED = frozenset({"id", "version", "updated_at", "path", "is_demo"})


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A file, the model of its rows and the field that tells them apart."""

    name: str
    model: type[Recorded]
    key: str = "code"

    def required(self) -> list[str]:
        """The columns that every such file has."""
        fields = self.model._meta.concrete_fields
        return [self.key, *(f.name for f in fields if f.is_relation and not f.null)]


# In the order in which they refer to one another.
TABLES = (
    Table("categories", Category),
    Table("amenities", Amenity),
    Table("services", Service),
    Table("districts", District),
    Table("subdistricts", Subdistrict),
    Table("organizations", Organization),
    Table("holidays", Holiday, "date"),
    Table("places", Place, "public_id"),
)
KEYS = {table.model: table.key for table in TABLES}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A line sorted into plain values, references by key, and many-to-many keys."""

    line: Line
    key: str
    values: dict[str, Any]
    references: dict[str, str]
    links: dict[str, list[str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """A checked instance that is not stored, its columns, and the targets of its links."""

    key: str
    instance: Recorded
    columns: tuple[str, ...]
    links: dict[str, list[Any]]


class Stored(dict[type[models.Model], dict[str, Any]]):
    """The rows of a model by key, read when first asked for."""

    def __missing__(self, model: type[models.Model]) -> dict[str, Any]:
        key = KEYS[model]  # type: ignore[index]  # tables refer only to each other
        self[model] = {str(getattr(row, key)): row for row in model._default_manager.all()}
        return self[model]


def load_folder(folder: Path, *, refresh: bool = False) -> dict[str, int]:
    """Load every table there is; how many rows each one created or, refreshing, changed.

    Rows that staff deleted stay deleted. A refresh brings them back and overwrites what
    staff changed in the columns of the files. Raises FixtureError, and then has loaded
    nothing.
    """
    if not folder.is_dir():
        raise FixtureError(_("There is no folder %s.") % folder)
    stored = Stored()
    with transaction.atomic(), recorder.recording(through="fixture"):
        return {
            table.name: _load(table, lines, stored, refresh=refresh)
            for table, lines in _tables(folder)
        }


def _tables(folder: Path) -> Iterator[tuple[Table, list[Line]]]:
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        if path.exists():
            yield table, read_lines(path, required=table.required())
        elif table.model is Holiday and load_network(folder).time_zone == "Asia/Shanghai":
            yield table, list(_national_holidays())


def _national_holidays() -> Iterator[Line]:
    """China's plan for every year that chinesecalendar knows; plain weekends are no rows."""
    days = [(day, "off", name) for day, name in china.holidays.items()]
    days += [(day, "makeup", name) for day, name in china.workdays.items()]
    for number, (day, kind, name) in enumerate(sorted(days), 1):
        cells = {"date": day.isoformat(), "kind": kind, "name": china.Holiday(name).chinese}
        yield Line("chinesecalendar", number, cells)


def _load(table: Table, lines: Sequence[Line], stored: Stored, *, refresh: bool) -> int:
    pending = _parsed(table, lines)
    present = stored[table.model]
    missing = {row.key for row in pending} - present.keys()
    removed = set() if refresh else _removed(table, missing)
    written = 0
    while pending:
        # A row may refer to another one of the same file: what stands above goes first.
        ready, waiting = _split(pending, table, stored)
        if not ready:
            raise _unknown_error(waiting[0], table, stored)
        built = [_built(row, table, stored) for row in ready]
        fresh = [each for each in built if each.key in missing - removed]
        create_linked([(each.instance, each.links) for each in fresh])
        written += len(fresh)
        if refresh:
            known = [each for each in built if each.key not in missing]
            written += sum(_refreshed(present[each.key], each) for each in known)
        present |= {each.key: each.instance for each in fresh}
        pending = waiting
    return written


def _split(rows: list[Row], table: Table, stored: Stored) -> tuple[list[Row], list[Row]]:
    """Rows whose references are all there, and the others."""
    ready: list[Row] = []
    waiting: list[Row] = []
    for row in rows:
        (waiting if _unknown(row, table, stored) else ready).append(row)
    return ready, waiting


def _parsed(table: Table, lines: Sequence[Line]) -> list[Row]:
    rows: dict[str, Row] = {}
    for line in lines:
        row = _row(table, line)
        if not row.key:
            raise line.error(table.key, _("The cell is empty."))
        if row.key in rows:
            raise line.error(table.key, _("“%s” is there twice.") % row.key)
        rows[row.key] = row
    return list(rows.values())


def _row(table: Table, line: Line) -> Row:
    row = Row(line, line.cells[table.key], {}, {}, {})
    for column, text in line.cells.items():
        field = _field(table, line, column)
        if field.many_to_many:
            row.links[column] = _parts(text)
        elif field.is_relation and (text or field.null):
            row.references[column] = text
        elif field.is_relation:
            raise line.error(column, _("The cell is empty."))
        else:
            row.values[column] = _value(field, text, line)
    return row


def _field(table: Table, line: Line, column: str) -> Any:
    try:
        field = table.model._meta.get_field(column)
    except FieldDoesNotExist:
        field = None
    if field is None or column in COMPUTED or field.auto_created:
        header = dataclasses.replace(line, number=1)
        raise header.error(column, _("Nobody knows this column."))
    return field


def _parts(text: str) -> list[str]:
    return [part for part in map(str.strip, text.split("|")) if part]


def _value(field: models.Field[Any, Any], text: str, line: Line) -> Any:
    if not text:
        return None if field.null else field.get_default()
    if field.name in LISTS:
        return "\n".join(_parts(text))
    try:
        return field.to_python(text)
    except ValidationError as error:
        raise line.error(field.name, " ".join(error.messages)) from error


def _targets(row: Row, table: Table) -> Iterator[tuple[str, type[models.Model], str]]:
    """Each thing that the row refers to: column, model, key."""
    for column, key in row.references.items():
        if key:
            yield column, _related(table, column), key
    for column, keys in row.links.items():
        for key in keys:
            yield column, _related(table, column), key


def _related(table: Table, column: str) -> type[models.Model]:
    field: Any = table.model._meta.get_field(column)
    model: type[models.Model] = field.related_model
    return model


def _unknown(row: Row, table: Table, stored: Stored) -> tuple[str, str] | None:
    """The first column that refers to nothing, and what it says."""
    return next(
        ((column, key) for column, model, key in _targets(row, table) if key not in stored[model]),
        None,
    )


def _unknown_error(row: Row, table: Table, stored: Stored) -> FixtureError:
    column, key = _unknown(row, table, stored) or (table.key, row.key)
    return row.line.error(column, _("There is no “%s”.") % key)


def _built(row: Row, table: Table, stored: Stored) -> Built:
    """The row as an instance, checked as a form would check it."""
    targets = {
        column: stored[_related(table, column)][key] if key else None
        for column, key in row.references.items()
    }
    new = table.model(**row.values, **targets)
    if isinstance(new, Organization):
        new.path = new.own_path()
    if isinstance(new, Place) and "status" not in row.values:
        new.status = Status.DRAFT if new.latitude is None else Status.PUBLISHED
    try:
        new.full_clean(exclude=row.references, validate_unique=False)
    except ValidationError as error:
        column, problems = next(iter(error.message_dict.items()))
        column = table.key if column == NON_FIELD_ERRORS else column
        raise row.line.error(column, " ".join(problems)) from error
    links = {
        column: [stored[_related(table, column)][key] for key in keys]
        for column, keys in row.links.items()
    }
    return Built(row.key, new, (*row.values, *row.references), links)


def _refreshed(old: Recorded, built: Built) -> bool:
    """Bring a stored row to what the file says; whether it differed."""
    version = old.version
    for column in built.columns:
        setattr(old, column, getattr(built.instance, column))
    old.save()
    for column, targets in built.links.items():
        getattr(old, column).set(targets)
    old.refresh_from_db(fields=["version"])
    return old.version != version


def _removed(table: Table, missing: set[str]) -> set[str]:
    """Those of the missing keys that the history knows as deleted."""
    if not missing:
        return set()
    deleted = Change.objects.filter(model=table.model._meta.model_name, action="delete")
    return missing & set(deleted.values_list(KT(f"before__{table.key}"), flat=True))
