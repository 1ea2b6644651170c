"""Files become grids of text, and bad ones a sentence, before they can do harm."""

from __future__ import annotations

import datetime
import resource
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from network.exchange import read
from network.exchange.errors import ExchangeError
from network.exchange.read import read_bytes, read_grid
from tests.exchange.sheets import raw_workbook, sheet_xml, table, workbook

NAME = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'


def test_whole_numbers_are_not_floats() -> None:
    assert read_grid(workbook(["name", "number"], ["站", 51701006.0])).rows[1] == ["站", "51701006"]


def test_degrees_keep_their_decimals() -> None:
    assert read_grid(workbook([116.124413, 39.925629])).rows == [["116.124413", "39.925629"]]


def test_dates_are_iso() -> None:
    rows = read_grid(
        workbook([datetime.date(2026, 3, 1), datetime.datetime(2026, 3, 1, 9, 30)])  # noqa: DTZ001  # as in sheets
    ).rows
    assert rows == [["2026-03-01", "2026-03-01 09:30:00"]]


def test_rows_keep_their_place_when_some_are_blank() -> None:
    assert read_grid(workbook([], ["name"], [], ["站"])).rows[3] == ["站"]


def test_a_blank_tail_is_dropped() -> None:
    assert len(read_grid(workbook(["name"], ["站"], [" "], ["", ""])).rows) == 2


def test_blank_leading_columns_are_kept() -> None:
    assert read_grid(workbook(["", "name"])).rows == [["", "name"]]


def test_the_value_of_a_formula_is_read_not_run() -> None:
    sheet = sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>7</v></c></row>')
    assert read_grid(raw_workbook(sheet)).rows == [["7"]]


def test_hidden_sheets_are_not_read_and_others_are_named() -> None:
    book = Workbook()
    book.active.title = "说明"  # type: ignore[union-attr]  # a new book has a sheet
    book.active.sheet_state = "hidden"  # type: ignore[union-attr]
    book.active.append(["x"])  # type: ignore[union-attr]
    book.create_sheet("一").append(["name"])
    book.create_sheet("二").append(["name"])
    book.create_sheet("空")
    out = BytesIO()
    book.save(out)
    grid = read_grid(out.getvalue())
    assert (grid.name, grid.unread) == ("一", ("二",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_told_apart(delimiter: str) -> None:
    data = table(["name", "address"], ["站", "路"], delimiter=delimiter)
    assert read_grid(data).rows == [["name", "address"], ["站", "路"]]


def test_a_quoted_line_break_stays_in_its_cell() -> None:
    rows = read_grid('name,address\r\n站,"一号\r\n二号"\r\n另,三号'.encode()).rows
    assert rows[1:] == [["站", "一号\r\n二号"], ["另", "三号"]]


def test_an_open_quotation_mark_does_not_swallow_the_rows_after_it() -> None:
    with pytest.raises(ExchangeError, match="2"):
        read_grid('name,address\r\n站,"一号\r\n另,三号\r\n'.encode())


def test_the_columns_limit_counts_filled_columns_only() -> None:
    assert len(read_grid(table(["x"] * 50 + [""] * 9)).rows[0]) == 50
    with pytest.raises(ExchangeError, match="50"):
        read_grid(table(["x"] * 51))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_ROWS", 3)
    assert len(read_grid(table(*[["x"]] * 4)).rows) == 4
    with pytest.raises(ExchangeError, match="3"):
        read_grid(table(*[["x"]] * 5))


def test_a_huge_cell_is_refused() -> None:
    with pytest.raises(ExchangeError):
        read_grid(b"name\n" + b"x" * 1_000_000)


def test_a_file_over_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(read.MAX_BYTES + 1)
    with pytest.raises(ExchangeError, match="10 MB"):
        read_bytes(path)
    with pytest.raises(ExchangeError, match="10 MB"):
        read_bytes(path.read_bytes())


@pytest.mark.parametrize("data", [b"", b" \n\n "])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        read_bytes(data)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"none\.xlsx"):
        read_bytes(tmp_path / "none.xlsx")


def test_nul_bytes_are_refused() -> None:
    with pytest.raises(ExchangeError):
        read_grid(b"name,address\nx\0y,z\n")


def test_an_old_excel_file_is_refused() -> None:
    with pytest.raises(ExchangeError, match="XLSX"):
        read_grid(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize("cut", [10, 400, -60])
def test_a_cut_off_workbook_is_refused(cut: int) -> None:
    with pytest.raises(ExchangeError):
        read_grid(workbook(["name"])[:cut])


def test_another_archive_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(ExchangeError):
        read_grid(out.getvalue())


def test_what_unpacks_to_more_than_100_mb_is_refused_packed() -> None:
    data = raw_workbook(sheet_xml(NAME), more={"xl/media/zeros": bytes(read.MAX_UNPACKED)})
    assert len(data) < 1_000_000
    with pytest.raises(ExchangeError, match="100 MB"):
        read_grid(data)


def test_declared_dimensions_are_not_believed() -> None:
    sheet = sheet_xml(NAME, dimension="A1:XFD1048576")
    assert read_grid(raw_workbook(sheet)).rows == [["name"]]


def test_two_cells_far_apart_take_no_memory_of_ours() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ExchangeError):
        read_grid(raw_workbook(sheet_xml(NAME + far)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KB


def test_entities_do_not_multiply() -> None:
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "laughing"}">' for n in range(10)
    )
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    try:
        rows = read_grid(raw_workbook(f"<!DOCTYPE x [{entities}]>{sheet_xml(cell)}")).rows
    except ExchangeError:
        return
    assert sum(len(text) for row in rows for text in row) < 100
