"""What sheets say of the door and of hours in words."""

from __future__ import annotations

from typing import Any

import pytest

from network.exchange.diff import Planned
from network.exchange.imports import apply_import, plan_import
from network.models import Place
from tests.exchange.sheets import (
    HEADER,
    codes,
    make_haidian,
    make_options,
    only,
    plan,
    station,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def with_columns(**cells: Any) -> Planned:
    """The plan of one station with more columns."""
    return only(plan([*station(), *cells.values()], header=[*HEADER, *cells]))


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("谁能进", "户外劳动者、工会会员", "access_who", "outdoor_workers,members"),
        ("开放对象", "快递员，外卖员，环卫工人", "access_who", "outdoor_workers"),
        ("谁能进", "所有人", "access_who", "everyone"),
        ("access_who", "members,outdoor_workers", "access_who", "outdoor_workers,members"),
        ("进入方式", "扫码开门", "access_needs", "scan"),
        ("怎么进", "前台登记", "access_needs", "register"),
        ("无障碍", "是", "step_free", True),
        ("无台阶", "否", "step_free", False),
        ("免费", "免费", "free_of_charge", True),
        ("楼层", "B1", "floor", "B1"),
        ("入口", "东门", "entrance", "东门"),
        ("开放时间", "周一至周五 9:00-17:00", "hours", "Mo-Fr 09:00-17:00"),
        ("开放时间", "周一至周五 9:00-17:00", "hours_text", "周一至周五 9:00-17:00"),
        ("开放时间", "以现场为准", "hours", ""),
        ("开放时间", "Mo-Fr 09:00-17:00", "hours_text", ""),
    ],
)
def test_a_cell_becomes_a_fact(column: str, cell: str, field: str, value: Any) -> None:
    row = with_columns(**{column: cell})
    assert (row.values[field], codes(row)) == (value, [])


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("谁能进", "户外劳动者、张三", "access_unknown"),
        ("进入方式", "打电话给老李", "access_unknown"),
        ("无障碍", "只有后门", "yes_or_no"),
    ],
)
def test_what_is_not_understood_is_flagged_and_kept(column: str, cell: str, problem: str) -> None:
    row = with_columns(**{column: cell})
    assert codes(row) == [problem]
    assert row.values["note"] == f"{column}: {cell}"
    assert row.outcome == "created"


def imported(hours: str) -> None:
    sheet = workbook([*HEADER, "开放时间"], [*station(), hours])
    apply_import(plan_import(sheet, make_options(), user=None))


def test_hours_set_by_hand_outlive_the_same_words() -> None:
    imported("周一至周五 9:00-17:00")
    place = Place.objects.get()
    place.hours = "Mo-Fr 09:00-17:00; PH off"
    place.save()
    imported("周一至周五 9:00-17:00")
    place.refresh_from_db()
    assert place.hours == "Mo-Fr 09:00-17:00; PH off"
    imported("周一至周六 9:00-17:00")
    place.refresh_from_db()
    assert place.hours == "Mo-Sa 09:00-17:00"
