"""Search finds parts of words in Chinese, pinyin and initials, the best field first."""

from __future__ import annotations

from pathlib import Path

import pytest

from network.edition import layout, pinyin
from network.edition.build import build
from network.edition.edition import Edition
from network.edition.query import Filters
from tests.edition.networks import NOW, row, source


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    rows = [
        row(0, 39.99, 116.47, name="望京街道工会服务站", address="望京西路50号"),
        row(1, 39.90, 116.40, name="东华门暖心驿站", address="望京胡同3号", alias="骑手之家"),
        row(2, 39.89, 116.39, name="大栅栏暖心驿站", address="煤市街1号"),
        row(3, 39.91, 116.41, name="ＷｉＦｉ驿站", name_en="Courier's Rest", address=""),
    ]
    content = build(source(rows), spell=pinyin.spell, today=NOW.date())
    return Edition(tmp_path, layout.write(tmp_path, content, number=1, made_at=NOW))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("望京", ["p0", "p1"]),  # the name ranks before the address
        ("骑手", ["p1"]),
        ("wangjing", ["p0"]),
        ("wjjd", ["p0"]),
        ("dashilan", ["p2"]),  # the local reading, not da zha lan
        ("wifi", ["p3"]),
        ("ｗｉｆｉ", ["p3"]),
        ("COURIER", ["p3"]),
        ("暖心 煤市", ["p2"]),
        ("没有", []),
        ("   ", []),
        ("\x1f", []),
        ("(", []),
    ],
)
def test_finds(edition: Edition, query: str, found: list[str]) -> None:
    assert [place["id"] for place in edition.search(query, limit=10)] == found


def test_filters_hold_for_all_that_is_found(edition: Edition) -> None:
    # Rows take the three categories in turn: row 2 is the third kind.
    found = edition.search("暖心驿站", limit=1, filters=Filters(("centre",)))
    assert [place["id"] for place in found] == ["p2"]


def test_equal_fits_come_by_distance(edition: Edition) -> None:
    found = edition.search("暖心驿站", limit=10, lat=39.89, lon=116.39)
    assert [place["id"] for place in found] == ["p2", "p1"]
    assert found[0]["distance_m"] == 0
