"""Base maps by name, each with its datum."""

from __future__ import annotations

import dataclasses
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from network.conf import DatumName


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BaseMap:
    """A tile template in Leaflet's form, its datum and the sub-domains it uses."""

    url: str
    attribution: str
    datum: DatumName = "wgs84"
    subdomains: str = "abc"

    @property
    def hosts(self) -> list[str]:
        """Origins the tiles come from, for the content security policy."""
        parts = urlsplit(self.url)
        names = [parts.netloc.replace("{s}", s) for s in self.subdomains]
        return sorted({f"{parts.scheme}://{name}" for name in names})


KNOWN: Final = {
    "osm": BaseMap(
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        attribution='© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
    ),
    "tianditu": BaseMap(
        url="https://t{s}.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk={key}",
        attribution='<a href="https://www.tianditu.gov.cn">天地图</a>',
        subdomains="01234567",
    ),
    "amap": BaseMap(
        url="https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}",
        attribution="© 高德地图",
        datum="gcj02",
        subdomains="1234",
    ),
}


def base_map(name: str, *, key: str, url: str, attribution: str, datum: str) -> BaseMap:
    """The base map that the settings name; ImproperlyConfigured says what is missing."""
    if url:
        return _own_template(url, attribution, _datum(datum))
    if name not in KNOWN:
        raise ImproperlyConfigured(f"BASE_MAP must be one of {', '.join(KNOWN)}, not {name!r}.")
    if "{key}" in KNOWN[name].url and not key:
        raise ImproperlyConfigured(f"BASE_MAP={name} needs its key in BASE_MAP_KEY.")
    return dataclasses.replace(KNOWN[name], url=KNOWN[name].url.replace("{key}", key))


def _own_template(url: str, attribution: str, datum: DatumName) -> BaseMap:
    if not url.startswith(("https://", "http://")) or not all(p in url for p in ("{x}", "{z}")):
        raise ImproperlyConfigured("BASE_MAP_URL must be an http(s) template with {z}, {x}, {y}.")
    return BaseMap(url=url, attribution=attribution, datum=datum)


def _datum(name: str) -> DatumName:
    if name == "wgs84":
        return "wgs84"
    if name == "gcj02":
        return "gcj02"
    raise ImproperlyConfigured(f"BASE_MAP_DATUM must be wgs84 or gcj02, not {name!r}.")
