"""Requests become checked types here, once."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec
from django.http import HttpRequest, QueryDict

from network.api.errors import ApiError, ValidationErrors, from_validation

Q = TypeVar("Q", bound=msgspec.Struct)

MOST_BODY: Final = 4096
LISTS: Final = frozenset({"category", "amenity", "service", "access"})


def parse(request: HttpRequest, kind: type[Q]) -> Q:
    """The request's query string, or its JSON body when posted, as `kind`; raises ApiError."""
    if request.method == "POST":
        return _parse_body(request, kind)
    return parse_query(request.GET, kind)


def parse_query(query: QueryDict, kind: type[Q]) -> Q:
    """Parameters as `kind`; lists are comma-separated or repeated."""
    values: dict[str, Any] = {}
    for name in query:
        given = query.getlist(name)
        if name in LISTS:
            values[name] = [code for text in given for code in text.split(",") if code]
        elif len(given) > 1:
            raise ApiError(400, "invalid", f"{name} is given more than once", field=name)
        else:
            values[name] = given[0]
    try:
        return msgspec.convert(values, kind, strict=False)
    except ValidationErrors as error:
        raise from_validation(error, values) from error


def _parse_body(request: HttpRequest, kind: type[Q]) -> Q:
    body = _read(request)
    try:
        return msgspec.json.decode(body, type=kind)
    except ValidationErrors as error:
        raise from_validation(error, _loosely(body)) from error


def _read(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY:
        raise ApiError(413, "too_large", f"the body may have at most {MOST_BODY} bytes")
    body = request.read(MOST_BODY + 1)
    if len(body) > MOST_BODY:
        raise ApiError(413, "too_large", f"the body may have at most {MOST_BODY} bytes")
    return body


def _loosely(body: bytes) -> dict[str, Any]:
    """The body's values, to explain what is wrong with them; empty if it has none."""
    try:
        values = msgspec.json.decode(body)
    except ValidationErrors:
        return {}
    return values if isinstance(values, dict) else {}
