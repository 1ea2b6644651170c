"""The report as a workbook in which no text can run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from network.exchange.errors import ExchangeError
from network.exchange.report import LABELS, Report, field_label
from network.exchange.text import ILLEGAL

WIDTHS: Final = (10, 8, 16, 60, 40, 14, 80)
MAX_CELL: Final = 32_767  # characters


def save_report(report: Report, path: Path) -> None:
    """Save it as a workbook; ExchangeError when it can't be saved."""
    try:
        path.write_bytes(report_workbook(report))
    except OSError as error:
        raise ExchangeError(
            _("The report can't be saved as %(path)s: %(reason)s.")
            % {"path": path, "reason": error.strerror}
        ) from error


def report_workbook(report: Report) -> bytes:
    """One line a remark, and one for a row without."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("report"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    heading = _("outcome"), _("row"), _("field"), _("reason"), _("name"), _("public id"), _("text")
    sheet.append([text_cell(sheet, word, bold=True) for word in heading])
    for values in _rows(report):
        sheet.append(
            [value if isinstance(value, int) else text_cell(sheet, value) for value in values]
        )
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def text_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that a spreadsheet shows as text, whatever it begins with (= + - @ tab ＝ …)."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL.sub("", text)[:MAX_CELL]
    cell.data_type = "s"  # openpyxl takes a leading "=" for a formula
    cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _rows(report: Report) -> Iterable[tuple[Any, ...]]:
    for remark in report.remarks:
        yield "", "", "", str(remark), "", "", ""
    for line in report.lines:
        for field, reason in [*line.remarks()] or [("", "")]:
            yield (
                str(LABELS[line.outcome]),
                line.row,
                field_label(field),
                reason,
                line.name,
                line.public_id,
                line.text,
            )
