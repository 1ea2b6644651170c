"""A worker finds a place: with position, without, by map, by words, by keys, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, WANGJING, Visitor
from tests.faults.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def first_row(page: Page) -> Any:
    return page.locator("#list .row").first


def located(page: Page) -> Page:
    expect(page.locator("#heading")).to_have_text("离你最近")
    expect(first_row(page)).to_contain_text("望京驿站0")
    return page


def test_position_granted_then_list_then_place(visit: Visitor) -> None:
    page = visit(position=WANGJING)
    located(page)
    expect(first_row(page).locator(".dist")).to_contain_text("走 1 分钟")
    first_row(page).locator(".name").tap()
    expect(page.locator("h1")).to_have_text("望京驿站0")
    expect(page.locator(".pin.chosen")).to_be_visible()


def test_position_is_not_asked_for_without_a_tap(visit: Visitor) -> None:
    page = visit()
    expect(page.locator("#heading")).to_have_text("市中心附近")
    page.locator("[data-locate]:visible").tap()
    expect(page.locator("#refused")).to_be_visible()


def test_position_denied_then_a_district(visit: Visitor) -> None:
    page = visit()
    page.locator("[data-locate]:visible").tap()
    expect(page.locator("#refused")).to_contain_text("没拿到你的位置")
    page.locator("#refused a", has_text="顺义区").tap()
    expect(page.locator("#heading")).to_have_text("顺义区中心附近")
    expect(first_row(page)).to_contain_text("顺义驿站")
    expect(page.locator("#refused")).to_be_hidden()
    assert page.url.endswith("/?district=110113")


def test_the_position_stays_out_of_every_address(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    page.locator(".chips a[data-code=toilet]").tap()
    expect(page.locator(".chips a[data-code=toilet]")).to_have_attribute("aria-current", "true")
    assert "lat" not in page.url
    own = [url for url in visit.requests if "openstreetmap" not in url]
    assert not [url for url in own if "39.9" in url or "116.4" in url]


def test_a_cluster_opens_on_tap(visit: Visitor) -> None:
    page = visit("/?district=110113", **DESKTOP)
    page.locator(".leaflet-control-zoom-out").click()
    page.locator(".leaflet-control-zoom-out").click()
    ring = page.locator(".ring-marker").filter(has_text=re.compile(r"^\d\d$")).first
    expect(ring).to_have_accessible_name(re.compile("这一片有"))
    count = int(ring.inner_text())
    ring.click()
    expect(page.locator(".ring-marker", has_text=re.compile(f"^{count}$"))).to_have_count(0)


def test_a_marker_chooses_its_row_and_then_opens_the_page(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    marker = page.locator(".pin[aria-label^='望京驿站1,']")
    marker.tap()
    expect(page.locator(".row.chosen")).to_contain_text("望京驿站1")
    expect(marker).to_have_class(re.compile("chosen"))
    marker.tap()
    expect(page.locator("h1")).to_have_text("望京驿站1")


def test_on_the_desktop_a_row_shows_a_card(visit: Visitor) -> None:
    page = located(visit(position=WANGJING, **DESKTOP))
    first_row(page).locator(".name").click()
    expect(page.locator("#card h2")).to_have_text("望京驿站0")
    expect(page.locator("#card")).to_contain_text("每天 9:00-21:00")
    expect(page.locator(".pin.chosen")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    first_row(page).locator(".name").click()
    page.locator("#card a", has_text="详情").click()
    expect(page.locator("h1")).to_have_text("望京驿站0")


def test_a_tap_on_the_map_looks_from_there(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    expect(page.locator(".ring-marker").first).to_be_visible()
    page.locator("#map").click(position={"x": 30, "y": 300})
    expect(page.locator("#heading")).to_have_text("你选的地方附近")
    assert re.search(r"/\?lat=\d+\.\d{3}&lon=\d+\.\d{3}$", page.url)
    page.reload()
    expect(page.locator("#heading")).to_have_text("你选的地方附近")


def test_words_are_searched_for_while_typing(visit: Visitor) -> None:
    page = visit()
    page.locator("#q").press_sequentially("dongsi")
    expect(first_row(page)).to_contain_text("东四母婴室")
    expect(first_row(page)).to_contain_text("暂停开放")
    expect(page.locator("#about")).to_have_text("找到 1 处")
    page.locator("#q").fill("没有这种地方")
    expect(page.locator("#nothing")).to_be_visible()
    page.locator("#q").fill("")
    expect(page.locator("#heading")).to_have_text("市中心附近")


def test_a_filter_narrows_list_and_map_and_can_be_taken_back(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    with page.expect_request(re.compile(r"/tiles/.*amenity=microwave")):
        page.locator(".chips a[data-code=microwave]").click()
    expect(page.locator("#list .row")).to_have_count(1)
    assert page.url.endswith("/?amenity=microwave")
    page.locator("#all summary").click()
    page.locator(".panel a[data-code=mother_baby_room]").click()
    expect(page.locator("#chosen")).to_have_text("2")
    page.locator(".panel [data-clear]").click()
    expect(page.locator("#list .row")).to_have_count(20)


def test_without_scripts_plain_links_and_forms_do(visit: Visitor) -> None:
    page = visit(java_script_enabled=False)
    page.locator("#area").select_option("110113")
    page.locator("#district button").click()
    expect(page.locator("#heading")).to_have_text("顺义区中心附近")
    expect(first_row(page)).to_contain_text("顺义驿站")
    page.locator("#q").fill("母婴室")
    page.locator("#q").press("Enter")
    expect(first_row(page)).to_contain_text("东四母婴室")
    page.goto("/?district=110101")
    page.locator(".chips a[data-code=drinking_water]").click()
    expect(first_row(page)).to_contain_text("望京驿站")
    first_row(page).locator(".name a").click()
    expect(page.locator("h1")).to_contain_text("望京驿站")


def test_by_keys_from_the_list_to_a_place(visit: Visitor) -> None:
    page = located(visit(position=WANGJING, **DESKTOP))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(first_row(page).locator(".name a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("望京驿站0")


def test_by_keys_on_the_map(visit: Visitor) -> None:
    page = located(visit(position=WANGJING, **DESKTOP))
    marker = page.locator(".pin[aria-label^='望京驿站2,']")
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card h2 a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#heading")).to_have_text("你选的地方附近")


def test_the_sheet_has_three_heights_by_key_and_by_drag(visit: Visitor) -> None:
    page = visit(reduced_motion="reduce")
    body, grip = page.locator("body"), page.locator("#grip")
    grip.focus()
    for key, height in (("ArrowUp", "full"), ("ArrowDown", "half"), ("ArrowDown", "peek")):
        page.keyboard.press(key)
        expect(body).to_have_attribute("data-sheet", height)
    box = grip.bounding_box()
    assert box
    page.mouse.move(box["x"] + 150, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, 150, steps=12)
    page.mouse.up()
    expect(body).to_have_attribute("data-sheet", "full")


def test_server_and_scripts_write_the_same_rows(visit: Visitor) -> None:
    def rows(page: Page) -> list[str]:
        found = page.locator("#list .row").evaluate_all("rows => rows.map(row => row.outerHTML)")
        return [re.sub(r"\s+|icon ", "", row).replace('lang=""', "") for row in found]

    for locale in ("zh-CN", "en-US"):
        path = "/?lat=39.930&lon=116.420"
        plain = rows(visit(path, java_script_enabled=False, locale=locale))
        page = visit(path, locale=locale, **DESKTOP)
        page.locator(".chips a[data-code=drinking_water]").click()
        expect(page.locator("#list .row")).to_have_count(12)
        page.locator(".chips a[data-code=drinking_water]").click()
        expect(page.locator("#list .row")).to_have_count(20)
        assert rows(page) == plain


def test_an_edition_no_longer_kept_is_replaced(visit: Visitor, site: Site) -> None:
    current = site.json("/api/v1/edition")["edition"]
    page = visit("about:blank", **DESKTOP)
    page.route(
        f"**/tiles/{current}/**",
        lambda route: route.fulfill(status=410, json={"error": {}, "edition": current + 1}),
    )
    with page.expect_request(f"**/tiles/{current + 1}/**"):
        page.goto("/")
    visit.expected.append("410 (Gone)")  # the browser itself logs each


def test_without_a_background_the_map_stays_useful(visit: Visitor) -> None:
    page = visit(background=False, **DESKTOP)
    expect(page.locator(".map-note")).to_have_text("背景地图没出来，服务点都在。")
    expect(page.locator(".area-name span", has_text="海淀区")).to_be_visible()
    expect(page.locator(".leaflet-control-scale")).to_be_visible()
    expect(page.locator(".ring-marker, .pin").first).to_be_visible()


def test_with_a_background_nothing_is_said_of_it(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".map-note")).to_have_count(0)
    expect(page.locator(".area-name span").first).to_be_hidden()


def test_the_language_switch_keeps_the_question(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    page.locator("#area").select_option("110101")
    expect(page.locator("#heading")).to_have_text("东城区中心附近")
    page.locator("[data-language]").click()
    expect(page.locator("#heading")).to_have_text("Near the centre of Dongcheng District")
    expect(first_row(page)).to_contain_text("Dongsi baby room")


def test_results_are_announced(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    expect(page.locator("#status")).to_contain_text("离你最近，20 处，第一处：望京驿站0")
