"""The find page in Chromium, as a cheap phone on a slow network sees it.

390 by 844 pixels, the processor slowed four times, 1.6 Mbit/s and 150 ms for each request, both
by Chromium's own throttling. The base map's tiles are blocked: they are not ours.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from bench.site import Site
from bench.table import runs, show

ROUNDS: Final = 5
CHROMIUM: Final = "/usr/bin/chromium"
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
)
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "geolocation": {"latitude": 39.9966, "longitude": 116.4705, "accuracy": 20},
    "permissions": ["geolocation"],
}
NETWORK: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
SLOWER: Final = 4
SOON: Final = 60_000  # milliseconds: later than that it failed
# Runs before the page's own scripts: notes when the list and the map were painted.
PROBE: Final = """(() => {
    const seen = (window.seen = { list: 0, map: 0, shift: 0, shifts: [], task: 0, redrawn: 0 });
    const painted = (name) => requestAnimationFrame(() => setTimeout(() => {
        seen[name] ||= performance.now();
    }));
    new MutationObserver((changes) => {
        if (document.body?.dataset.from === "device") painted("list");
        const marker = ".leaflet-marker-pane :is(.pin, .ring-marker)";
        if (!seen.map && document.querySelector(marker)) painted("map");
        if (changes.some(({ target }) => target.matches?.(".leaflet-marker-pane"))) {
            requestAnimationFrame(() => setTimeout(() => (seen.redrawn = performance.now())));
        }
    }).observe(document, { attributes: true, childList: true, subtree: true });
    new PerformanceObserver((entries) => {
        for (const entry of entries.getEntries()) {
            if (entry.hadRecentInput) continue;
            seen.shift += entry.value;
            for (const { node } of entry.sources) seen.shifts.push(node?.outerHTML?.slice(0, 80));
        }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((entries) => {
        for (const { duration } of entries.getEntries()) seen.task = Math.max(seen.task, duration);
    }).observe({ type: "longtask", buffered: true });
    addEventListener("pointerup", () => (seen.released = performance.now()), true);
})()"""
BYTES: Final = """() => {
    const entries = ["navigation", "resource"].flatMap((t) => performance.getEntriesByType(t));
    const own = entries.filter(({ name }) => name.startsWith(location.origin));
    const view = own.filter(({ name }) => !name.includes("/pack/"));
    const sum = (list, field) => list.reduce((total, entry) => total + entry[field], 0);
    const early = view.filter(({ responseEnd }) => responseEnd <= seen.list);
    const scripts = view.filter(({ name }) => name.includes("/static/network/js/"));
    return {
        ...seen,
        before: sum(early, "transferSize"),
        view: sum(view, "transferSize"),
        scripts: sum(scripts, "encodedBodySize"),
        requests: early.length,
    };
}"""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Visit:
    """What one visit measured: milliseconds, bytes."""

    list: float
    map: float
    task: float
    shift: float
    before: float
    view: float
    scripts: float


def measure(site: Site) -> None:
    """Print the table."""
    first, again, offline, redrawn = [], [], [], []
    with site.served(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        for _ in range(ROUNDS):
            with _phone(browser) as context:
                page = _open(context)
                first.append(_visit(page, site.url))
                redrawn.append(_pan(page))
                _settle(page)
                page.close()
                again.append(_list(_open(context), site.url))
                offline.append(_list(_open(context, offline=True), site.url))
        browser.close()
    _show(site, first, again, offline, redrawn)


def _show(
    site: Site, first: list[Visit], again: list[float], offline: list[float], redrawn: list[float]
) -> None:
    def each(name: str, scale: float = 1.0) -> list[float]:
        return [getattr(visit, name) / scale for visit in first]

    show(
        f"Find page in Chromium, {site.count:,} places, 4× slower, 1.6 Mbit/s, 150 ms",
        ("what", "result", "at most"),
        [
            (
                "navigation to first nearest list, cold, s",
                runs(each("list", 1000), "{:.2f}"),
                "1.8",
            ),
            ("the same, second visit, s", runs([t / 1000 for t in again], "{:.2f}"), "0.8"),
            ("the same, offline, s", runs([t / 1000 for t in offline], "{:.2f}"), "0.8"),
            ("map with markers, cold, s", runs(each("map", 1000), "{:.2f}"), "3"),
            ("bytes before the first list, KB", runs(each("before", 1000), "{:.1f}"), "60"),
            ("bytes of the first view, KB", runs(each("view", 1000), "{:.1f}"), "150"),
            (
                "own scripts of the page, compressed, KB",
                runs(each("scripts", 1000), "{:.1f}"),
                "20",
            ),
            (
                "all own scripts, compressed, KB",
                runs([_all_scripts(site.folder) / 1000], "{:.1f}"),
                "30",
            ),
            ("longest task, ms", runs(each("task")), "200"),
            ("layout shift", runs(each("shift"), "{:.3f}"), "0.02"),
            ("pan to redrawn markers, cached tiles, ms", runs(redrawn), "150"),
        ],
    )


@contextmanager
def _phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(SOON)
    try:
        yield context
    finally:
        context.close()


def _open(context: BrowserContext, *, offline: bool = False) -> Page:
    """A page that is as slow as the phone."""
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setBlockedURLs", {"urls": ["*tile.openstreetmap.org*"]})
    client.send("Network.emulateNetworkConditions", NETWORK | {"offline": offline})
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(PROBE)
    return page


def _visit(page: Page, url: str) -> Visit:
    page.goto(url, wait_until="commit")
    _until(page, "seen.list && seen.map")
    page.wait_for_timeout(1500)  # what still comes in belongs to the first view
    seen = page.evaluate(BYTES)
    return Visit(**{f.name: seen[f.name] for f in dataclasses.fields(Visit)})


def _list(page: Page, url: str) -> float:
    """Milliseconds to the first nearest list; infinite if none comes."""
    try:
        page.goto(url, wait_until="commit")
        _until(page, "seen.list", most=20)
    except Error:  # offline without a worker
        return float("inf")
    seconds: float = page.evaluate("seen.list")
    page.wait_for_timeout(500)
    page.close()
    return seconds


def _pan(page: Page) -> float:
    """Milliseconds from the finger's leaving to the last marker, over tiles seen before."""
    took = 0.0
    for direction in (-1, 1, -1):
        page.mouse.move(200, 260)
        page.mouse.down()
        for step in range(1, 7):
            page.mouse.move(200 + direction * step * 25, 260)
        page.wait_for_timeout(400)  # a finger at rest throws nothing
        page.evaluate("seen.redrawn = 0")
        page.mouse.up()
        page.wait_for_timeout(1200)
        took = page.evaluate("seen.redrawn ? seen.redrawn - seen.released : 0")
    return took


def _settle(page: Page) -> None:
    """Wait until the worker and the pack are kept for the next visits."""
    _until(page, "navigator.serviceWorker.getRegistration().then((r) => Boolean(r?.active))")
    page.wait_for_timeout(8000)


def _until(page: Page, expression: str, *, most: float = SOON / 1000) -> None:
    """Wait for something to be true; the pages forbid the eval that Playwright waits with."""
    end = time.monotonic() + most
    while not _is_true(page, expression):
        if time.monotonic() > end:
            raise Error(f"never true: {expression}")
        page.wait_for_timeout(50)


def _is_true(page: Page, expression: str) -> bool:
    try:
        return bool(page.evaluate(expression))
    except Error:  # the document is just being replaced
        return False


def _all_scripts(folder: Path) -> int:
    """Bytes of every script of ours as browsers get it; the admin's are not the public's."""
    static = folder / "static"
    names = json.loads((static / "staticfiles.json").read_text())["paths"]
    total = 0
    for name, served in names.items():
        if not (name.startswith("network/js/") and name.endswith(".js")):
            continue
        if name.endswith("types.js"):  # shapes for readers, never fetched
            continue
        sizes = [static / f"{served}{end}" for end in (".br", ".gz", "")]
        total += min(path.stat().st_size for path in sizes if path.exists())
    return total
