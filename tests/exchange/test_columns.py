"""Columns are recognised by the words of their headers; none is lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from network.exchange.columns import Columns, letters, recognise, rows
from network.exchange.errors import ExchangeError
from network.exchange.read import Grid


def columns(*grid: Sequence[str]) -> Columns:
    return recognise(Grid([list(row) for row in grid]))


def remarks(found: Columns) -> list[str]:
    return [remark.code for remark in found.remarks]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("name ", "name"),
        ("站点名称", "name"),
        ("Name (必填)*", "name"),
        ("场所名称（全称）", "name"),
        ("address", "address"),
        ("详细地址", "address"),
        ("service", "services"),
        ("服务项目", "services"),
        ("number", "phone"),
        ("联系电话：", "phone"),
        ("營業時間", ""),
        ("营业时间", "hours"),
        ("開放時間", "hours"),
        ("所属街道", "subdistrict"),
        ("区", "district"),
        ("备注", "note"),
        ("别名", "alias"),
        ("设施", "amenities"),
        ("Public ID", "public_id"),
        ("English name", "name_en"),
        ("ｐｈｏｎｅ", "phone"),
    ],
)
def test_headers_in_chinese_and_english(header: str, field: str) -> None:
    found = columns(["名称" if field != "name" else "x", header], ["站", "1"])
    assert found.fields.get(field) == (1 if field else None)


def test_coordinates_over_two_columns() -> None:
    found = columns(["name", "经纬度", "", "service"], ["站", "116.3", "39.9", "饮水"])
    assert (found.position, found.labelled, found.kept) == ((1, 2), False, ())


def test_coordinates_in_one_column() -> None:
    assert columns(["name", "坐标"], ["站", "116.3,39.9"]).position == (1,)


@pytest.mark.parametrize("header", [["name", "经度", "纬度"], ["name", "纬度", "经度"]])
def test_longitude_stands_first_whatever_the_sheets_order(header: list[str]) -> None:
    found = columns(header, ["站", "1", "2"])
    assert [header[column] for column in found.position] == ["经度", "纬度"]
    assert found.labelled


def test_one_of_two_coordinate_columns_is_kept_as_text() -> None:
    found = columns(["name", "经度"], ["站", "116.3"])
    assert (found.position, found.kept) == ((), ((1, "经度"),))


def test_a_nameless_column_of_numbers_is_not_used_and_said_so() -> None:
    found = columns(["", "name"], ["0", "站"], ["1", "另"], ["7", "三"])
    assert (found.kept, remarks(found)) == ((), ["column_numbers"])


def test_a_numbering_column_with_codes_is_kept() -> None:
    found = columns(["编号", "name"], ["HD-1", "站"])
    assert (found.kept, remarks(found)) == (((0, "编号"),), ["column_unknown"])


def test_unknown_columns_are_kept_and_reported() -> None:
    found = columns(["name", "负责工会", ""], ["站", "甲", "乙"])
    assert found.kept == ((1, "负责工会"), (2, "C"))


def test_unknown_columns_without_text_are_nothing() -> None:
    assert columns(["name", "负责工会", ""], ["站", " ", ""]).remarks == ()


def test_a_second_column_of_a_field_is_kept() -> None:
    assert columns(["name", "电话", "手机"], ["站", "1", "2"]).kept == ((2, "手机"),)


def test_columns_beyond_the_header_are_kept() -> None:
    assert columns(["name"], ["站", "多余"]).kept == ((1, "B"),)


def test_titles_above_the_header_are_passed_over() -> None:
    grid = Grid([["海淀区工会服务站一览"], [], ["名称", "地址"], ["站", "路"]])
    found = recognise(grid)
    assert [row.number for row in rows(grid, found)] == [4]


def test_other_sheets_are_reported() -> None:
    assert remarks(recognise(Grid([["name"], ["站"]], "一", ("二",)))) == ["sheet_unread"]


def test_without_a_column_of_names_the_file_is_refused() -> None:
    with pytest.raises(ExchangeError, match=r"甲 \| 乙"):
        columns(["甲", "乙"], ["1", "2"])


def test_blank_rows_between_are_no_rows() -> None:
    grid = Grid([["", "name"], ["0", "站"], ["1", " "], ["", ""], ["3", "另"]])
    assert [row.number for row in rows(grid, recognise(grid))] == [2, 5]


def test_short_rows_have_empty_cells() -> None:
    grid = Grid([["name", "address"], ["站"]])
    (row,) = rows(grid, recognise(grid))
    assert (row.get("name"), row.get("address"), row.get("phone")) == ("站", "", "")


def test_letters() -> None:
    assert [letters(n) for n in (0, 25, 26, 49)] == ["A", "Z", "AA", "AX"]
