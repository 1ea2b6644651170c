"""A process of its own that turns workbook bytes on stdin into JSON rows of text on stdout.

Run as a file, never imported: a workbook of 2 KB with two cells can make any reader ask
for half a terabyte, which ends the process that asks. This one may take 1 GB and 60 s.
Output: {"name": …, "rows": [[text, …], …], "unread": [names of other sheets with content]}.
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


def main() -> None:
    """Read, limit, convert, write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))


def _read(data: bytes) -> dict[str, Any]:
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
            return {"name": "", "rows": [], "unread": []}
        rows = [
            [_text(value) for value in row] for row in filled[0].to_python(skip_empty_area=False)
        ]
        return {
            "name": filled[0].name,
            "rows": rows,
            "unread": [sheet.name for sheet in filled[1:]],
        }


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
