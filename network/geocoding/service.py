"""Which address search the settings name, and what each needs."""

from __future__ import annotations

import dataclasses
import math
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from network.conf import DatumName

LONGEST_TIMEOUT: Final = 30.0  # seconds; a worker thread waits for it


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A vendor with its address, datum and manners; the key is never shown, nor logged.

    `timeout` and `pause`, which is kept between two requests of all processes together, are
    seconds.
    """

    name: str
    url: str
    datum: DatumName
    needs_key: bool = True
    key: str = dataclasses.field(default="", repr=False)
    timeout: float = 5.0
    pause: float = 0.2


KNOWN: Final = {
    # CGCS2000, which agrees with WGS-84 within centimetres.
    "tianditu": Service(name="tianditu", url="https://api.tianditu.gov.cn", datum="wgs84"),
    "amap": Service(name="amap", url="https://restapi.amap.com", datum="gcj02", pause=0.4),
    # The public server asks for at most one request a second.
    "nominatim": Service(
        name="nominatim",
        url="https://nominatim.openstreetmap.org",
        datum="wgs84",
        needs_key=False,
        pause=1.0,
    ),
}


def service(
    name: str, *, key: str = "", url: str = "", timeout: str = "", pause: str = ""
) -> Service | None:
    """The service of this name, None for ""; ImproperlyConfigured says what is missing."""
    if not name:
        return None
    if name not in KNOWN:
        raise ImproperlyConfigured(f"GEOCODER must be one of {', '.join(KNOWN)}, not {name!r}.")
    known = KNOWN[name]
    if known.needs_key and not key:
        raise ImproperlyConfigured(f"GEOCODER={name} needs its key in GEOCODER_KEY.")
    return dataclasses.replace(
        known,
        key=key,
        url=_url(url or known.url),
        timeout=_seconds("GEOCODER_TIMEOUT", timeout, known.timeout),
        pause=_seconds("GEOCODER_PAUSE", pause, known.pause),
    )


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
        raise ImproperlyConfigured("GEOCODER_URL must be the http(s) address of the service.")
    return text.rstrip("/")


def _seconds(name: str, text: str, usual: float) -> float:
    if not text:
        return usual
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= LONGEST_TIMEOUT or (name == "GEOCODER_TIMEOUT" and not value):
        raise ImproperlyConfigured(f"{name} must be seconds up to {LONGEST_TIMEOUT:g}: {text!r}.")
    return value
