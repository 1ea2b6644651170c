"""A worker finds a place: with position, without, by map, by words, by keys, without scripts."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from network.pages import states
from tests.browser.conftest import DESKTOP, PHONE, WANGJING, Visitor, axe
from tests.faults.site import Site
from tests.pages.test_states import CASES, TODAY, place

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
    expect(first_row(page).locator(".state")).to_have_text("时间不详")
    expect(first_row(page).locator(".entry")).to_have_text("谁都能进 · 扫码开门")
    expect(page.locator("#list .state").nth(1)).to_have_text("24 小时")
    expect(page.locator(".pin").first).to_be_visible()
    first_row(page).locator(".name").tap()
    expect(page.locator(".pin.chosen")).to_have_accessible_name(re.compile("望京驿站0"))
    expect(page.locator(".row.chosen")).to_contain_text("望京驿站0")
    page.locator(".row.chosen .details").tap()
    expect(page.locator("h1")).to_have_text("望京驿站0")


def test_position_is_not_asked_for_without_a_tap(visit: Visitor) -> None:
    page = visit()
    expect(page.locator("#heading")).to_have_text("市中心附近")
    page.locator("[data-locate]:visible").tap()
    expect(page.locator("#refused")).to_be_visible()


def test_position_denied_then_a_district(visit: Visitor) -> None:
    page = visit()
    page.locator("[data-locate]:visible").tap()
    expect(page.locator("#refused")).to_contain_text("没拿到你的位置")
    page.locator("#area").select_option("110113")
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
    assert re.search(r"/\?lat=\d+\.\d{3}&lon=\d+\.\d{3}&at=", page.url)
    page.reload()
    expect(page.locator("#heading")).to_have_text("你选的地方附近")


def test_words_are_searched_for(visit: Visitor) -> None:
    page = visit()
    page.locator("#q").fill("dongsi")
    page.locator("#q").press("Enter")
    expect(first_row(page)).to_contain_text("东四母婴室")
    expect(first_row(page)).to_contain_text("暂停开放")
    expect(page.locator("#about")).to_have_text("找到 1 处")
    page.locator("#q").fill("没有这种地方")
    page.locator("#q").press("Enter")
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
    expect(page.locator("[data-language]")).to_have_attribute("href", re.compile("110101"))
    page.locator("[data-language]").click()
    expect(page.locator("#heading")).to_have_text("Near the centre of Dongcheng District")
    expect(first_row(page)).to_contain_text("Dongsi baby room")


def test_the_map_holds_the_nearest_however_far(visit: Visitor) -> None:
    # 2.4 km south of the nearest: far outside the view that a position gets by itself.
    page = visit(position={**WANGJING, "latitude": 39.975})
    located(page)
    page.wait_for_function(
        """() => {
            const map = document.getElementById("map").getBoundingClientRect();
            const pins = document.querySelectorAll(".pin, .ring-marker");
            return [...pins].some((pin) => {
                const { left, right, top, bottom } = pin.getBoundingClientRect();
                return left > map.left && right < map.right && top > map.top && bottom < map.bottom;
            });
        }"""
    )


def test_results_are_announced(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    expect(page.locator("#status")).to_contain_text("离你最近，20 处，第一处：望京驿站0")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_scripts_say_states_as_the_server_does(visit: Visitor, locale: str) -> None:
    warned = {"kind": "locked", "reported_on": "2026-11-20", "until": "2026-11-27"}
    closed = place(closed_for_now=True, closed_until="2026-12-01", state="closed")
    places = [place(state=state, changes_at=change) for state, change, *_ in CASES] + [closed]
    said = visit("/?district=110105", locale=locale).evaluate(
        """async ([places, today, warning]) => {
            const name = /words\\.\\w+\\.js/;
            const url = performance.getEntriesByType("resource").find((e) => name.test(e.name));
            const words = await import(url.name);
            const days = ["2026-11-27", "2026-11-28"];
            return [
                places.map((place) => words.stateWords(place, today)),
                days.map((day) => words.warningWords([warning], day)),
                words.hintWords(["unannounced", "holiday"]),
            ];
        }""",
        [places, TODAY.isoformat(), warned],
    )
    with translation.override("en" if locale == "en-US" else "zh-hans"):
        days = [dt.date(2026, 11, 27), dt.date(2026, 11, 28)]
        assert said == [
            [states.state(each, TODAY).words for each in places],
            ["".join(states.warnings(place(warnings=[warned]), day)) for day in days],
            " · ".join(states.hints(place(hints=["unannounced", "holiday"]))),
        ]


# Where the position does not help


def test_a_slow_position_offers_other_ways_and_is_still_taken(visit: Visitor) -> None:
    page = visit("about:blank", permissions=["geolocation"])
    page.add_init_script("navigator.geolocation.getCurrentPosition = (f) => (window.answer = f)")
    page.goto("/")
    expect(page.locator("#refused")).to_have_text("定位有点慢。", timeout=20_000)
    expect(page.locator("#area")).to_be_visible()
    coords = {"latitude": 39.9966, "longitude": 116.4705, "accuracy": 20}
    page.evaluate("(coords) => answer({ coords })", coords)
    located(page)
    expect(page.locator("#refused")).to_be_hidden()


def test_a_slow_position_does_not_undo_a_choice(visit: Visitor) -> None:
    page = visit("about:blank", permissions=["geolocation"])
    page.add_init_script("navigator.geolocation.getCurrentPosition = (f) => (window.answer = f)")
    page.goto("/")
    expect(page.locator("#refused")).to_be_visible(timeout=20_000)
    page.locator("#area").select_option("110113")
    expect(page.locator("#heading")).to_have_text("顺义区中心附近")
    coords = {"latitude": 39.9966, "longitude": 116.4705, "accuracy": 20}
    page.evaluate("(coords) => answer({ coords })", coords)
    expect(page.locator("[data-locate][aria-busy]")).to_have_count(0)
    expect(page.locator("#heading")).to_have_text("顺义区中心附近")


def test_a_rough_position_is_said_to_be_rough(visit: Visitor) -> None:
    page = located(visit(position=WANGJING | {"accuracy": 3000}))
    expect(page.locator("#refused")).to_have_text("位置只准到约 3.0 公里，下面的可能不对。")
    expect(page.locator("#area")).to_be_visible()


def test_a_browser_without_positions_says_so(visit: Visitor) -> None:
    page = visit("about:blank")
    page.add_init_script("Object.defineProperty(navigator, 'geolocation', { value: undefined })")
    page.goto("/")
    page.locator("[data-locate]:visible").first.tap()
    expect(page.locator("#refused")).to_have_text("这个浏览器给不了位置。")


def test_from_a_district_to_its_street(visit: Visitor) -> None:
    page = visit("/?district=110105")
    page.locator("#where summary").tap()
    street = page.locator("#street option").nth(1)
    code = street.get_attribute("value")
    page.locator("#street").select_option(code)
    expect(page.locator("#heading")).to_have_text("望京街道中心附近")
    expect(page).to_have_url(re.compile(f"/\\?street={code}$"))
    page.reload()
    expect(page.locator("#heading")).to_have_text("望京街道中心附近")


def test_far_from_everything_the_nearest_is_shown_anyway(visit: Visitor) -> None:
    page = visit("/?lat=40.900&lon=116.400")
    expect(page.locator("#far")).to_have_text(re.compile("^5 公里内没有，最近的在 .* 公里外$"))
    expect(first_row(page)).to_be_visible()


# Filters


def test_open_now_says_how_many_it_leaves_out(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    page.locator(".chips [data-field=open]").tap()
    expect(page.locator("#list .row")).to_have_count(4)
    expect(page.locator("#left-out")).to_contain_text("另有 ")
    page.locator("#left-out a").tap()
    expect(page.locator("#left-out")).to_be_hidden()
    expect(first_row(page)).to_contain_text("望京驿站0")
    assert page.url.endswith("/?open=now&unknown=1")
    expect(page.locator("#chosen")).to_have_text("1")
    page.go_back()
    expect(page.locator("#list .row")).to_have_count(4)
    expect(page.locator(".chips [data-field=open]").first).to_have_attribute("aria-current", "true")


def test_open_now_without_scripts(visit: Visitor) -> None:
    page = visit("/?lat=39.997&lon=116.470", java_script_enabled=False)
    page.locator(".chips [data-field=open]").click()
    expect(page.locator("#list .row")).to_have_count(4)
    page.locator("#left-out a").click()
    expect(page.locator("#list .row")).to_have_count(20)


# Address


def test_moving_the_map_offers_to_search_here(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    expect(page.locator(".pin").first).to_be_visible()
    expect(page.locator("#here")).to_be_hidden()
    page.mouse.move(200, 300)
    page.mouse.down()
    page.mouse.move(80, 200, steps=8)
    page.mouse.up()
    expect(page.locator("#here")).to_be_visible()
    expect(page.locator("#heading")).to_have_text("离你最近")
    page.locator("#here").tap()
    expect(page.locator("#heading")).to_have_text("你选的地方附近")
    expect(page.locator("#here")).to_be_hidden()
    assert re.search(r"/\?lat=\d+\.\d{3}&lon=\d+\.\d{3}&at=[\d.]+,[\d.]+,\d+$", page.url)


def test_the_map_comes_also_where_the_page_s_end_is_late(visit: Visitor) -> None:
    page = visit.blank(**DESKTOP)
    # The parser waits for this one before it goes on to the map's place.
    page.route("**/categories.css*", lambda route: (time.sleep(2), route.continue_()))
    page.goto("/?lat=39.997&lon=116.470")
    expect(page.locator(".pin").first).to_be_visible()


def test_back_and_reload_show_the_same(visit: Visitor) -> None:
    page = visit("/?lat=39.997&lon=116.470", **DESKTOP)
    expect(page.locator(".pin").first).to_be_visible()
    page.locator(".chips a[data-code=toilet]").click()
    expect(page.locator("#list .row")).to_have_count(12)
    first_row(page).locator(".name").click()
    expect(page.locator("#card h2")).to_have_text("望京驿站0")
    assert "amenity=toilet" in page.url
    assert "place=" in page.url
    page.reload()
    expect(page.locator("#list .row")).to_have_count(12)
    expect(page.locator("#card h2")).to_have_text("望京驿站0")
    page.locator("#card a", has_text="详情").click()
    expect(page.locator("h1")).to_have_text("望京驿站0")
    page.go_back()
    expect(page.locator("#card h2")).to_have_text("望京驿站0")


def test_the_way_back_does_not_ask_for_the_position_anew(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    expect(page.locator(".pin").first).to_be_visible()
    first_row(page).locator(".name").tap()
    page.locator(".row.chosen .details").tap()
    expect(page.locator("h1")).to_have_text("望京驿站0")
    page.context.clear_permissions()
    page.go_back()
    located(page)
    page.reload()
    located(page)


# Search with suggestions


def test_a_street_found_by_its_initials_is_a_place_to_look_from(visit: Visitor) -> None:
    page = visit()
    expect(page.locator("#q")).to_have_attribute("role", "combobox")
    page.locator("#q").press_sequentially("shunyi")
    option = page.locator("#suggestions li", has_text="顺义区").first
    expect(option).to_be_visible()
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    option.tap()
    expect(page.locator("#heading")).to_have_text("顺义区中心附近")
    expect(page.locator("#suggestions")).to_be_hidden()
    assert page.url.endswith("/?district=110113")


def test_suggestions_are_taken_by_keys(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    expect(page.locator(".ring-marker").first).to_be_visible()
    page.locator("#q").press_sequentially("dsmys")
    expect(page.locator("#suggestions li")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text("东四母婴室")
    expect(page.locator(".row.chosen")).to_contain_text("东四母婴室")


def test_escape_closes_the_suggestions(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    expect(page.locator("#q")).to_have_attribute("role", "combobox")
    page.locator("#q").press_sequentially("充电")
    expect(page.locator("#suggestions")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("充电")


# When things fail


def test_a_failing_server_is_said_to_fail(visit: Visitor) -> None:
    page = visit("/?lat=39.997&lon=116.470")
    expect(page.locator(".pin, .ring-marker").first).to_be_visible()
    page.route("**/api/v1/nearest", lambda route: route.fulfill(status=500, body="{}"))
    visit.expected.append("500 (Internal Server Error)")
    page.locator(".chips a[data-code=toilet]").tap()
    expect(page.locator("#about")).to_have_text("服务器没回应，看到的可能是旧的")
    expect(first_row(page)).to_be_visible()


# For everyone


def test_large_type_is_kept_and_keeps_the_layout_whole(visit: Visitor) -> None:
    page = located(visit(position=WANGJING))
    expect(page.locator(".pin").first).to_be_visible()
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    page.locator("a[data-large]").tap()
    assert page.evaluate(size) == 2 * before
    page.reload()
    located(page)
    assert page.evaluate(size) == 2 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.locator("main *:visible").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().right > 391).map(e => e.outerHTML)"
    )
    assert not wide
    targets = "a.go, .chip, button.button, select, .lang, .round, .all summary, .where summary"
    boxes = page.locator(targets).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.width, b.height])"
    )
    shown = [box for box in boxes if box[0]]
    assert len(shown) > 10
    assert min(height for _width, height in shown) >= 48
    assert min(width for width, _height in shown) >= 44


def test_large_type_without_scripts_is_a_link(visit: Visitor) -> None:
    page = visit("/?district=110105", java_script_enabled=False)
    page.locator("a[data-large]").click()
    assert page.url.endswith("/?large=1&district=110105")
    expect(page.locator("html")).to_have_attribute("data-large", "")
    page.locator(".chips a[data-code=toilet]").click()
    expect(page.locator("html")).to_have_attribute("data-large", "")


def test_the_whole_flow_by_keys(visit: Visitor) -> None:
    page = visit(**DESKTOP)
    expect(page.locator(".ring-marker").first).to_be_visible()
    page.locator("#q").focus()
    page.keyboard.type("朝阳区")
    expect(page.locator("#suggestions li").first).to_contain_text("朝阳区")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#heading")).to_have_text("朝阳区中心附近")
    page.locator("#all summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".panel a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list .row")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.locator("#all summary")).to_be_focused()
    first_row(page).locator(".name a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("望京驿站"))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_axe_finds_nothing(visit: Visitor, size: Any, scheme: Any, locale: str) -> None:
    page = visit(position=WANGJING, color_scheme=scheme, locale=locale, **size)
    expect(page.locator(".pin").first).to_be_visible()
    assert axe(page) == []
    page.locator(".chips [data-field=open]").click()
    expect(page.locator("#left-out")).to_be_visible()
    first_row(page).locator(".name").click()
    expect(page.locator(".row.chosen")).to_be_visible()
    assert axe(page) == []
    page.locator("#all summary").click()
    expect(page.locator(".panel")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_the_position_is_refused(visit: Visitor, scheme: Any) -> None:
    page = visit(color_scheme=scheme)
    page.locator("[data-locate]:visible").first.tap()
    expect(page.locator("#refused")).to_be_visible()
    assert axe(page) == []
    page.locator("a[data-large]").tap()
    page.locator("#q").fill("wj")
    expect(page.locator("#suggestions li").first).to_be_visible()
    assert axe(page) == []
