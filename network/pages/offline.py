"""What a device needs to go on without a network: worker, packs, shells, and how to install."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from network.edition import packs, store
from network.edition.pack import is_index
from network.pages.find import FindQuery, Found
from network.pages.findpage import find_page, script_config
from network.pages.http import program_version, public_page
from network.reports.page import form_page

FOREVER: Final = "public, max-age=31536000, immutable"
RETRY_SECONDS: Final = 5
WORKER: Final = "network/js/worker.js"
# Kept by the worker: all that our pages are made of, and the pages for a time without network.
KEPT: Final = ("network/js/", "network/css/", "network/icons.svg", "network/favicon.svg")
LEAFLET: Final = ("leaflet/leaflet.js", "leaflet/leaflet.css", "leaflet/leaflet_django.css")
SHELLS: Final = ("/offline/", *(f"/offline/{name}" for name in ("find", "place", "report", "kept")))
ICONS: Final = (("192", "any"), ("512", "any"), ("512", "maskable"))


@require_safe
def pack(request: HttpRequest, number: int, code: str = "") -> HttpResponse:
    """The pack of an edition or of a district in it; never changes under the edition's number."""
    edition = store.numbered(number)
    if edition is None or not edition.number:
        return _refused(410, "this edition is no longer kept")
    try:
        data = packs.read(Path(settings.EDITIONS_DIR), edition, code)
    except packs.Busy:
        response = _refused(503, "it is being made")
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    if data is None:
        return _refused(404, "there is no such pack")
    response = _encoded(request, data)
    response["Cache-Control"] = FOREVER
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Pack"] = "index" if is_index(edition.count, code) else "places"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(why, status=status, headers={"Cache-Control": "no-store"})


def _encoded(request: HttpRequest, data: bytes) -> HttpResponse:
    """The pack as it lies on disk, or as the client can read it."""
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
    if encoding != "br":
        data = brotli.decompress(data)
    if encoding == "gzip":
        data = gzip.compress(data, 5, mtime=0)
    headers = {"Content-Encoding": encoding} if encoding else {}
    return HttpResponse(data, content_type="application/json", headers=headers)


@require_safe
@gzip_page
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker; a release changes its first line, so browsers fetch it anew."""
    response = HttpResponse(_worker(program_version()), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker(version: str) -> str:
    release = {"version": version, "files": _files(), "shells": SHELLS}
    with staticfiles_storage.open(staticfiles_storage.stored_name(WORKER)) as file:  # type: ignore[attr-defined]  # of the manifest storage
        return f"const RELEASE = {json.dumps(release)};\n{file.read().decode()}"


def _files() -> list[str]:
    """The addresses of everything to keep."""
    names = staticfiles_storage.hashed_files  # type: ignore[attr-defined]  # of the manifest storage
    kept = (name for name in sorted(names) if name.startswith(KEPT) or name in LEAFLET)
    return [static(name) for name in kept if name != WORKER and not name.endswith("/types.js")]


@public_page
def find_shell(request: HttpRequest) -> HttpResponse:
    """The find page without an answer: the device gives it."""
    edition = store.current()
    nothing = Found(places=[], left_out=0)
    context = find_page(FindQuery.from_query(QueryDict(), edition), nothing, edition)
    context["config"] |= {"offline": True}
    return _shell(request, "network/find.html", context)


@public_page
def place_shell(request: HttpRequest) -> HttpResponse:
    """A place's page without a place: the device fills it in."""
    edition = store.current()
    context = {"edition": edition, "config": script_config(edition) | {"offline": True}}
    return _shell(request, "network/offline_place.html", context)


@public_page
def report_shell(request: HttpRequest) -> HttpResponse:
    """The report's form without a place: the device makes it that of the address."""
    edition, network = store.current(), settings.NETWORK
    nowhere = {
        "id": "offline",
        "name": "",
        "category": "",
        "organization": {"name": "", "name_en": ""},
        "lat": network.latitude,
        "lon": network.longitude,
    }
    context = form_page(nowhere, edition, form=None, problem="")
    config = script_config(edition)
    messages = config["messages"] | context["config"]["messages"]
    context["config"] = config | context["config"] | {"messages": messages, "offline": True}
    return _shell(request, "network/report.html", context | {"offline": True})


@public_page
def offline(request: HttpRequest) -> HttpResponse:
    """What is said where nothing else can be."""
    return _shell(request, "network/offline.html", {})


@public_page
def kept(request: HttpRequest) -> HttpResponse:
    """A report waits on the device."""
    return _shell(request, "network/offline_kept.html", {})


def _shell(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def manifest(_request: HttpRequest) -> HttpResponse:
    """How to install it on a phone's home screen."""
    network, lang = settings.NETWORK, get_language()
    end = "_en" if lang == "en" else ""
    icons = [
        {
            "src": static(f"network/app/{purpose}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ICONS
    ]
    answer = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": getattr(network, f"name{end}"),
        "short_name": getattr(network, f"title{end}"),
        "lang": "en" if lang == "en" else "zh-Hans",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    return JsonResponse(answer, content_type="application/manifest+json")
