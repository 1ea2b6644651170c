"""The way to a place in the map apps that people use, each in its own datum.

Amap, Tencent and, within China, Apple and Google draw their streets in GCJ-02; Baidu in
BD-09; `geo:` (RFC 5870) is WGS-84. Outside China the conversions change nothing.
"""

from __future__ import annotations

import dataclasses
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from network import datum

APP = "service-network"  # by which Baidu and Tencent want to know who asks


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """One app: its code, its name, where its link leads."""

    code: str
    name: str
    url: str


def ways(name: str, lat: float, lon: float) -> list[Way]:
    """All apps, the one most used in China first."""
    gcj = datum.from_wgs84(lat, lon, datum="gcj02")
    there = f"{gcj.latitude:.6f},{gcj.longitude:.6f}"
    return [
        Way("amap", _("Amap"), amap(name, lat, lon)),
        Way("baidu", _("Baidu Maps"), _baidu(name, lat, lon)),
        Way("tencent", _("Tencent Maps"), _tencent(name, there)),
        Way("apple", _("Apple Maps"), _apple(name, there)),
        Way("google", _("Google Maps"), _google(there)),
        Way("geo", _("another map app"), _geo(name, lat, lon)),
    ]


def amap(name: str, lat: float, lon: float) -> str:
    """Amap's walking directions (lbs.amap.com/api/uri-api)."""
    there = datum.from_wgs84(lat, lon, datum="gcj02")
    label = quote(name, safe="!'()*")  # what the scripts' encodeURIComponent leaves alone
    return (
        f"https://uri.amap.com/navigation?to={there.longitude:.6f},{there.latitude:.6f},{label}"
        "&mode=walk&coordinate=gaode"
    )


def _baidu(name: str, lat: float, lon: float) -> str:
    """Baidu's marker (lbsyun.baidu.com, URI API, web)."""
    there = datum.from_wgs84(lat, lon, datum="bd09")
    return "https://api.map.baidu.com/marker?" + urlencode(
        {
            "location": f"{there.latitude:.6f},{there.longitude:.6f}",
            "title": name,
            "content": name,
            "coord_type": "bd09ll",
            "output": "html",
            "src": f"webapp.{APP}",
        },
        quote_via=quote,
    )


def _tencent(name: str, there: str) -> str:
    """Tencent's route on foot (lbs.qq.com, URI API)."""
    return "https://apis.map.qq.com/uri/v1/routeplan?" + urlencode(
        {
            "type": "walk",
            "fromcoord": "CurrentLocation",
            "to": name,
            "tocoord": there,
            "referer": APP,
        },
        quote_via=quote,
    )


def _apple(name: str, there: str) -> str:
    """Apple's route on foot (developer.apple.com, Map Links)."""
    query = {"daddr": there, "dirflg": "w", "q": name}
    return "https://maps.apple.com/?" + urlencode(query, quote_via=quote)


def _google(there: str) -> str:
    """Google's route on foot (developers.google.com/maps/documentation/urls)."""
    query = {"api": 1, "destination": there, "travelmode": "walking"}
    return "https://www.google.com/maps/dir/?" + urlencode(query, quote_via=quote)


def _geo(name: str, lat: float, lon: float) -> str:
    """RFC 5870, with the label that Android's apps read."""
    there = f"{lat:.6f},{lon:.6f}"
    return f"geo:{there}?q={there}({quote(name, safe='')})"
