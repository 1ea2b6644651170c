"""Small tables out as a sheet each, or one below the other in a CSV; nothing in them runs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from network.exchange.export import Cell, as_csv
from network.exchange.workbook import text_cell

# What Excel refuses in a sheet's name, and how long that may be.
NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME: Final = 31
FIRST_WIDTH, OTHER_WIDTH = 32, 14  # characters


class Sheet(NamedTuple):
    """A title, and rows of which the first is the header."""

    title: str
    rows: Sequence[list[Cell]]


def sheets_csv(sheets: Iterable[Sheet]) -> bytes:
    """UTF-8 with BOM: each table under its title, an empty row between."""
    rows: list[list[Cell]] = []
    for sheet in sheets:
        rows += [[sheet.title], *sheet.rows, []]
    return as_csv(rows[:-1])


def sheets_workbook(sheets: Iterable[Sheet]) -> bytes:
    """XLSX, a sheet a table, all text as text."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(NOT_IN_NAMES.sub(" ", sheet.title)[:LONGEST_NAME])
        page.freeze_panes = "B2"
        widths = [FIRST_WIDTH, *[OTHER_WIDTH] * (len(sheet.rows[0]) - 1)]
        for number, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        for number, row in enumerate(sheet.rows):
            page.append(
                [
                    text_cell(page, cell, bold=not number) if isinstance(cell, str) else cell
                    for cell in row
                ]
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
