"""`POST /api/v1/reports`: the same report as the form's, for what is sent later."""

from __future__ import annotations

import logging
from typing import Final

import msgspec
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils import translation

from network.address import client_address
from network.api.errors import ApiError
from network.api.respond import NEVER, encoded, endpoint, error_response
from network.api.types import ReportAnswer
from network.reports.bodies import before_reading, is_too_large
from network.reports.form import ReportForm
from network.reports.limits import TooManyReports
from network.reports.take import reportable, take
from network.reports.views import refuse_foreign_pages

logger = logging.getLogger(__name__)

MOST_JSON: Final = 16 * 1024
SOON: Final = "60"  # seconds


@endpoint("POST")
def reports(request: HttpRequest) -> HttpResponse:
    """Take a report; the same key is the same report, and gets the same answer."""
    with translation.override("en"):
        try:
            return _taken(request)
        except TooManyReports as error:
            message = f"too many reports within this hour: wait {error.seconds} seconds"
            return _later(ApiError(429, "too_many", message), str(error.seconds))
        except DatabaseError:
            logger.exception("a report could not be stored")
            return _later(ApiError(503, "unavailable", "the report could not be stored"), SOON)


def _taken(request: HttpRequest) -> HttpResponse:
    try:
        refuse_foreign_pages(request)
    except PermissionDenied as error:
        message = "pages of other sites can't send reports"
        raise ApiError(403, "cross_site", message) from error
    values = _values(request)
    form = ReportForm(values)
    is_valid = form.is_valid()
    key = str(form.cleaned_data["key"])
    if form.is_trapped:
        return _received(request, key)
    if not is_valid:
        field, errors = next(iter(form.errors.items()))
        raise ApiError(400, "invalid", f"{field}: {errors[0]}", field=field)
    place = reportable(values.get("place", ""))
    if place is None:
        raise ApiError(404, "not_found", "there is no such place on the map", field="place")
    photos = request.FILES.getlist("photo")
    take(place, form.cleaned_data, photos, client=client_address(request))
    return _received(request, key)


def _received(request: HttpRequest, key: str) -> HttpResponse:
    return encoded(request, ReportAnswer(report=key, status="received"), cache=NEVER)


def _later(error: ApiError, seconds: str) -> HttpResponse:
    response = error_response(error)
    response["Retry-After"] = seconds
    return response


def _values(request: HttpRequest) -> QueryDict | dict[str, str]:
    """The fields of a form, or of a JSON object; raises ApiError."""
    if request.content_type == "application/json":
        return _json(request)
    if is_too_large(request):
        raise ApiError(413, "too_large", "the photos are too large together", field="photo")
    before_reading(request)
    try:
        return request.POST
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise ApiError(400, "invalid_form", "the body is not a form that can be read") from error


def _json(request: HttpRequest) -> dict[str, str]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_JSON:
        raise ApiError(413, "too_large", f"the body may have at most {MOST_JSON} bytes")
    try:
        values = msgspec.json.decode(request.body, type=dict[str, str | float | None])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        message = "the body must be a JSON object in UTF-8, or a form"
        raise ApiError(400, "invalid_json", message) from error
    return {name: str(value) for name, value in values.items() if value is not None}
