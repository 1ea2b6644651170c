"""A file's bytes to a grid of text, with its limits checked before anything is parsed."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from network.exchange.decode import decode
from network.exchange.errors import ExchangeError
from network.exchange.text import ILLEGAL, RUNS, label

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_COLUMNS: Final = 50
MAX_ROWS: Final = 50_000
MAX_CELL: Final = 32_767  # characters, as in Excel
MAX_TEXT: Final = 20_000_000  # characters; text that cells share is packed only once
SECONDS: Final = 60  # a workbook at the limits takes under five
PROCESS: Final = Path(__file__).with_name("workbook_process.py")
# How pictures, documents and archives begin that are no spreadsheets.
OTHER_KINDS: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """All cells as text; row `i` stands in row `i + 1` of the spreadsheet.

    Rows may differ in length. `unread` names the other sheets of the workbook.
    """

    rows: list[list[str]]
    name: str = ""
    unread: tuple[str, ...] = ()


def read_bytes(source: bytes | Path) -> bytes:
    """The file's bytes; ExchangeError when it is missing, empty or over 10 MB."""
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            data = source.read_bytes() if size <= MAX_BYTES else b""
        except OSError as error:
            raise ExchangeError(
                _("The file %(path)s can't be read: %(reason)s.")
                % {"path": source, "reason": error.strerror}
            ) from error
    else:
        size, data = len(source), source
    if size > MAX_BYTES:
        raise ExchangeError(_("The file is larger than 10 MB: split it into several."))
    if not data.strip():
        raise ExchangeError(_("The file is empty."))
    return data


def read_grid(data: bytes) -> Grid:
    """Read XLSX or CSV, told apart by content; ExchangeError says what is wrong with it."""
    if data.startswith(OTHER_KINDS):
        raise ExchangeError(_no_spreadsheet())
    if data.startswith(b"PK"):
        grid = _read_workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExchangeError(
            _("This is an old or a locked Excel file: save it as XLSX without a password.")
        )
    else:
        grid = Grid(_read_csv(decode(data)))
    return _limited(grid)


def _read_workbook(data: bytes) -> Grid:
    _check_archive(data)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROCESS), str(MAX_TEXT)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExchangeError(_unreadable()) from error
    if done.returncode:
        raise ExchangeError(_unreadable())
    sheet = json.loads(done.stdout)
    if sheet["text"] > MAX_TEXT:
        raise ExchangeError(_too_much_text())
    return Grid(sheet["rows"], sheet["name"], tuple(map(label, sheet["unread"])))


def _too_much_text() -> str:
    return _("The sheet holds more than %(count)d million characters: split it into several.") % {
        "count": MAX_TEXT // 1_000_000
    }


def _no_spreadsheet() -> str:
    return _("This is not a spreadsheet: give an XLSX or a CSV file.")


def _unreadable() -> str:
    return _(
        "This workbook can't be read: it is damaged, locked, or reaches beyond"
        " %(columns)d columns and %(rows)d rows."
    ) % {"columns": MAX_COLUMNS, "rows": MAX_ROWS}


def _check_archive(data: bytes) -> None:
    """Refuse by the archive's directory alone, before a byte is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ExchangeError(_unreadable()) from error
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ExchangeError(_("The workbook unpacks to more than 100 MB: split it into several."))
    if not any(part.filename.startswith("xl/") for part in parts):
        raise ExchangeError(_no_spreadsheet())


def _read_csv(text: str) -> list[list[str]]:
    if "\0" in text:
        raise ExchangeError(_("The file holds NUL characters: it is damaged or not a table."))
    # Strict, because a quotation mark left open would swallow all rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([_unquoted(cell) for cell in _without_tail(row)])
            if len(rows) > MAX_ROWS * 2:
                break
    except csv.Error as error:
        raise ExchangeError(
            _("Row %(row)d can't be read: a quotation mark is out of place or a cell is too long.")
            % {"row": len(rows) + 1}
        ) from error
    return rows


def _without_tail(row: list[str]) -> list[str]:
    """Without empty cells at the end, of which a file of 10 MB may have ten million."""
    while row and not row[-1]:
        row.pop()
    return row


def _unquoted(cell: str) -> str:
    """Without the apostrophe that keeps an exported text from running."""
    return cell[1:] if cell.startswith("'") and RUNS.match(cell[1:]) else cell


def _delimiter(text: str) -> str:
    """The commonest of comma, semicolon and tab in the first line that holds any."""
    for line in text.splitlines()[:10]:
        counts = {mark: line.count(mark) for mark in ",;\t"}
        best = max(counts, key=lambda mark: counts[mark])
        if counts[best]:
            return best
    return ","


def _limited(grid: Grid) -> Grid:
    """Drop the blank tail; refuse what is empty, too wide, too long or has too large a cell."""
    rows = grid.rows
    filled = [i for i, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise ExchangeError(_("The file is empty."))
    rows = rows[: filled[-1] + 1]
    if len(rows) > MAX_ROWS + 1:
        raise ExchangeError(
            _("The sheet has more than %(rows)d rows: split it into several.") % {"rows": MAX_ROWS}
        )
    for number, row in enumerate(rows, 1):
        if len(row) > MAX_COLUMNS and any(cell.strip() for cell in row[MAX_COLUMNS:]):
            raise ExchangeError(
                _("Row %(row)d has more than %(columns)d columns.")
                % {"row": number, "columns": MAX_COLUMNS}
            )
        if any(len(cell) > MAX_CELL for cell in row):
            raise ExchangeError(
                _("Row %(row)d has a cell of more than %(length)d characters.")
                % {"row": number, "length": MAX_CELL}
            )
    return dataclasses.replace(grid, rows=[_cells(row) for row in rows])


def _cells(row: list[str]) -> list[str]:
    """As far as a sheet may be wide, without what no database can hold."""
    return [ILLEGAL.sub("", cell) for cell in row[:MAX_COLUMNS]]
