"""Later visits: answers from the device, without a network, and reports that wait."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, WANGJING, Visitor
from tests.faults.site import Site

pytestmark = pytest.mark.browser

PLACES = """
near = dict(amenities=["drinking_water"], hours="Mo-Su 00:00-24:00; PH off", phone="010-82469318")
for n in range(12):
    make_place(name=f"望京驿站{n}", latitude=39.9966 + n * 0.0012, longitude=116.4705, **near)
make_place(name="<b>站</b>", latitude=39.99, longitude=116.46, amenities=["toilet"], floor="2层",
    access_who="everyone", access_needs="scan", hours="", verified_on="2026-03-09")
"""
ALL = 14  # with the one of the fixtures
KEPT = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const cache = await caches.open("packs");
  return active.state === "activated" && navigator.serviceWorker.controller
    ? (await cache.keys()).map(({ url }) => new URL(url).pathname) : [];
}"""
WAITING = """() => new Promise((done) => {
  const opening = indexedDB.open("outbox", 1);
  opening.onsuccess = () => {
    const counting = opening.result.transaction("reports").objectStore("reports").count();
    counting.onsuccess = () => done(counting.result);
  };
})"""
UNSEEN = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "Failed to load resource",
    "Failed to fetch",
    "preload assets",  # Axe's own: it looks for style sheets
)


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this module's own, as it publishes and takes reports."""
    site = Site(tmp_path_factory.mktemp("offline") / "site")
    site.manage("prepare")
    site.python(PLACES)
    site.manage("publish")
    site.start()
    yield site
    site.close()


@pytest.fixture
def visitor(own_site: Site, chromium: Browser) -> Iterator[Visitor]:
    visitor = Visitor(chromium, f"http://127.0.0.1:{own_site.port}")
    yield visitor
    visitor.close()


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Opening a pack and a worker's work beside the page take their time on a busy machine."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def kept(page: Page) -> Any:
    return page.evaluate(KEPT)


def rested(page: Page, condition: Callable[[], object]) -> None:
    """Wait; the page's own work goes on meanwhile."""
    end = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def second_visit(visitor: Visitor, *, offline: bool = True, **options: Any) -> Page:
    """A page of a visitor who has been here before."""
    page = visitor(position=WANGJING, **options)
    rested(page, lambda: kept(page))
    if offline:
        visitor.expected += UNSEEN
        page.context.set_offline(True)
    return page


def names(page: Page) -> list[str]:
    return page.locator("#list .name").all_inner_texts()


def test_the_nearest_without_a_network(visitor: Visitor) -> None:
    page = second_visit(visitor)
    page.goto("/")
    expect(page.locator("#list .row").first).to_contain_text("望京驿站0")
    expect(page.locator("#heading")).to_have_text("离你最近")
    expect(page.locator("#no-network")).to_contain_text(re.compile(r"数据日期 \d+月\d+日"))
    assert len(names(page)) == ALL


def test_search_and_filters_without_a_network(visitor: Visitor) -> None:
    page = second_visit(visitor)
    page.goto("/?q=wangjingyizhan11")
    expect(page.locator("#list .name")).to_have_text(["望京驿站11"])
    page.goto("/?amenity=toilet")
    expect(page.locator("#list .name")).to_have_text(["<b>站</b>"])
    page.goto("/?open=now&unknown=1")
    expect(page.locator("#list .row")).to_have_count(ALL)


def test_a_place_without_a_network(visitor: Visitor) -> None:
    page = second_visit(visitor)
    page.goto("/?amenity=toilet")
    page.locator("#list .name a").click()
    page.goto(page.locator("#list .name a").get_attribute("href") or "")
    expect(page.locator("h1:visible")).to_have_text("<b>站</b>")
    main = page.locator("main:visible")
    for text in ("时间不详", "扫码开门", "2层", "卫生间", "数据日期", "2026年3月9日核实"):
        expect(main).to_contain_text(text)


def test_a_place_that_is_not_here_says_so(visitor: Visitor) -> None:
    page = second_visit(visitor)
    page.goto("/places/unknown1")
    expect(page.locator("h1:visible")).to_have_text("没有网络")
    page.goto("/robots.txt")
    expect(page.locator("h1:visible")).to_have_text("没有网络")


def test_online_too_the_position_does_not_leave_the_phone(visitor: Visitor) -> None:
    page = second_visit(visitor, offline=False)
    visitor.requests.clear()
    page.goto("/")
    expect(page.locator("#heading")).to_have_text("离你最近")
    expect(page.locator("#list .row").first).to_contain_text("望京驿站0")
    assert not [url for url in visitor.requests if "/api/v1/nearest" in url]
    expect(page.locator("#no-network")).to_be_hidden()


def surroundings(page: Page) -> Any:
    return page.evaluate("async () => Boolean(await caches.match('/pack/near.json'))")


def test_a_later_visit_does_not_wait_for_the_server(visitor: Visitor) -> None:
    page = second_visit(visitor, offline=False)
    rested(page, lambda: surroundings(page))
    visitor.requests.clear()
    visitor.expected += UNSEEN
    page.route("**/*", lambda route: route.abort() if route.request.url.endswith("/") else None)
    page.goto("/")
    expect(page.locator("#list .row").first).to_contain_text("望京驿站0")
    expect(page.locator("#heading")).to_have_text("离你最近")
    assert len(names(page)) == ALL


def test_a_kept_page_learns_of_a_new_edition(visitor: Visitor, own_site: Site) -> None:
    page = second_visit(visitor, offline=False)
    rested(page, lambda: surroundings(page))
    own_site.python('Place.objects.filter(name="望京驿站3").update(name="望京改名3")')
    own_site.manage("publish")
    before = kept(page)
    page.goto("/")
    rested(page, lambda: kept(page) not in ([], before))
    page.goto("/")
    expect(page.locator("#list")).to_contain_text("望京改名3")


def test_a_switch_of_language_holds_on_the_kept_page(visitor: Visitor) -> None:
    page = second_visit(visitor, offline=False)
    rested(page, lambda: surroundings(page))
    page.goto("/")
    page.locator("a[data-language]").first.click()
    expect(page.locator("#heading")).to_have_text("Nearest to you")


def test_past_the_horizon_the_state_is_unknown(visitor: Visitor) -> None:
    page = second_visit(visitor)
    expect(page.locator("#list .state").first).to_have_attribute("data-state", "open")
    page.clock.set_fixed_time(time.time() + 90 * 24 * 3600)
    page.goto("/")
    expect(page.locator("#list .row")).to_have_count(ALL)
    assert set(
        page.locator("#list .state").evaluate_all("all => all.map((e) => e.dataset.state)")
    ) == {"unknown"}


def test_a_new_edition_takes_the_place_of_the_old_one(visitor: Visitor, own_site: Site) -> None:
    page = second_visit(visitor, offline=False)
    before = kept(page)
    own_site.python("make_place(name='新站', latitude=39.9967, longitude=116.4705)")
    own_site.manage("publish")
    rested(page, lambda: own_site.json("/api/v1/edition")["places"] > ALL)
    page.goto("/")
    rested(page, lambda: len(kept(page)) == 1 and kept(page) != before)
    visitor.expected += UNSEEN
    page.context.set_offline(True)
    page.goto("/")
    expect(page.locator("#list .row", has_text="新站")).to_be_visible()


def test_a_report_waits_and_sends_itself(visitor: Visitor, own_site: Site) -> None:
    page = second_visit(visitor)
    page.goto("/?q=wangjingyizhan11")
    page.goto((page.locator("#list .name a").get_attribute("href") or "") + "/report")
    expect(page.locator("main .about")).to_have_text("望京驿站11")
    page.locator("input[value=locked]").check(force=True)
    page.locator("#text").fill("门锁着")
    before = dt.datetime.now(dt.UTC)
    page.locator("button[type=submit]").click()
    expect(page.locator("h1:visible")).to_have_text("已存在手机上")
    after = dt.datetime.now(dt.UTC)
    count = "print(Report.objects.filter(place__name='望京驿站11', text='门锁着').count())"
    assert own_site.python(count).strip() == "0"
    page.context.set_offline(False)
    page.goto("/")
    rested(page, lambda: page.evaluate(WAITING) == 0)
    assert own_site.python(count).strip() == "1"
    moments = "r = Report.objects.get(text='门锁着'); print(r.written_at, r.created_at, sep='|')"
    written, came = map(dt.datetime.fromisoformat, own_site.python(moments).strip().split("|"))
    second = dt.timedelta(seconds=1)
    assert before - second < written < after + second < came + second


def test_what_an_older_release_kept_goes(visitor: Visitor) -> None:
    page = visitor("/offline/")
    page.evaluate("() => caches.open('shell-older')")
    page.goto("/")
    rested(page, lambda: kept(page))
    shells = page.evaluate("async () => (await caches.keys()).filter((n) => n.startsWith('shell'))")
    assert len(shells) == 1
    assert shells != ["shell-older"]


def test_no_pack_for_who_saves_data(visitor: Visitor) -> None:
    page = visitor.blank()
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page.goto("/")
    rested(page, lambda: page.evaluate("() => !!navigator.serviceWorker.controller"))
    page.wait_for_load_state("networkidle")
    assert not [url for url in visitor.requests if "/pack/" in url]


def test_the_language_of_the_kept_pages_follows_the_visitor(visitor: Visitor) -> None:
    page = second_visit(visitor, offline=False)
    page.goto("/language/en?next=/")
    shell = """async () => {
      const [name] = (await caches.keys()).filter((n) => n.startsWith("shell"));
      const page = await (await caches.open(name)).match("/offline/");
      return page?.text() ?? "";
    }"""
    rested(page, lambda: "No connection" in page.evaluate(shell))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_offline_pages_are_accessible(
    visitor: Visitor, screen: dict[str, Any], scheme: str, locale: str
) -> None:
    page = second_visit(visitor, **(screen | {"color_scheme": scheme, "locale": locale}))
    page.goto("/?amenity=toilet")
    place = page.locator("#list .name a").get_attribute("href") or ""
    for path in ("/?amenity=toilet", place, f"{place}/report", "/offline/kept", "/nowhere"):
        page.goto(path)
        expect(page.locator("h1:visible")).not_to_be_empty()
        # The map's own labels are the find page's to test.
        found = Axe().run(page, context={"exclude": [["#map"]]})
        assert found.violations_count == 0, (path, found.generate_report())
