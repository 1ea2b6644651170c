"""A running site and Chromium; no page may complain."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.faults.site import Site

CHROMIUM = "/usr/bin/chromium"
# Under load a page takes its time; what never comes fails all the same.
expect.set_options(timeout=20_000)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic")
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {
    "viewport": {"width": 1280, "height": 800},
    "device_scale_factor": 1,
    "is_mobile": False,
    "has_touch": False,
}
WANGJING = {"latitude": 39.9966, "longitude": 116.4705, "accuracy": 20}
TILES = "tile.openstreetmap.org"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
# Twelve places in Wangjing a walk apart, a crowd in Shunyi, one without anything known.
PLACES = """
near = dict(amenities=["drinking_water", "toilet"], hours_text="每天 9:00-21:00", is_demo=True)
near |= dict(subdistrict=Subdistrict.objects.get(name="望京街道"))
near |= dict(district=near["subdistrict"].district)
shunyi = District.objects.get(code="110113")
for n in range(12):
    hours = "24/7" if n % 3 == 1 else ""
    place = dict(name=f"望京驿站{n}", latitude=39.9966 + n * 0.0012, longitude=116.4705)
    make_place(**place, hours=hours, access_who="everyone", access_needs="scan", **near)
for n in range(40):
    make_place(name=f"顺义驿站{n}", latitude=40.10 + n * 0.0006, longitude=116.66, district=shunyi)
make_place(
    name="东四母婴室", name_en="Dongsi baby room", latitude=39.929, longitude=116.417,
    category=make_category("mother_baby_room"), amenities=["microwave"], phone="010-82469318",
    status="closed_for_now",
)
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with Beijing's reference data and some places."""
    site = Site(tmp_path_factory.mktemp("browser") / "site")
    site.manage("prepare")
    site.python(PLACES)
    site.manage("publish")
    site.start()
    yield site
    site.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        yield browser
        browser.close()


class Visitor:
    """Opens pages of a site and writes down what they complain about."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self.chromium, self.address = chromium, address
        self.problems: list[str] = []
        self.expected: list[str] = []
        self.requests: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(
        self, path: str = "/", *, position: Any = None, background: bool = True, **options: Any
    ) -> Page:
        """Open a path on the phone, or with other context options; `position` is granted."""
        if position:
            options |= {"geolocation": position, "permissions": ["geolocation"]}
        page = self.blank(background=background, **options)
        page.goto(path)
        if options.get("java_script_enabled", True):
            # A machine under load is slow to make links into what scripts make of them.
            page.wait_for_selector("body:not(.find), body[data-ready]", state="attached")
        return page

    def blank(self, *, background: bool = True, **options: Any) -> Page:
        """A page in a context of its own."""
        context = self.chromium.new_context(
            base_url=self.address, **{"locale": "zh-CN", **PHONE, **options}
        )
        self.contexts.append(context)
        context.set_default_timeout(20_000)
        context.route(f"https://{TILES}/**", _answer if background else _refuse)
        page = context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._note_request(request.url))
        return page

    def close(self) -> None:
        """Close all pages; fails on a console error, a CSP violation or a foreign request."""
        for context in self.contexts:
            context.close()
        assert not [p for p in self.problems if not any(e in p for e in self.expected)]

    def _note_console(self, message: Any) -> None:
        if message.type in ("error", "warning") and TILES not in message.location["url"]:
            self.problems.append(f"{message.location['url']}: {message.text}")

    def _note_request(self, url: str) -> None:
        self.requests.append(url)
        if urlsplit(url).netloc not in (urlsplit(self.address).netloc, TILES, ""):
            self.problems.append(f"fetched from elsewhere: {url}")


def sign_in(page: Page, username: str) -> Page:
    """As a member of staff that `make_user` has made."""
    page.goto("/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", "a-password-9137")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def axe(page: Page) -> list[str]:
    """What axe finds wrong, a line each; it is put in as a tool, past the content policy.

    Markers may lie closer than targets should: their positions are essential (WCAG 2.5.8), and
    the list holds the same places. A page that has just been asked for is waited for.
    """
    page.wait_for_load_state()
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # Without reading style sheets ahead: that would put styles of its own into the page.
    run = "async (runOnly) => (await axe.run({ runOnly, preload: false })).violations"
    found = page.evaluate(run, tags)
    return [
        f"{rule['id']}: {node['html'][:150]} {node['failureSummary'][:300]}"
        for rule in found
        for node in rule["nodes"]
        if (rule["id"], "leaflet-marker-icon" in node["html"]) != ("target-size", True)
    ]


def _answer(route: Route) -> None:
    route.fulfill(body=PIXEL, content_type="image/png")


def _refuse(route: Route) -> None:
    route.abort()


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Opens pages of the whole installation."""
    visitor = Visitor(chromium, f"http://127.0.0.1:{site.port}")
    yield visitor
    visitor.close()


@pytest.fixture(scope="session", autouse=True)
def _static_files_as_shipped() -> Iterator[None]:
    """Let WhiteNoise serve the hashed files to `live_server`, not Django's finders."""
    patch = pytest.MonkeyPatch()
    patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda app: app)
    yield
    patch.undo()


@pytest.fixture
def size() -> str:
    """The screen of `page`: desktop or phone."""
    return "desktop"


@pytest.fixture
def page(live_server: LiveServer, chromium: Browser, size: str) -> Iterator[Page]:
    """A page of a server inside the test, which shares its database."""
    visitor = Visitor(chromium, live_server.url)
    yield visitor.blank(**(PHONE if size == "phone" else DESKTOP))
    visitor.close()
