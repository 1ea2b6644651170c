"""Reporting in Chromium: two taps, a dragged pin, no violation, in both languages and themes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from network.datum import Point
from network.edition import publish, store
from network.edition.sphere import distance
from network.models import Place, PlaceWarning, Report
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.builders import make_organization, make_place, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
EVIL = "</textarea></script><img src=x onerror=alert(1)>"


@pytest.fixture
def size() -> str:
    """A phone in the hand."""
    return "phone"


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Place:
    """A place on the map."""
    settings.REPORT_PHOTOS_DIR = tmp_path / "photos"
    made = make_place(name="门口驿站", latitude=39.95, longitude=116.33)
    publish.publish()
    store.refresh()
    return made


def form_of(page: Page, place: Place) -> None:
    page.goto(f"/places/{place.public_id}/report")


def choose(page: Page, kind: str) -> None:
    page.locator(".wrong", has=page.locator(f"[value={kind}]")).tap()


def send(page: Page) -> None:
    page.locator("[type=submit]").tap()
    page.wait_for_url("**/report/sent")


def violations(page: Page) -> list[Any]:
    """What axe finds; it is put in as a tool, not as a script of the page."""
    page.evaluate(AXE)
    found: list[Any] = page.evaluate("axe.run().then((result) => result.violations)")
    return found


def test_two_taps_are_enough(page: Page, place: Place) -> None:
    form_of(page, place)
    choose(page, "locked")
    send(page)
    expect(page.locator("h1")).to_have_text("收到了，谢谢您")
    report = Report.objects.get()
    assert (report.kind, len(report.device)) == ("locked", 64)


def test_one_browser_is_one_device_and_two_forms_are_two_reports(page: Page, place: Place) -> None:
    for _ in range(2):
        form_of(page, place)
        choose(page, "hours")
        send(page)
    first, second = Report.objects.all()
    assert first.device == second.device
    assert first.key != second.key


def test_the_pin_is_dragged_to_where_the_place_is(page: Page, place: Place) -> None:
    form_of(page, place)
    choose(page, "pin")
    pin = page.locator(".leaflet-marker-icon")
    box = pin.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y - 20, steps=5)
    page.mouse.move(x + 60, y - 40, steps=5)
    page.mouse.up()
    expect(page.locator("#spot-status")).to_have_text("图钉移好了。")
    send(page)
    report = Report.objects.get()
    assert report.latitude is not None
    assert report.longitude is not None
    moved = distance(report.latitude, report.longitude, 39.95, 116.33)
    # 72 pixels at zoom 17, where one is 0.916 m on this latitude.
    assert moved == pytest.approx(66, abs=4)
    assert Point(report.latitude, report.longitude).latitude > 39.95


def test_the_pin_is_moved_by_a_tap_and_by_keys(page: Page, place: Place) -> None:
    form_of(page, place)
    choose(page, "pin")
    pin = page.locator(".leaflet-marker-icon")
    pin.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=lat]")).not_to_have_value("")
    south = float(page.locator("[name=lat]").input_value())
    assert south < 39.95
    page.locator("#map").tap(position={"x": 40, "y": 40})
    expect(page.locator("[name=lat]")).not_to_have_value(f"{south:.6f}")


def test_another_kind_puts_the_map_away(page: Page, place: Place) -> None:
    form_of(page, place)
    choose(page, "pin")
    expect(page.locator("#map.leaflet-container")).to_be_visible()
    choose(page, "other")
    expect(page.locator("#spot")).to_be_hidden()


def test_without_javascript_it_is_the_same(
    chromium: Browser, live_server: LiveServer, place: Place
) -> None:
    visitor = Visitor(chromium, live_server.url)
    page = visitor.blank(java_script_enabled=False)
    form_of(page, place)
    choose(page, "gone")
    page.fill("[name=text]", "拆了")
    send(page)
    visitor.close()
    report = Report.objects.get()
    assert (report.kind, report.text, report.device) == ("gone", "拆了", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_axe_finds_nothing(
    chromium: Browser,
    live_server: LiveServer,
    place: Place,
    locale: str,
    options: dict[str, Any],
    scheme: str,
) -> None:
    visitor = Visitor(chromium, live_server.url)
    page = visitor.blank(locale=locale, color_scheme=scheme, **options)
    form_of(page, place)
    assert violations(page) == []
    page.locator("[value=pin]").check(force=True)
    expect(page.locator("#map.leaflet-container")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/places/{place.public_id}/report/sent?photo=damaged")
    assert violations(page) == []
    visitor.close()


def test_a_reports_words_stay_words_on_every_staff_page(page: Page, place: Place) -> None:
    page.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    for _ in range(2):
        form_of(page, place)
        choose(page, "other")
        page.fill("[name=text]", EVIL)
        page.fill("[name=contact]", EVIL)
        send(page)
    today = timezone.localdate()
    PlaceWarning.objects.create(
        place=place, kind="locked", reported_on=today, until=today + dt.timedelta(days=7)
    )
    make_user("clerk", organization=make_organization(), is_superuser=True)
    page.goto("/admin/")
    page.fill("#id_username", "clerk")
    page.fill("#id_password", "a-password-9137")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto("/admin/network/report/")
    card = page.locator("article")
    expect(card).to_contain_text(EVIL[:40])
    card.locator("li a").first.click()
    expect(page.locator("blockquote").first).to_have_text(EVIL)
    assert violations(page) == []
    page.fill("[name=answer]", EVIL)
    page.click("[name=_dismiss]")
    page.goto("/admin/network/report/?status=dismissed")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("blockquote").last).to_have_text(EVIL)
    page.goto("/admin/network/change/")
    expect(page.locator("#result_list")).to_be_visible()
