"""Tables of a fixtures folder as lines of text that know where they stand."""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _


class FixtureError(ValueError):
    """A fault in a fixtures folder; the message names file, line and column."""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its cells by column, stripped."""

    file: str
    number: int
    cells: dict[str, str]

    def error(self, column: str, problem: str) -> FixtureError:
        """What is wrong with one cell, ready to raise."""
        return FixtureError(
            _("%(file)s, line %(line)d, column %(column)s: %(problem)s")
            % {"file": self.file, "line": self.number, "column": column, "problem": problem}
        )

    def real(self, column: str) -> float:
        """A finite number; FixtureError otherwise."""
        try:
            value = float(self.cells[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.error(column, _("“%s” is not a number.") % self.cells[column])
        return value


def read_lines(path: Path, *, required: Collection[str]) -> list[Line]:
    """The lines below the header of a CSV file in UTF-8, blank ones left out.

    Raises FixtureError for another encoding, a required column that is missing, a
    column twice, or a line that is longer or shorter than the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_lines(path, csv.reader(file, strict=True), required))
    except UnicodeDecodeError as error:
        raise FixtureError(_("%s is not a text file in UTF-8.") % path) from error


def _lines(path: Path, reader: Iterator[list[str]], required: Collection[str]) -> Iterator[Line]:
    header = [name.strip() for name in next(reader, [])]
    first = Line(str(path), 1, {})
    for column in required:
        if column not in header:
            raise first.error(column, _("The column is missing."))
    for column in header:
        if header.count(column) > 1:
            raise first.error(column, _("The column is there twice."))
    number = 1
    for cells in reader:
        line, number = Line(str(path), number + 1, {}), reader.line_num  # type: ignore[attr-defined]  # a csv.reader
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(header):
            column = header[min(len(cells), len(header) - 1)]
            raise line.error(
                column,
                _("The line has %(cells)d cells, the header %(columns)d.")
                % {"cells": len(cells), "columns": len(header)},
            )
        yield dataclasses.replace(line, cells=dict(zip(header, map(str.strip, cells), strict=True)))
