"""District, street and owner follow from what a row says, and doubts are flagged."""

from __future__ import annotations

from typing import Any

import pytest

from network.exchange.diff import Planned
from tests.builders import make_organization
from tests.exchange.sheets import HERE, codes, find, make_haidian, only, plan, station

pytestmark = pytest.mark.django_db
MENTOUGOU = (116.124413, 39.925629)


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def located(name: str = "某公司暖心驿站", address: str = "", **told: Any) -> Planned:
    options = {key: told.pop(key) for key in ("district", "organization") if key in told}
    return only(plan(station(name, address=address, **told), **options))


def area(row: Planned) -> tuple[str, str]:
    area = row.record.area
    return (
        area.district.code if area.district else "",
        area.subdistrict.code if area.subdistrict else "",
    )


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("北下关街道工会服务站", "学院南路47号", ("110108", "110108007")),
        ("某公司", "北京市海淀区北下关街道学院南路47号", ("110108", "110108007")),
        ("四季青镇工会服务站", "东冉村29号", ("110108", "110108027")),
        ("某公司", "四季青路七号", ("110108", "")),
        ("某公司", "朝阳区酒仙桥北路", ("110105", "")),
        ("某公司", "北京朝阳酒仙桥北路", ("110105", "")),
        ("某公司", "朝阳门外大街甲6号", ("110108", "")),
        ("八里庄街道工会服务站", "亮甲店1号", ("110108", "110108005")),
        ("八里庄街道工会服务站", "朝阳区八里庄", ("110105", "110105010")),
    ],
)
def test_district_and_street(name: str, address: str, expected: tuple[str, str]) -> None:
    assert area(located(name, address)) == expected


def test_a_street_tells_its_district_without_any_option() -> None:
    assert area(located("北下关街道工会服务站", district="")) == ("110108", "110108007")


def test_a_street_of_several_districts_is_not_guessed() -> None:
    row = located("八里庄街道工会服务站", district="", organization="bj")
    assert area(row) == ("", "")
    assert "street_unclear" in codes(row)


def test_an_address_in_another_district_is_flagged_and_taken() -> None:
    row = located(address="朝阳区酒仙桥北路", position=(116.4847, 39.9685))
    assert (codes(row), row.outcome) == (["other_district"], "created")


def test_a_position_far_from_its_district_is_held_back() -> None:
    row = located("八里庄街道工会服务站", "亮甲店1号", position=MENTOUGOU)
    assert (codes(row), row.outcome) == (["elsewhere"], "draft")
    assert dict(find(row, "elsewhere").params)["other"] == "门头沟区"
    assert row.values["latitude"] is not None


def test_a_remote_corner_of_the_own_district_is_not_far() -> None:
    assert codes(located("苏家坨", position=(116.1182, 40.072564))) == []


@pytest.mark.parametrize("address", ["天津市静海区子牙", "河北省廊坊市三河市"])
def test_an_address_in_another_province_is_held_back(address: str) -> None:
    row = located(address=address)
    assert (codes(row), row.outcome, area(row)) == (["other_city"], "draft", ("", ""))


def test_a_company_named_after_another_city_is_not_there() -> None:
    assert codes(located("天津市某公司北京分公司", "上地路9号")) == []


def test_coordinates_beyond_the_city_speak_against_the_districts_option() -> None:
    row = located(address="信義區永吉里", position=(121.578252, 25.048456))
    assert (codes(row), area(row), owner(row)) == (["outside"], ("", ""), "110108")


def test_a_district_column_is_taken_by_name_short_name_or_code() -> None:
    header = ["名称", "所属区", "经度", "纬度"]
    made = plan(
        *([f"站{word}", word, *HERE] for word in ("朝阳区", "朝阳", "110105")), header=header
    )
    assert [area(row)[0] for row in made.rows] == ["110105"] * 3


def test_an_unknown_district_is_flagged_and_kept() -> None:
    row = only(plan(["站", "火星区", *HERE], header=["名称", "所属区", "经度", "纬度"]))
    assert codes(row) == ["district_unknown"]
    assert row.values["note"] == "所属区: 火星区"


def test_a_street_column() -> None:
    header = ["名称", "所属街道", "经度", "纬度"]
    one, other = plan(["站", "北下关街道", *HERE], ["二站", "火星街道", *HERE], header=header).rows
    assert area(one) == ("110108", "110108007")
    assert codes(other)[0] == "street_unknown"


def owner(row: Planned) -> str:
    assert row.record.area.owner
    return row.record.area.owner.code


def test_the_districts_federation_owns() -> None:
    assert owner(located()) == "110108"


def test_the_federation_of_the_option_owns_rows_of_other_districts_too() -> None:
    assert owner(located(address="朝阳区酒仙桥北路")) == "110108"


def test_without_a_district_option_the_rows_district_decides() -> None:
    assert owner(located(address="朝阳区酒仙桥北路", district="")) == "110105"


def test_a_named_organization_owns() -> None:
    assert owner(located(organization="bj")) == "bj"


def test_a_column_names_the_owner() -> None:
    make_organization("110108007", name="北下关街道总工会", level="street")
    row = only(plan(["站", "北下关街道总工会"], header=["名称", "所属工会"]))
    assert owner(row) == "110108007"


def test_a_name_that_two_organizations_share_names_none() -> None:
    for code in ("110108005", "110105010"):
        make_organization(code, name="八里庄街道总工会", level="street")
    row = only(plan(["站", "八里庄街道总工会"], header=["名称", "所属工会"]))
    assert owner(row) == "110108"
    assert "owner_unknown" in codes(row)


def test_a_row_without_any_owner_is_rejected() -> None:
    row = located(district="")
    assert (row.outcome, codes(row)) == ("rejected", ["no_owner"])
