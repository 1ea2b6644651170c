"""Another city is another folder and one setting; nothing of Beijing shows through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site

pytestmark = pytest.mark.faults

CITY = """\
name = "云州工会服务网络"
name_en = "Yunzhou union network"
title = "云州工会在身边"
title_en = "Yunzhou unions near you"
city = "云州市"
city_en = "Yunzhou"
operator = "云州市总工会"
operator_en = "Yunzhou Federation of Trade Unions"
hotline = "0871-12345"
hotline_name = "云州热线"
hotline_name_en = "Yunzhou hotline"
time_zone = "Asia/Urumqi"
south = 24.0
west = 102.0
north = 26.0
east = 104.0
latitude = 25.0
longitude = 103.0
zoom = 12
sheet_datum = "wgs84"
check_points = [[25.0, 103.0, "old"]]
data_licence = "CC0"
data_licence_url = "https://creativecommons.org/publicdomain/zero/1.0/"
"""
TABLES = {
    "categories.csv": "code,name,name_en,icon,color\nrest_stop,歇脚点,Rest stop,heart,#c0272d\n",
    "amenities.csv": "code,name,name_en,icon,aliases\ntea,热茶,Tea,water,茶水|茶\n",
    "districts.csv": "code,name,name_en,latitude,longitude\nold,老城区,Old town,25.0,103.0\n",
    "organizations.csv": (
        "code,name,name_en,level,parent,district\n"
        "yz,云州市总工会,Yunzhou Federation,city,,\n"
        "yz-old,老城区总工会,Old town Union,district,yz,old\n"
    ),
}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Site]:
    """An invented city, prepared as `make run` does it."""
    folder = tmp_path / "yunzhou"
    folder.mkdir()
    (folder / "network.toml").write_text(CITY, encoding="utf-8")
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    site = Site(tmp_path / "site")
    site.env["NETWORK_DIR"] = str(folder)
    site.manage("prepare")
    yield site
    site.close()


def test_a_second_city_starts_from_its_own_fixtures(city: Site, tmp_path: Path) -> None:
    sheet = tmp_path / "stops.csv"
    sheet.write_text("名称,地址,经度,纬度,服务\n鼓楼歇脚点,老城区鼓楼街1号,103.01,25.01,茶水\n")
    city.manage("import_places", str(sheet), "--category", "rest_stop", "--datum", "wgs84")
    city.manage("publish")
    city.start()
    place = city.json("/api/v1/nearest?lat=25&lon=103")["places"][0]
    assert (place["name"], place["amenities"], place["district"]) == ("鼓楼歇脚点", ["tea"], "old")
    pages = [city.get(path) for path in ("/", f"/places/{place['id']}", "/?district=old")]
    for status, body in pages:
        assert status == 200
        text = body.decode()
        assert "0871-12345" in text
        assert "北京" not in text
        assert "12351" not in text
    assert "云州工会在身边" in pages[0][1].decode()
