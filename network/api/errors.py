"""What can be wrong with a request, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec


class ApiError(Exception):
    """An answer with a status of 400 or more."""

    def __init__(
        self, status: int, code: str, message: str, *, field: str | None = None, **more: Any
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field, self.more = (
            status,
            code,
            message,
            field,
            more,
        )


_PATH: Final = re.compile(r" - at `\$\.(\w+)")
_QUOTED: Final = re.compile(r"field `(\w+)`")
_OWN: Final = re.compile(r"^(\w+): (.+)")
_LIMITS: Final = {
    "lat": "lat must be a number of degrees from -90 to 90",
    "lon": "lon must be a number of degrees from -180 to 180",
    "limit": "limit must be a whole number from 1 to 50",
    "within": "within must be a number of metres above 0 and at most 20100000",
    "datum": "datum must be wgs84, gcj02 or bd09",
    "q": "q must be text of 1 to 100 characters",
}


def from_validation(error: Exception, values: Mapping[str, Any]) -> ApiError:
    """A 400 that names the field and what it takes, from the parser's complaint."""
    text = str(error)
    if found := _QUOTED.search(text):
        field = found[1]
        if "missing" in text:
            return ApiError(400, "missing", f"{field} is missing", field=field)
        return ApiError(400, "unknown_field", f"there is no field {field}", field=field)
    if found := _PATH.search(text):
        field = found[1]
        if field == "lat" and _swapped(values):
            message = f"{_LIMITS['lat']}: are lat and lon swapped?"
            return ApiError(400, "swapped", message, field=field)
        message = _LIMITS.get(field, f"{field} must be a list of codes")
        return ApiError(400, "invalid", message, field=field)
    if found := _OWN.match(text):
        return ApiError(400, "invalid", text, field=found[1])
    return ApiError(400, "invalid_json", "the body must be a JSON object in UTF-8")


def unknown_code(field: str, code: str) -> ApiError:
    """A 400 for a code that this edition does not have."""
    shown = code if code.isprintable() else repr(code)
    return ApiError(
        400,
        "unknown_code",
        f"{field}: there is no code {shown!r}; /api/v1/categories lists them",
        field=field,
    )


def _swapped(values: Mapping[str, Any]) -> bool:
    """Whether the values would be a position the other way round."""
    try:
        lat, lon = float(values["lat"]), float(values["lon"])
    except (KeyError, TypeError, ValueError):
        return False
    return 90 < abs(lat) <= 180 and abs(lon) <= 90


ValidationErrors = (msgspec.ValidationError, msgspec.DecodeError, ValueError)
