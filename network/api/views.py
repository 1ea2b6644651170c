"""The endpoints: parse, query, respond."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from network import datum
from network.api import types
from network.api.errors import ApiError
from network.api.openapi import document
from network.api.parse import parse, parse_query
from network.api.respond import (
    FOREVER,
    MINUTE,
    NEVER,
    REVALIDATE,
    encoded,
    endpoint,
    json_response,
    revalidated,
)
from network.conf import DatumName
from network.edition import sphere, store
from network.edition.edition import Edition
from network.edition.moment import NOW, now_minute
from network.edition.query import Filters
from network.edition.tiles import MAX_ZOOM


@endpoint("GET", "POST")
def nearest(request: HttpRequest) -> HttpResponse:
    """The nearest places to a position."""
    query = parse(request, types.NearestQuery)
    edition = store.current()
    filters, minute = _asked(query)
    if fresh := revalidated(request, _etag(edition, minute)):
        return fresh
    here = datum.to_wgs84(query.lat, query.lon, datum=query.datum)
    found = edition.nearest_found(*here, limit=query.limit, filters=filters, within=query.within)
    judged = edition.judged(minute)
    parts = [
        b'%b%b,"distance_m":%d}'
        % (_placed(edition, row, query.datum), edition.state(row, judged), metres + 0.5)
        for row, metres in found.hits
    ]
    return _places(request, edition, query, minute, parts, found.left_out)


@endpoint("GET", "POST")
def search(request: HttpRequest) -> HttpResponse:
    """Places by words, from a position if one is given."""
    query = parse(request, types.SearchQuery)
    edition = store.current()
    filters, minute = _asked(query)
    if fresh := revalidated(request, _etag(edition, minute)):
        return fresh
    near = None
    if query.lat is not None and query.lon is not None:
        near = datum.to_wgs84(query.lat, query.lon, datum=query.datum)
    rows, left_out = edition.search_found(query.q, limit=query.limit, near=near, filters=filters)
    judged = edition.judged(minute)
    parts = [
        _placed(edition, row, query.datum)
        + edition.state(row, judged)
        + _distance(edition, row, near)
        for row in rows
    ]
    return _places(request, edition, query, minute, parts, left_out)


@endpoint("GET", "POST")
def suggest(request: HttpRequest) -> HttpResponse:
    """What the letters typed so far may mean."""
    query = parse(request, types.SuggestQuery)
    edition = store.current()
    if fresh := revalidated(request, _etag(edition)):
        return fresh
    near = None if query.lat is None or query.lon is None else (query.lat, query.lon)
    found = edition.suggest(query.q, limit=query.limit, near=near)
    body = msgspec.json.encode({"edition": edition.number, "suggestions": found})
    return json_response(request, body, etag=_etag(edition))


@endpoint("GET")
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that the public sees of one place."""
    query = parse(request, types.PlaceQuery)
    edition = store.current()
    row = edition.row(public_id)
    if row is None:
        raise _missing(edition, public_id)
    minute = now_minute()
    if fresh := revalidated(request, _etag(edition, minute)):
        return fresh
    body = b'{"edition":%d,"datum":"%b","place":%b%b%b}' % (
        edition.number,
        query.datum.encode(),
        _placed(edition, row, query.datum),
        edition.state(row, edition.judged(minute)),
        edition.extra(row),
    )
    return json_response(request, body, etag=_etag(edition, minute))


@endpoint("GET")
def tile(request: HttpRequest, number: str, z: str, x: str, y: str) -> HttpResponse:
    """Clusters and places of one map tile; never changes under its edition's number and minute."""
    query = parse_query(request.GET, types.FilterQuery)
    edition = _numbered(number)
    filters = query.filters()
    found = edition.tile(*_tile_numbers(z, x, y), filters)
    clusters = b",".join(b"[%.6f,%.6f,%d]" % cluster for cluster in found.clusters)
    if filters.open is None:
        places, left_out = b",".join(map(edition.pin, found.rows)), b""
    else:
        judged = edition.judged(filters.open)
        places = b",".join(edition.judged_pin(row, judged) for row in found.rows)
        left_out = _left_out(found.left_out)
    body = b'{"clusters":[%b],"places":[%b]%b}' % (clusters, places, left_out)
    return json_response(request, body, cache=MINUTE if query.open == NOW else FOREVER)


@endpoint("GET")
def categories(request: HttpRequest) -> HttpResponse:
    """The codes that filters take, with their names."""
    parse(request, types.NoQuery)
    edition = store.current()
    if fresh := revalidated(request, _etag(edition)):
        return fresh
    answer = {"edition": edition.number} | {
        kind: edition.reference[kind] for kind in ("categories", "amenities", "services", "access")
    }
    return encoded(request, types.categories_answer(answer), etag=_etag(edition))


@endpoint("GET")
def current_edition(request: HttpRequest) -> HttpResponse:
    """Which edition answers."""
    parse(request, types.NoQuery)
    edition = store.current()
    answer = types.EditionAnswer(
        edition=edition.number,
        made_at=edition.made_at if edition.number else None,
        places=edition.count,
        data_licence=settings.NETWORK.data_licence,
        data_licence_url=settings.NETWORK.data_licence_url,
    )
    return encoded(request, answer, cache=REVALIDATE)


@endpoint("GET")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this interface."""
    return json_response(request, document())


@endpoint("GET")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process runs."""
    return encoded(request, types.HealthAnswer(status="ok"), cache=NEVER)


@endpoint("GET")
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can answer; 503 while nothing is published."""
    edition = store.current()
    age = int((timezone.now() - edition.made_at).total_seconds()) if edition.number else None
    answer = types.ReadyAnswer(
        status="ready" if edition.number else "nothing published",
        edition=edition.number,
        age_s=age,
        places=edition.count,
        database="up" if _database_answers() else "down",
    )
    response = encoded(request, answer, cache=NEVER)
    response.status_code = 200 if edition.number else 503
    return response


@endpoint("GET", "POST")
def not_found(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other path below /api/."""
    raise ApiError(404, "not_found", "there is no such path; see /api/v1/openapi.json")


def _asked(query: types.FilterQuery) -> tuple[Filters, int]:
    """The filters, and the minute in which the answer's places are judged."""
    filters = query.filters()
    return filters, now_minute() if filters.open is None else filters.open


def _etag(edition: Edition, minute: int | None = None) -> str:
    return f'W/"{edition.number}"' if minute is None else f'W/"{edition.number}-{minute}"'


def _placed(edition: Edition, row: int, name: DatumName) -> bytes:
    """A summary without its closing brace, its coordinates in the datum asked for."""
    if name == "wgs84":
        return edition.summary(row)
    there = datum.from_wgs84(*edition.position(row), datum=name)
    return b'%b,"lat":%.6f,"lon":%.6f' % (edition.unplaced(row), *there)


def _places(
    request: HttpRequest,
    edition: Edition,
    query: types.NearestQuery | types.SearchQuery,
    minute: int,
    parts: list[bytes],
    left_out: int,
) -> HttpResponse:
    body = b'{"edition":%d,"datum":"%b","places":[%b]%b}' % (
        edition.number,
        query.datum.encode(),
        b",".join(parts),
        b"" if query.open is None else _left_out(left_out),
    )
    if request.method == "POST":
        return json_response(request, body, cache=NEVER)
    cache = MINUTE if query.open == NOW else REVALIDATE
    return json_response(request, body, cache=cache, etag=_etag(edition, minute))


def _left_out(count: int) -> bytes:
    return b',"unknown_left_out":%d' % count


def _distance(edition: Edition, row: int, near: datum.Point | None) -> bytes:
    if near is None:
        return b"}"
    return b',"distance_m":%d}' % round(sphere.distance(*near, *edition.position(row)))


def _missing(edition: Edition, public_id: str) -> ApiError:
    former = edition.former(public_id)
    if former is None:
        return ApiError(404, "not_found", "there is no place with this id", field="id")
    if former["replaced_by"]:
        message = f"this place was replaced by {former['replaced_by']}"
        return ApiError(404, "replaced", message, field="id", replaced_by=former["replaced_by"])
    return ApiError(404, "closed", "this place is closed for good", field="id")


def _numbered(number: str) -> Edition:
    if not number.isdecimal() or len(number) > 15:
        raise ApiError(400, "bad_tile", "the edition must be a whole number", field="edition")
    edition = store.numbered(int(number))
    if edition is None:
        current = store.current().number
        message = f"edition {number} is no longer kept; the current one is {current}"
        raise ApiError(410, "gone", message, field="edition", edition=current)
    return edition


def _tile_numbers(z: str, x: str, y: str) -> tuple[int, int, int]:
    for field, text in (("z", z), ("x", x), ("y", y)):
        if not (text.isascii() and text.isdecimal() and len(text) <= 8):
            raise ApiError(400, "bad_tile", f"{field} must be a whole number", field=field)
    zoom, column, line = int(z), int(x), int(y)
    if zoom > MAX_ZOOM:
        raise ApiError(400, "bad_tile", f"z must be from 0 to {MAX_ZOOM}", field="z")
    for field, value in (("x", column), ("y", line)):
        if value >= 1 << zoom:
            message = f"{field} must be from 0 to {(1 << zoom) - 1} at zoom {zoom}"
            raise ApiError(400, "bad_tile", message, field=field)
    return zoom, column, line


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
