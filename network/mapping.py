"""What the map modules need to know: base map, datum, centre, texts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


def map_config() -> dict[str, Any]:
    """The config of `createMap` in basemap.js; positions are degrees, WGS-84."""
    network, base_map = settings.NETWORK, settings.BASE_MAP
    leaflet: dict[str, Any] = settings.LEAFLET_CONFIG
    tiles = leaflet["TILES"]
    _label, url, options = tiles[0]
    return {
        "url": url,
        "attribution": options["attribution"],
        "subdomains": base_map.subdomains,
        "datum": base_map.datum,
        "minZoom": leaflet["MIN_ZOOM"],
        "maxZoom": leaflet["MAX_ZOOM"],
        "center": list(leaflet["DEFAULT_CENTER"]),
        "zoom": leaflet["DEFAULT_ZOOM"],
        "bounds": [[network.south, network.west], [network.north, network.east]],
        "messages": {
            "missing": _("The background map did not load. The places are all here."),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
        },
    }
