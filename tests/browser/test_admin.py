"""The staff's pages in Chromium: the point picker, the phone, and no CSP violation anywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from network.datum import gcj02_to_wgs84
from network.models import Organization, Place
from tests.browser.conftest import sign_in
from tests.builders import (
    make_amenity,
    make_category,
    make_organization,
    make_place,
    make_subdistrict,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AMAP = "116.339179, 39.95804"
SWAPPED = "39.95804, 116.339179"
SHANGHAI = "121.473701, 31.230416"


@pytest.fixture
def union() -> Organization:
    """The union whose clerk sits at the page."""
    return make_organization()


@pytest.fixture
def place(union: Organization) -> Place:
    """Its place."""
    return make_place(name="望京驿站", organization=union, latitude=39.95, longitude=116.33)


@pytest.fixture
def staff(page: Page, union: Organization) -> Page:
    """The page, signed in."""
    make_user("clerk", organization=union, is_superuser=True)
    return sign_in(page, "clerk")


def form_of(page: Page, place: Place) -> None:
    """Open the form, its map drawn."""
    page.goto(f"/admin/network/place/{place.pk}/change/")
    expect(page.locator("[data-near-title]")).not_to_be_empty()


def save(page: Page) -> None:
    """Press the green button."""
    page.click("[name=_save]")
    page.wait_for_load_state()


def stored(place: Place) -> tuple[float | None, float | None]:
    """The position in the database."""
    place.refresh_from_db()
    return place.latitude, place.longitude


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_pasted_coordinate_is_saved_in_wgs84(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.fill("[name=position]", AMAP)
    expect(staff.locator("[data-datum=gcj02]")).to_have_text("116.339179, 39.958040")
    save(staff)
    expect(staff.locator(".messagelist a[href^='/places/']")).to_be_visible()
    assert stored(place) == pytest.approx(gcj02_to_wgs84(39.95804, 116.339179), abs=2e-6)


def test_without_javascript_the_same_is_saved(
    staff: Page, place: Place, live_server: LiveServer
) -> None:
    state = staff.context.storage_state()
    browser = staff.context.browser
    assert browser
    plain = browser.new_context(
        java_script_enabled=False, storage_state=state, base_url=live_server.url
    )
    page = plain.new_page()
    page.goto(f"/admin/network/place/{place.pk}/change/")
    page.fill("[name=position]", SWAPPED)
    page.click("[name=_save]")
    page.check("[name=position_answer]")
    page.click("[name=_save]")
    plain.close()
    assert stored(place) == pytest.approx(gcj02_to_wgs84(39.95804, 116.339179), abs=2e-6)


def test_choosing_another_datum_reads_pasted_numbers_anew(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.fill("[name=position]", AMAP)
    staff.select_option("[name=position_datum]", "wgs84")
    expect(staff.locator("dd[data-datum=wgs84]")).to_have_text("116.339179, 39.958040")
    save(staff)
    assert stored(place) == (39.95804, 116.339179)


def test_choosing_another_datum_leaves_the_marker_where_it_is(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.select_option("[name=position_datum]", "wgs84")
    expect(staff.locator("[name=position]")).to_have_value("116.330000, 39.950000")
    save(staff)
    assert stored(place) == (39.95, 116.33)


def test_swapped_numbers_are_swapped_on_request(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.fill("[name=position]", SWAPPED)
    expect(staff.locator("[data-question]")).to_be_visible()
    staff.click("[data-swap]")
    expect(staff.locator("[name=position]")).to_have_value("116.339179, 39.958040")
    expect(staff.locator("[data-question]")).to_be_hidden()


def test_a_position_outside_the_city_needs_a_yes(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.fill("[name=position]", SHANGHAI)
    expect(staff.locator("[data-question]")).to_contain_text("北京市")
    save(staff)
    expect(staff.locator(".errornote")).to_be_visible()
    staff.check("[name=position_answer]")
    save(staff)
    latitude, _longitude = stored(place)
    assert latitude == pytest.approx(31.23, abs=0.01)


def test_nonsense_is_answered_at_once(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.fill("[name=position]", "nan, nan")
    expect(staff.locator("[data-message]")).to_be_visible()
    expect(staff.locator(".point-marker")).to_have_count(0)


def test_dragging_the_marker_writes_the_text(staff: Page, place: Place) -> None:
    form_of(staff, place)
    before = staff.input_value("[name=position]")
    box = staff.locator(".point-marker").bounding_box()
    assert box
    x, y = box["x"] + 18, box["y"] + 20
    staff.mouse.move(x, y)
    staff.mouse.down()
    staff.mouse.move(x + 40, y + 30, steps=5)
    staff.mouse.up()
    expect(staff.locator("[name=position]")).not_to_have_value(before)
    save(staff)
    assert stored(place) != (39.95, 116.33)


def test_tapping_the_map_moves_the_marker_and_back(staff: Page, place: Place) -> None:
    form_of(staff, place)
    before = staff.input_value("[name=position]")
    staff.locator("[data-map]").click(position={"x": 60, "y": 60})
    expect(staff.locator("[name=position]")).not_to_have_value(before)
    staff.click("[data-back]")
    expect(staff.locator("[name=position]")).to_have_value(before)
    save(staff)
    assert stored(place) == (39.95, 116.33)


@pytest.mark.parametrize(("key", "metres"), [("ArrowUp", 2), ("Shift+ArrowUp", 20)])
def test_arrow_keys_move_the_marker(staff: Page, place: Place, key: str, metres: int) -> None:
    form_of(staff, place)
    staff.locator(".point-marker").focus()
    staff.keyboard.press(key)
    expect(staff.locator("[data-back]")).to_be_visible()
    save(staff)
    latitude, longitude = stored(place)
    assert latitude == pytest.approx(39.95 + metres / 111_195, abs=1e-6)
    assert longitude == pytest.approx(116.33, abs=1e-6)


def test_places_close_by_are_listed(staff: Page, place: Place) -> None:
    make_place(name="隔壁驿站", organization=place.organization, latitude=39.9505, longitude=116.33)
    form_of(staff, place)
    near = staff.locator("[data-near] li")
    expect(near).to_have_count(1)
    expect(near).to_contain_text("隔壁驿站")
    expect(near).to_contain_text("56 米")


def test_a_new_place_is_put_on_the_map(staff: Page, union: Organization) -> None:
    make_category()
    staff.goto("/admin/network/place/add/")
    staff.fill("[name=name]", "新驿站")
    staff.select_option("[name=category]", index=1)
    staff.check("[name=status][value=published]")
    staff.locator("[data-map]").click(position={"x": 100, "y": 100})
    expect(staff.locator("[name=position]")).not_to_have_value("")
    save(staff)
    expect(staff.locator(".messagelist a[href^='/places/']")).to_be_visible()


def test_choosing_a_street_by_typing(staff: Page, place: Place) -> None:
    street = make_subdistrict()
    form_of(staff, place)
    staff.click(".field-subdistrict .select2-selection")
    staff.fill(".select2-search__field", "海淀")
    staff.click(".select2-results__option:has-text('海淀区 海淀街道')")
    save(staff)
    place.refresh_from_db()
    assert place.subdistrict == street


def test_the_calendar_opens(staff: Page, place: Place) -> None:
    form_of(staff, place)
    staff.click(".field-verified_on .datetimeshortcuts a:last-child")
    staff.click(".calendarbox:visible .calendar td a >> nth=0")
    expect(staff.locator("[name=verified_on]")).to_have_value(re.compile(r"^\d{4}/\d{2}/\d{2}$"))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_screen_is_wider_than_the_page(staff: Page, place: Place) -> None:
    make_amenity("water")
    place.amenities.set([make_amenity("water")])
    screens = ["", "network/place/", "network/change/", "network/category/", "network/user/"]
    screens += [f"network/place/{place.pk}/{view}/" for view in ("change", "history", "delete")]
    for screen in screens:
        staff.goto(f"/admin/{screen}")
        width = staff.evaluate("document.documentElement.scrollWidth")
        assert width <= staff.evaluate("window.innerWidth"), screen


@pytest.mark.parametrize("size", ["phone"])
def test_filters_fold_away_on_a_phone(staff: Page, place: Place) -> None:
    staff.goto("/admin/network/place/")
    expect(staff.locator("#changelist-filter")).to_be_hidden()
    staff.click(".filters-toggle")
    staff.click("#changelist-filter summary:has-text('状态')")
    staff.click("#changelist-filter a:has-text('草稿')")
    expect(staff.locator("#result_list")).to_have_count(0)


def test_the_language_is_switched_in_place(staff: Page, place: Place) -> None:
    staff.goto("/admin/network/place/?status__exact=published")
    staff.click("a.language")
    expect(staff).to_have_url(re.compile(r"/admin/network/place/\?status__exact=published"))
    expect(staff.locator("#content h1")).to_have_text("Places")


def test_what_people_write_is_only_text(staff: Page, place: Place) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    Place.objects.filter(pk=place.pk).update(name=evil, address=evil, hours_text=evil, note=evil)
    make_place(name=evil, organization=place.organization, latitude=39.9501, longitude=116.33)
    staff.on("dialog", lambda dialog: pytest.fail(dialog.message))
    form_of(staff, place)
    staff.locator(".leaflet-overlay-pane path.leaflet-interactive").first.hover(force=True)
    for screen in ("", "network/place/", "network/change/", f"network/place/{place.pk}/history/"):
        staff.goto(f"/admin/{screen}")
    expect(staff.locator("#content")).to_contain_text("onerror")
