"""The OpenAPI 3.1 document, generated from the types that the views parse and answer with."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec
from django.conf import settings

from network.api import openapi_reports, types

Json = dict[str, Any]

# path, summary, query type, answer type, methods, other answers
OPERATIONS: Final[tuple[tuple[str, str, type, type, tuple[str, ...], dict[str, type]], ...]] = (
    (
        "/api/v1/nearest",
        "The nearest places to a position. POST keeps the position out of URLs and logs.",
        types.NearestQuery,
        types.NearestAnswer,
        ("get", "post"),
        {},
    ),
    (
        "/api/v1/search",
        "Places by name, other name, area, address, pinyin or initials.",
        types.SearchQuery,
        types.SearchAnswer,
        ("get", "post"),
        {},
    ),
    (
        "/api/v1/suggest",
        "What the letters typed so far may mean: areas, kinds, things, places.",
        types.SuggestQuery,
        types.SuggestAnswer,
        ("get", "post"),
        {},
    ),
    (
        "/api/v1/places/{id}",
        "One place.",
        types.PlaceQuery,
        types.PlaceAnswer,
        ("get",),
        {"404": types.ErrorAnswer},
    ),
    (
        "/tiles/{edition}/{z}/{x}/{y}.json",
        "Clusters and places of a Web-Mercator tile; never changes, but for `open=now`.",
        types.FilterQuery,
        types.TileAnswer,
        ("get",),
        {"410": types.GoneAnswer},
    ),
    (
        "/api/v1/categories",
        "The codes that filters take.",
        types.NoQuery,
        types.CategoriesAnswer,
        ("get",),
        {},
    ),
    (
        "/api/v1/edition",
        "The published state that answers come from.",
        types.NoQuery,
        types.EditionAnswer,
        ("get",),
        {},
    ),
    ("/healthz", "Whether the process runs.", types.NoQuery, types.HealthAnswer, ("get",), {}),
    (
        "/readyz",
        "Whether the process can answer.",
        types.NoQuery,
        types.ReadyAnswer,
        ("get",),
        {"503": types.ReadyAnswer},
    ),
)
PATH_PARAMETERS: Final[dict[str, Json]] = {
    "id": {"type": "string", "description": "Public id of the place."},
    "edition": {"type": "integer", "minimum": 0, "description": "Number of the edition."},
    "z": {"type": "integer", "minimum": 0, "maximum": 22},
    "x": {"type": "integer", "minimum": 0},
    "y": {"type": "integer", "minimum": 0},
}
REF: Final = "#/components/schemas/{name}"


@cache
def document() -> bytes:
    """The document as JSON."""
    schemas, components = msgspec.json.schema_components(_all_types(), ref_template=REF)
    by_type = dict(zip(_all_types(), schemas, strict=True))
    paths = {operation[0]: _path(*operation, by_type, components) for operation in OPERATIONS}
    paths[openapi_reports.PATH] = openapi_reports.report_path()
    components |= openapi_reports.report_schemas()
    network = settings.NETWORK
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": network.name_en,
                "version": "1",
                "description": "Positions are in degrees. No position is stored or logged.",
                "license": {"name": network.data_licence, "url": network.data_licence_url},
            },
            "paths": paths,
            "components": {"schemas": components},
        }
    )


def _all_types() -> list[type]:
    found: dict[type, None] = {types.ErrorAnswer: None}
    for operation in OPERATIONS:
        _, _, query, answer, _, others = operation
        found |= dict.fromkeys((query, answer, *others.values()))
    return list(found)


def _path(
    path: str,
    summary: str,
    query: type,
    answer: type,
    methods: tuple[str, ...],
    others: dict[str, type],
    by_type: dict[type, Json],
    components: Json,
) -> Json:
    responses = {
        "200": _content("The answer.", by_type[answer]),
        "400": _content("What is wrong with the request.", by_type[types.ErrorAnswer]),
        **{status: _content("See the body.", by_type[kind]) for status, kind in others.items()},
    }
    common = {"summary": summary, "responses": responses}
    operations: Json = {
        "get": common | {"parameters": _parameters(path, query, by_type, components)}
    }
    if "post" in methods:
        body = {"required": True, "content": {"application/json": {"schema": by_type[query]}}}
        too_large = {"413": _content("The body is too large.", by_type[types.ErrorAnswer])}
        operations["post"] = common | {"requestBody": body, "responses": responses | too_large}
    return operations


def _parameters(path: str, query: type, by_type: dict[type, Json], components: Json) -> list[Json]:
    schema = components[by_type[query]["$ref"].rsplit("/", 1)[1]]
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": kind}
        for name, kind in PATH_PARAMETERS.items()
        if f"{{{name}}}" in path
    ]
    in_query = [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": kind,
            **({"style": "form", "explode": False} if kind.get("type") == "array" else {}),
        }
        for name, kind in schema["properties"].items()
    ]
    return in_path + in_query


def _content(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
