"""The description of `POST /api/v1/reports`, whose body is a form with files."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from network.api.types import ErrorAnswer, ReportAnswer
from network.models import ReportKind
from network.models.reports import CONTACT_LENGTH, TEXT_LENGTH

Json = dict[str, Any]

PATH: Final = "/api/v1/reports"
SUMMARY: Final = "Report a problem with a place. A form with files, or JSON without photos."
FIELDS: Final[Json] = {
    "place": {"type": "string", "description": "Public id of the place."},
    "kind": {"type": "string", "enum": list(ReportKind.values)},
    "text": {"type": "string", "maxLength": TEXT_LENGTH},
    "contact": {"type": "string", "maxLength": CONTACT_LENGTH},
    "lat": {"type": "number", "minimum": -90, "maximum": 90, "description": "With `pin`, WGS-84."},
    "lon": {"type": "number", "minimum": -180, "maximum": 180},
    "key": {
        "type": "string",
        "format": "uuid",
        "description": "Chosen by the sender; what is sent again under it is one report.",
    },
    "device": {"type": "string", "description": "A random number that the device keeps."},
    "written": {
        "type": "integer",
        "description": (
            "When it was written, where it waited for a network: milliseconds since 1970. What is"
            " to come, or older than 30 days, is taken for none."
        ),
    },
}
PHOTO: Final[Json] = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "description": "At most three JPEG, PNG or WebP files of 10 MB; others are left out.",
}
ERRORS: Final = {
    "400": "What is wrong with the report.",
    "403": "Sent by a page of another site.",
    "404": "There is no such place.",
    "413": "The body is too large.",
    "429": "Too many reports; see Retry-After.",
    "503": "It could not be stored; see Retry-After.",
}


def report_schemas() -> Json:
    """The schemas that the path refers to."""
    types = (ReportAnswer, ErrorAnswer)
    return msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")[1]


def report_path() -> Json:
    """The path's operations."""
    required = ["place", "kind"]
    plain = {"type": "object", "properties": FIELDS, "required": required}
    form = {"type": "object", "properties": FIELDS | {"photo": PHOTO}, "required": required}
    content = {
        "multipart/form-data": {"schema": form},
        "application/json": {"schema": plain},
    }
    answers = {status: _answer(words, "ErrorAnswer") for status, words in ERRORS.items()}
    return {
        "post": {
            "summary": SUMMARY,
            "requestBody": {"required": True, "content": content},
            "responses": {"200": _answer("It has arrived.", "ReportAnswer")} | answers,
        }
    }


def _answer(description: str, name: str) -> Json:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
