"""The quick fix in Chromium: what the address search offers is pressed, saved, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from network.datum import from_wgs84
from network.geocoding import service
from network.models import Organization, Place
from tests.browser.conftest import axe, sign_in
from tests.builders import make_organization, make_place, make_user
from tests.geocoding.standin import StandIn, amap, stand_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = (39.95, 116.33)


@pytest.fixture
def vendor(settings: Any, tmp_path: Path) -> Iterator[StandIn]:
    """Amap's stand-in, which knows one address."""
    settings.VAR_DIR = tmp_path
    with stand_in() as server:
        server.answer = amap(from_wgs84(*HERE, datum="gcj02"))
        settings.GEOCODER = service("amap", key="k", url=server.url, pause="0")
        yield server


@pytest.fixture
def union() -> Organization:
    """The union with two places that stand nowhere."""
    union = make_organization()
    nowhere = {"organization": union, "status": "draft", "latitude": None, "longitude": None}
    for name in ("甲驿站", "乙驿站"):
        make_place(name=name, note="导入时缺少坐标", **nowhere)
    return union


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_one_after_another(page: Page, union: Organization, vendor: StandIn) -> None:
    make_user("clerk", organization=union, role="editor")
    desk = sign_in(page, "clerk")
    desk.goto("/admin/network/place/?position=no")
    assert axe(desk) == []
    desk.get_by_role("link", name="逐个标注位置").click()
    found = desk.locator("[data-search-found] button")
    expect(found).to_have_count(1)
    expect(desk.locator("#id_position")).to_have_value("")
    assert axe(desk) == []
    found.click()
    expect(desk.locator("#id_position")).not_to_have_value("")
    expect(desk.locator("[data-near-title]")).not_to_be_empty()
    assert axe(desk) == []
    desk.get_by_label("同时发布").check()
    desk.get_by_role("button", name="保存，下一个").click()
    expect(desk.locator("h1")).to_have_text("乙驿站")
    expect(desk.locator(".fix-progress")).to_contain_text("第 2 个，共 2 个")
    first = Place.objects.get(name="甲驿站")
    assert (first.latitude, first.longitude) == pytest.approx(HERE, abs=1e-5)
    assert first.status == "published"
    vendor.answer = {"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"}
    desk.fill("[data-search-text]", "别处")
    desk.press("[data-search-text]", "Enter")
    expect(desk.locator("[data-search-message]")).to_contain_text("密钥")
    desk.get_by_role("link", name="跳过").click()
    expect(desk.locator("#content-main")).to_contain_text("仍没有位置")
    assert axe(desk) == []
