"""Base maps by name or template, each with its datum and its hosts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from network.basemap import BaseMap, base_map


def make(name: str = "osm", **options: str) -> BaseMap:
    return base_map(name, **({"key": "", "url": "", "attribution": "", "datum": "wgs84"} | options))


def test_osm_is_wgs84_and_amap_is_gcj02() -> None:
    assert make().datum == "wgs84"
    assert make("amap").datum == "gcj02"


def test_hosts_name_every_sub_domain() -> None:
    assert make("amap").hosts == [f"https://webrd0{n}.is.autonavi.com" for n in (1, 2, 3, 4)]


def test_tianditu_takes_its_key() -> None:
    assert "tk=abc" in make("tianditu", key="abc").url


def test_any_template_with_its_datum() -> None:
    own = make(url="https://tiles.example/{z}/{x}/{y}.png", datum="gcj02")
    assert (own.datum, own.hosts) == ("gcj02", ["https://tiles.example"])


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("bing", {}, "BASE_MAP must be one of"),
        ("tianditu", {}, "needs its key"),
        ("osm", {"url": "ftp://x"}, "must be an http"),
        ("osm", {"url": "https://x/{z}/{x}/{y}", "datum": "bd09"}, "wgs84 or gcj02"),
    ],
)
def test_a_wrong_base_map_says_what_is_wrong(
    name: str, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        make(name, **options)
