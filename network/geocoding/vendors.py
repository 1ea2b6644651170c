"""The services as geopy's geocoders: Nominatim is geopy's own, Tianditu and Amap are ours.

Each gives at most ten `Location`s in the vendor's own datum and raises geopy's exceptions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from geopy import exc
from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from network.conf import Network
from network.geocoding.service import Service

MOST: Final = 10
Ask = Callable[[str], list[Location]]


class Tianditu(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """The geocoding service of the national map (ds={"keyWord": …}); one position a query."""

    def __init__(self, service: Service) -> None:
        super().__init__(timeout=service.timeout, user_agent=AGENT, adapter_factory=URLLibAdapter)
        self._service = service

    def geocode(self, query: str) -> list[Location]:
        """The position of an address; empty where the service knows none."""
        asked = {"ds": json.dumps({"keyWord": query}, ensure_ascii=False), "tk": self._service.key}
        url = f"{self._service.url}/geocoder?{urlencode(asked)}"
        found: list[Location] = self._call_geocoder(url, self._parse)
        return found

    def _parse(self, answer: Any) -> list[Location]:
        if "code" in answer:
            raise _tianditu_error(answer)
        if str(answer["status"]) not in ("0", "101", "404"):  # 101, 404: nothing found
            raise exc.GeocoderQueryError(str(answer["status"]))
        place = answer.get("location")
        if not place:
            return []
        label = place.get("keyWord") or ""
        return [Location(label, (float(place["lat"]), float(place["lon"])), place)]

    def _geocoder_exception_handler(self, error: Exception) -> None:
        """What is wrong with a key stands in the body of a 400 or 403."""
        try:
            answer = json.loads(getattr(error, "text", None) or "")
        except ValueError:
            return
        if isinstance(answer, dict) and "code" in answer:
            raise _tianditu_error(answer) from error


def _tianditu_error(answer: dict[str, Any]) -> exc.GeocoderServiceError:
    code, words = str(answer["code"]), str(answer.get("msg") or answer.get("message") or "")
    if any(word in words for word in ("上限", "超出", "超过", "频")):
        return exc.GeocoderQuotaExceeded(code)
    if code.startswith("301") or code == "308011":
        return exc.GeocoderAuthenticationFailure(code)
    return exc.GeocoderServiceError(code)


# Web service API, "infocode": what the key may not, and what is too much.
AMAP_KEY: Final = frozenset(
    "10001 10002 10005 10006 10007 10008 10009 10011 10012 10013 10026 10041".split()
)
AMAP_QUOTA: Final = frozenset(
    "10003 10004 10010 10014 10015 10019 10020 10021 10029 10044 10045".split()
)
AMAP_NOTHING: Final = frozenset({"30001", "20800", "20801"})  # the engine knows no such address


class Amap(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """Amap's geocoding web service, version 3; GCJ-02. What is not known is [] there, not ""."""

    def __init__(self, service: Service, *, city: str) -> None:
        super().__init__(timeout=service.timeout, user_agent=AGENT, adapter_factory=URLLibAdapter)
        self._service, self._city = service, city

    def geocode(self, query: str) -> list[Location]:
        """The positions of an address in the city, best first."""
        asked = {"address": query, "city": self._city, "output": "JSON", "key": self._service.key}
        url = f"{self._service.url}/v3/geocode/geo?{urlencode(asked)}"
        found: list[Location] = self._call_geocoder(url, self._parse)
        return found

    def _parse(self, answer: Any) -> list[Location]:
        if str(answer["status"]) == "1":
            return [_amap_location(row) for row in answer["geocodes"][:MOST]]
        code = str(answer["infocode"])
        if code in AMAP_NOTHING:
            return []
        if code in AMAP_KEY:
            raise exc.GeocoderAuthenticationFailure(code)
        if code in AMAP_QUOTA:
            raise exc.GeocoderQuotaExceeded(code)
        raise exc.GeocoderServiceError(code)


def _amap_location(row: dict[str, Any]) -> Location:
    longitude, latitude = map(float, row["location"].split(","))
    return Location(row.get("formatted_address") or "", (latitude, longitude), row)


AGENT: Final = "service-network"


def ask(service: Service, network: Network) -> Ask:
    """What asks the service for addresses of the network's city."""
    if service.name == "tianditu":
        tianditu: Ask = Tianditu(service).geocode
        return lambda text: tianditu(_with_city(text, network))
    if service.name == "amap":
        amap: Ask = Amap(service, city=network.city).geocode
        return lambda text: amap(_with_city(text, network))
    return _nominatim(service, network)


def _with_city(text: str, network: Network) -> str:
    """The services look through the whole country otherwise."""
    return text if text.startswith(network.city[:2]) else f"{network.city}{text}"


def _nominatim(service: Service, network: Network) -> Ask:
    parts = urlsplit(service.url)
    geocoder = Nominatim(
        scheme=parts.scheme,
        domain=f"{parts.netloc}{parts.path}",
        timeout=service.timeout,
        user_agent=f"{AGENT} ({network.operator_en})",
        adapter_factory=URLLibAdapter,
    )
    box = [(network.south, network.west), (network.north, network.east)]

    def asked(text: str) -> list[Location]:
        found = geocoder.geocode(
            text, exactly_one=False, limit=MOST, viewbox=box, bounded=True, language="zh"
        )
        return list(found or ())

    return asked
