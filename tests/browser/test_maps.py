"""The map modules on their own: datums, base maps, tile numbers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from network import datum
from tests.browser.conftest import DESKTOP, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
POINTS = [(39.9075, 116.3913), (31.2304, 121.4737), (22.5, 114.1), (46.0, 87.6), (51.5, -0.1)]


@pytest.fixture
def page(visit: Visitor) -> Page:
    """A page that has Leaflet."""
    return visit(**DESKTOP)


@pytest.mark.parametrize("name", ["wgs84", "gcj02", "bd09"])
def test_the_scripts_convert_as_the_server_does(page: Page, name: datum.DatumName) -> None:
    there = page.evaluate(
        """async ([points, name]) => {
            const { fromWgs84, toWgs84 } = await import("/static/network/js/datum.js");
            return points.map(([lat, lon]) => {
                const shifted = fromWgs84(lat, lon, name);
                return [shifted, toWgs84(...shifted, name)];
            });
        }""",
        [POINTS, name],
    )
    for point, (shifted, back) in zip(POINTS, there, strict=True):
        assert shifted == pytest.approx(datum.from_wgs84(*point, datum=name), abs=1e-9)
        assert back == pytest.approx(point, abs=1e-7)


def test_markers_sit_right_on_a_shifted_base_map(page: Page) -> None:
    lat, lon = 39.9075, 116.3913
    drawn, there = page.evaluate(
        """async ([lat, lon, config]) => {
            const { createMap } = await import("/static/network/js/basemap.js");
            const element = document.body.appendChild(document.createElement("div"));
            const base = JSON.parse(document.getElementById("config").textContent).map;
            const map = createMap(element, { ...base, datum: "gcj02" });
            const drawn = map.project([lat, lon], 16);
            const there = L.CRS.EPSG3857.latLngToPoint(L.latLng(...config), 16);
            const back = map.unproject(drawn, 16);
            return [[drawn.x, drawn.y, back.lat, back.lng], [there.x, there.y, lat, lon]];
        }""",
        [lat, lon, list(datum.wgs84_to_gcj02(lat, lon))],
    )
    assert drawn == pytest.approx(there, abs=1e-6)


def test_tile_names_cover_the_view(page: Page) -> None:
    names = page.evaluate(
        """async () => {
            const { tileNames } = await import("/static/network/js/map.js");
            const box = { south: 39.9, west: 116.39, north: 39.91, east: 116.4 };
            const world = { south: -90, west: -190, north: 90, east: 190 };
            return [tileNames(box, 12), tileNames(world, 1)];
        }"""
    )
    assert names == [
        ["12/3372/1551", "12/3372/1552"],
        ["1/0/0", "1/0/1", "1/1/0", "1/1/1"],
    ]


COLOURS = """() => {
  const span = document.querySelector(".area-name span");
  const { color, opacity } = getComputedStyle(span);
  const probe = document.body.appendChild(document.createElement("i"));
  const resolved = (name) => {
    probe.style.setProperty("color", `var(${name})`);
    return getComputedStyle(probe).color;
  };
  return { opacity, colours: [color, resolved("--ground"), resolved("--ground-line")] };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_of_districts_can_be_read(visit: Visitor, scheme: str) -> None:
    """Axe is not asked about the map, whose text lies over pictures; this lies over our ground."""
    page = visit("/", background=False, color_scheme=scheme, **DESKTOP)
    expect(page.locator(".is-bare .area-name span").first).to_be_visible()
    found = page.evaluate(COLOURS)
    assert found["opacity"] == "1"
    text, *grounds = map(luminance, found["colours"])
    for ground in grounds:
        high, low = max(text, ground), min(text, ground)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative, by WCAG 2.2, of `rgb(0, 0, 0)`."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
