"""The saved report holds everything and runs nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from network.exchange.errors import ExchangeError
from network.exchange.problems import problem
from network.exchange.report import Line, Report
from network.exchange.workbook import save_report, text_cell

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("x")',
]


def report(*names: str) -> Report:
    lines = [
        Line(row, "draft", name, "", (problem("no_position", "position"),), (), name)
        for row, name in enumerate(names, 2)
    ]
    return Report(lines, (), {})


def test_one_line_a_remark(tmp_path: Path) -> None:
    save_report(report("甲", "乙"), tmp_path / "out.xlsx")
    _heading, *rows = load_workbook(tmp_path / "out.xlsx").active.values  # type: ignore[union-attr]
    assert [(row[1], row[4]) for row in rows] == [(2, "甲"), (3, "乙")]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.xlsx"
    save_report(report(text), path)
    cell = load_workbook(path).active["E2"]  # type: ignore[index]  # a sheet of cells
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_what_a_workbook_can_not_hold_is_left_out() -> None:
    sheet = Workbook(write_only=True).create_sheet()
    assert text_cell(sheet, "a\x00b\ud800c").value == "abc"
    assert len(text_cell(sheet, "x" * 40_000).value) == 32_767


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"none/out\.xlsx"):
        save_report(report("甲"), tmp_path / "none" / "out.xlsx")
