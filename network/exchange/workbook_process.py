"""A process of its own that turns workbook bytes on stdin into JSON rows of text on stdout.

Run as a file, never imported: a workbook of 2 KB with two cells can make any reader ask
for half a terabyte, which ends the process that asks. This one may take 1 GB and 60 s.
Its argument is the most characters that the cells may hold together; of a sheet with more
than that no rows are told.
Output: {"name": …, "rows": [[text, …], …], "unread": [names of other sheets with content],
"text": characters}.
"""

from __future__ import annotations

import datetime
import io
import json
import resource
import sys
from typing import Any

MEMORY = 1 << 30  # bytes
SECONDS = 60
UNREAD = 20  # names of sheets


def main() -> None:
    """Read, limit, convert, write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheet = _read(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(sheet, ensure_ascii=False).encode(errors="replace"))


def _read(data: bytes, most: int) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        sheets = [workbook.get_sheet_by_name(name) for name in names]
        filled = [sheet for sheet in sheets if sheet.start is not None]
        if not filled:
            return {"name": "", "rows": [], "unread": [], "text": 0}
        rows, text = _rows(filled[0], most)
        return {
            "name": filled[0].name,
            "rows": rows,
            "unread": [sheet.name for sheet in filled[1 : UNREAD + 1]],
            "text": text,
        }


def _rows(sheet: Any, most: int) -> tuple[list[list[str]], int]:
    """The rows as text, and how many characters they hold, counted as far as is allowed."""
    rows: list[list[str]] = []
    text = 0
    for row in sheet.to_python(skip_empty_area=False):
        cells = [_text(value) for value in row]
        text += sum(map(len, cells))
        if text > most:
            return [], text
        rows.append(cells)
    return rows, text


def _text(value: Any) -> str:
    """A cell as a person reads it; spreadsheets keep whole numbers as floats."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return str(value)


if __name__ == "__main__":
    main()
