"""The table says of every row what happens and why, in few lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from network.exchange.imports import apply_import, plan_import
from network.exchange.report import Report
from tests.exchange.sheets import HEADER, make_haidian, make_options, plan, station, workbook

pytestmark = pytest.mark.django_db

ROWS = (
    station("甲"),
    station("乙", address="二号", position=(116.291234, 39.941234)),
    station("丙", address="三号", position=("", "")),
    station("丁", address="四号", position=("", "")),
    station("戊", address="五号", position=(116.251234, 39.951234), service="太空舱"),
    station("己", address="六号", position=("", "")),
    station(""),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    make_haidian()
    with translation.override("en"):
        yield


def test_counts_stand_first() -> None:
    first, *_rest = Report.of(plan(*ROWS)).table().splitlines()
    assert first == "created 3 · draft 3 · updated 0 · unchanged 0 · rejected 1 · flagged 5"


def test_rows_of_one_reason_stand_together() -> None:
    lines = [line.split("  ") for line in Report.of(plan(*ROWS)).table().splitlines()]
    cells = [[part.strip() for part in line if part.strip()] for line in lines]
    assert ["draft", "coordinates", "no coordinates", "4-5, 7"] in cells
    assert ["rejected", "name", "no name", "8"] in cells
    assert ["created", "–", "2-3"] in cells


def test_the_file_itself_is_remarked_on() -> None:
    table = Report.of(plan(["站", "x"], header=["名称", "联系人"])).table()
    assert "column “联系人” is not known: kept in the note" in table.splitlines()


def test_changes_are_shown_field_by_field() -> None:
    apply_import(plan_import(workbook(HEADER, station("甲", number="1")), make_options()))
    report = Report.of(plan(station("甲", number="2", service="饮水")))
    assert list(report.lines[0].remarks()) == [("phone", "1 → 2"), ("amenities", "– → water")]
    assert "1 → 2" in report.table()


def test_a_stored_report_is_the_same_in_any_language() -> None:
    report = Report.of(plan(*ROWS))
    stored = json.loads(json.dumps(report.as_json(), cls=DjangoJSONEncoder))
    assert Report.from_json(stored) == report
    with translation.override("zh-hans"):
        assert Report.from_json(stored).table() == report.table()


def test_rejected_rows_keep_their_text() -> None:
    report = Report.of(plan(*ROWS))
    assert "学院南路47号一层东厅" in report.lines[-1].text


def test_no_rows_is_one_line() -> None:
    assert len(Report.of(plan()).table().splitlines()) == 1
