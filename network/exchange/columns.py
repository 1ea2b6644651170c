"""Which column holds what: the header row is found and its words are recognised."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from network.exchange.errors import ExchangeError
from network.exchange.headers import FIELDS, NOTES_SHEETS, NUMBERING, SHOWN_ONLY, plain
from network.exchange.problems import Problem, problem
from network.exchange.read import Grid
from network.exchange.text import label, tidy

HEADER_WITHIN: Final = 10  # rows; above it stand titles
POSITION: Final = frozenset({"position", "longitude", "latitude"})


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, by index from 0.

    `position` holds one index, or two where a position is spread over two columns, longitude
    first if they are `labelled`; `kept` are columns whose text goes to the note.
    """

    header_row: int
    fields: dict[str, int]
    position: tuple[int, ...]
    labelled: bool
    kept: tuple[tuple[int, str], ...]
    remarks: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank, with its number in the spreadsheet and its tidied cells.

    `position` are the cells of the coordinates, `raw` all cells, in the order of the sheet.
    """

    number: int
    cells: dict[str, str]
    position: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    raw: list[str]

    def get(self, field: str) -> str:
        """The field's text; "" where the cell is empty or the column missing."""
        return self.cells.get(field, "")


def recognise(grid: Grid, said: Mapping[str, str] = MappingProxyType({})) -> Columns:
    """Find the header row; ExchangeError where no row names a column of names.

    `said` are plain header words with the fields that someone has told them to mean.
    """
    words = {**FIELDS, **said}
    for index, header in enumerate(grid.rows[:HEADER_WITHIN]):
        if any(words.get(plain(cell)) == "name" for cell in header):
            return _columns(grid, index, words)
    first = " | ".join(filter(None, map(tidy, grid.rows[0] if grid.rows else [])))
    raise ExchangeError(
        _("No column is called “name” or “名称”; the first row says: %(row)s.")
        % {"row": first[:200] or "–"}
    )


def rows(grid: Grid, columns: Columns) -> Iterator[Row]:
    """The rows below the header that hold anything in a column that is used."""
    for index in range(columns.header_row + 1, len(grid.rows)):
        cells = grid.rows[index]
        row = Row(
            number=index + 1,
            cells={
                field: text
                for field, column in columns.fields.items()
                if (text := tidy(_cell(cells, column)))
            },
            position=tuple(tidy(_cell(cells, column)) for column in columns.position),
            kept=tuple(
                (name, text)
                for column, name in columns.kept
                if (text := tidy(_cell(cells, column)))
            ),
            raw=cells,
        )
        if row.cells or row.kept or any(row.position):
            yield row


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _columns(grid: Grid, header_row: int, words: Mapping[str, str]) -> Columns:
    header = grid.rows[header_row]
    width = max(len(row) for row in grid.rows[header_row:])
    written = [tidy(_cell(header, column)) for column in range(width)]
    names = [label(name) for name in written]
    found = _found(written, words)
    position = _position(found, names)
    shown = _shown(found, names)
    fields = {field: column for field, column in found.items() if field not in POSITION}
    kept: list[tuple[int, str]] = []
    remarks: list[Problem] = []
    remarks.extend(problem("column_shown", column=names[column]) for column in shown)
    for column in sorted(set(range(width)) - {*fields.values(), *position, *shown}):
        values, name = _values(grid, header_row, column), names[column] or letters(column)
        if values and (not names[column] or plain(name) in NUMBERING) and _is_numbering(values):
            remarks.append(problem("column_numbers", column=name))
        elif values:
            kept.append((column, name))
            remarks.append(problem("column_unknown", column=name))
    unread = (name for name in grid.unread if name not in NOTES_SHEETS)
    remarks.extend(problem("sheet_unread", value=name) for name in unread)
    labelled = found.keys() >= {"longitude", "latitude"}
    return Columns(header_row, fields, position, labelled, tuple(kept), tuple(remarks))


def _found(names: Sequence[str], words: Mapping[str, str]) -> dict[str, int]:
    """The first column of each field."""
    found: dict[str, int] = {}
    for column, name in enumerate(names):
        if field := words.get(plain(name)):
            found.setdefault(field, column)
    return found


def _shown(found: Mapping[str, int], names: Sequence[str]) -> list[int]:
    """In a sheet of our own, which names places by their ids, what is there to be read only."""
    if "public_id" not in found:
        return []
    return [column for column, name in enumerate(names) if plain(name) in SHOWN_ONLY]


def _position(found: dict[str, int], names: Sequence[str]) -> tuple[int, ...]:
    """Two columns, longitude first where they say so; one; or none."""
    if "longitude" in found and "latitude" in found:
        return found["longitude"], found["latitude"]
    if "position" not in found:
        return ()
    column = found["position"]
    spread = column + 1 < len(names) and not names[column + 1]
    return (column, column + 1) if spread else (column,)


def _values(grid: Grid, header_row: int, column: int) -> list[str]:
    cells = (_cell(row, column).strip() for row in grid.rows[header_row + 1 :])
    return [cell for cell in cells if cell]


def _is_numbering(values: Sequence[str]) -> bool:
    """Whole numbers that only rise."""
    if not all(value.isdecimal() and len(value) < 10 for value in values):
        return False
    numbers = [int(value) for value in values]
    return all(one < next_one for one, next_one in itertools.pairwise(numbers))


def letters(column: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
