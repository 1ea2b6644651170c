"""A place's page in Chromium: copy, share, the likely map app, axe, and hostile texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from network.edition import publish, store
from network.models import Place
from tests.browser.conftest import DESKTOP, PHONE, Visitor, axe
from tests.builders import make_amenity, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AGENTS = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)": "https://maps.apple.com/",
    "Mozilla/5.0 (Linux; Android 14)": "geo:",
    "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0": "https://apis.map.qq.com/",
    "Mozilla/5.0 (X11; Linux x86_64)": "https://uri.amap.com/",
}
HOSTILE = "\"'><img src=x onerror=alert(1)></script><script>alert(1)</script>{{7*7}}"


@pytest.fixture
def visitor(live_server: LiveServer, chromium: Browser) -> Iterator[Visitor]:
    """Opens pages of a server inside the test; fails on any complaint."""
    visitor = Visitor(chromium, live_server.url)
    yield visitor
    visitor.close()


@pytest.fixture
def place(db: None) -> Place:
    """A published place with all that a page can show."""
    make_amenity("water", name="饮水", name_en="Water", icon="water")
    place = make_place(
        name="望京驿站",
        address="望京西路50号",
        phone="82469318-864",
        hours="Mo-Fr 09:00-17:00; PH off",
        amenities=["water"],
        access_who="everyone",
        access_needs="scan",
    )
    make_place(name="隔壁驿站", hours="24/7", latitude=place.latitude, longitude=place.longitude)
    publish.publish()
    store.refresh()
    return place


def test_the_address_is_copied(visitor: Visitor, place: Place) -> None:
    page = visitor.blank(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/places/{place.public_id}")
    page.click("[data-copy]")
    expect(page.locator("#status")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "望京西路50号"


def test_without_a_share_sheet_the_link_is_copied(visitor: Visitor, place: Place) -> None:
    page = visitor.blank(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"/places/{place.public_id}")
    page.click("#share")
    expect(page.locator("#share")).to_have_text("链接已复制")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/places/{place.public_id}")


@pytest.mark.parametrize(("agent", "address"), AGENTS.items())
def test_the_likely_map_app_comes_first(
    visitor: Visitor, place: Place, agent: str, address: str
) -> None:
    page = visitor(f"/places/{place.public_id}", user_agent=agent)
    for link in (page.locator("#go"), page.locator("#ways a").first):
        assert str(link.get_attribute("href")).startswith(address)
    expect(page.locator("#ways a")).to_have_count(6)


def test_all_of_it_by_keyboard(visitor: Visitor, place: Place) -> None:
    page = visitor(f"/places/{place.public_id}", **DESKTOP)
    reached = []
    for _step in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    for words in ("去这里", "分享", "用别的地图去", "82469318-864", "这里不对？告诉我们"):
        assert any(words in text for text in reached), words


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_axe_finds_nothing(
    visitor: Visitor, place: Place, scheme: Any, screen: dict[str, Any], locale: str
) -> None:
    options = {**screen, "locale": locale, "color_scheme": scheme}
    page = visitor(f"/places/{place.public_id}", **options)
    page.click(".ways summary")
    assert axe(page) == []


@pytest.fixture
def hostile(db: None) -> Place:
    """A place whose every text tries to become a script."""
    texts = ("name", "name_en", "alias", "address_note", "phone", "hours_text", "services_text")
    place = make_place(
        **dict.fromkeys(texts, HOSTILE[:60]),
        address=HOSTILE,
        entrance=HOSTILE,
        floor="<b>1</b>",
        source=HOSTILE,
    )
    make_place(name=HOSTILE, latitude=place.latitude, longitude=place.longitude)
    publish.publish()
    store.refresh()
    return place


def no_dialog(page: Page) -> Callable[[], list[str]]:
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    return lambda: seen


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_hostile_texts_stay_texts(visitor: Visitor, hostile: Place, locale: str) -> None:
    page = visitor.blank(locale=locale)
    dialogs = no_dialog(page)
    listed = "/categories/warm_heart_station/"
    for path in (f"/places/{hostile.public_id}", listed, "/?q=img", "/"):
        page.goto(path)
        expect(page.locator("h1")).not_to_be_empty()
        expect(page.locator("img[src=x]")).to_have_count(0)
    assert dialogs() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_axe_finds_nothing_on_the_other_pages(
    visitor: Visitor, place: Place, scheme: Any, screen: dict[str, Any], locale: str
) -> None:
    visitor.expected.append("404")
    page = visitor.blank(**{**screen, "locale": locale, "color_scheme": scheme})
    for path in ("/about", "/districts/", "/categories/warm_heart_station/", "/places/nothing"):
        page.goto(path)
        assert axe(page) == [], path
