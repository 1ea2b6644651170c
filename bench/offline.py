"""The offline pack: its bytes, its cost to a publish, and how fast a slow phone answers from it."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import Any, Final

from playwright.sync_api import sync_playwright

from bench.front import ARGUMENTS, CHROMIUM, SLOWER
from bench.site import Site
from bench.table import runs, show

ROUNDS: Final = 5
BUDGET: Final = "450 KB"
# In the page: milliseconds to open the pack, and of each kind of question (median and longest).
ASK: Final = """async (edition) => {
  const took = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const words = ["望京", "nxyz", "东街", "zhang"];
  const text = await (await fetch(`/pack/${edition}.json`)).text();
  const { createEngine } = await import("/static/network/js/device/near.js");
  let pack, engine;
  const parse = await took(() => { pack = JSON.parse(text); });
  const open = await took(() => {
    engine = createEngine({ edition, packs: [pack], missing: [], timeZone: "Asia/Shanghai" });
  });
  const index = [];
  let more = true;
  while (more) index.push(await took(() => { more = engine.prepare(); }));
  const spot = (n) => ({ lat: 39.7 + (n % 40) / 100, lon: 116.1 + (n % 50) / 100, limit: 20 });
  const each = async (ask) => {
    const times = [];
    for (let n = 0; n < 60; n += 1) times.push(await took(() => ask(n)));
    times.sort((a, b) => a - b);
    return times[30];
  };
  return {
    parse, open, index: Math.max(...index),
    nearest: await each((n) => engine.nearest(spot(n))),
    filtered: await each((n) => engine.nearest({ ...spot(n), amenity: ["toilet"], open: "now" })),
    search: await each((n) => engine.search({ q: words[n % 4], ...spot(n) })),
  };
}"""


def measure(site: Site) -> None:
    """Print the table."""
    with site.served():
        edition = _edition(site)
        size, served = _fetch(site, f"/pack/{edition}.json")
        answers = _in_chromium(site, edition)
    made = _make(site)
    rows = [
        ("pack, Brotli, bytes", f"{size:,}", BUDGET),
        ("served in, s", f"{served:.3f}", "–"),
        ("making it after a publish, s", runs(made, "{:.2f}"), "–"),
    ]
    for key, name, target in (
        ("parse", "read the JSON, ms", "–"),
        ("open", "open it, ms", "–"),
        ("index", "longest step of making search ready, ms", "–"),
        ("nearest", "nearest 20, ms", "20"),
        ("filtered", "nearest 20, open now with toilet, ms", "20"),
        ("search", "search, ms", "–"),
    ):
        rows.append((name, runs([answer[key] for answer in answers], "{:.1f}"), target))
    show(
        f"Offline, {site.count:,} places, answers in Chromium with {SLOWER}× CPU slow-down",
        ("what", "result", "target"),
        rows,
    )


def _in_chromium(site: Site, edition: int) -> list[dict[str, float]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        found = []
        for _ in range(ROUNDS):
            page = browser.new_page()
            page.goto(f"{site.url}/offline/")
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            found.append(page.evaluate(ASK, edition))
            page.close()
        browser.close()
    return found


def _make(site: Site) -> list[float]:
    """Seconds to make and compress the pack of the newest edition."""
    from network.edition import layout, pack, packs
    from network.edition.edition import Edition

    folder = site.folder / "editions"
    number = layout.numbers(folder)[-1]
    edition = Edition(folder, layout.read_manifest(folder, number))
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        pack.compressed(pack.whole(packs.parts_of(folder, edition)), packs.BEST)
        taken.append(time.perf_counter() - start)
    return taken


def _edition(site: Site) -> int:
    number: int = json.loads(_open(site, "/api/v1/edition").read())["edition"]
    return number


def _fetch(site: Site, path: str) -> tuple[int, float]:
    start = time.perf_counter()
    with _open(site, path) as answer:
        return len(answer.read()), time.perf_counter() - start


def _open(site: Site, path: str) -> Any:
    request = urllib.request.Request(f"{site.url}{path}", headers={"Accept-Encoding": "br"})  # noqa: S310  # http
    return urllib.request.urlopen(request, timeout=60)  # noqa: S310  # http
