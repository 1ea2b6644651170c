"""The form by which anyone reports a problem, and the page that says thank you."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from network.address import client_address
from network.edition import store
from network.pages.http import public_page
from network.reports.bodies import before_reading, is_too_large
from network.reports.form import ReportForm
from network.reports.limits import TooManyReports
from network.reports.page import form_page, sent_page
from network.reports.photos import REFUSALS
from network.reports.take import reportable, take

logger = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    """To be fetched with GET, whatever was sent here."""

    status_code = 303


# CSRF tokens guard what a browser's cookies authorise. Here nothing is: no cookie is read,
# no session kept, and whoever reports is nobody. (Under our no-referrer policy browsers send
# `Origin: null`, which Django's check would refuse anyway.) What is left, a foreign page
# that lets its visitors send reports, is told by Sec-Fetch-Site and refused below.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The empty form, or what was sent with it."""
    edition = store.current()
    detail = edition.detail(public_id)
    if detail is None and request.method == "POST":  # the form was opened before a merge
        detail = edition.detail(edition.successor(public_id))
    if detail is None:
        return redirect("place", public_id)  # which tells what became of it
    response = _answer(request, detail) if request.method == "POST" else _form(request, detail)
    # Each form holds a key of its own, so none may be shared or kept.
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


@public_page
def sent(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happens next; photos that were left out are named by their reasons."""
    edition = store.current()
    detail = edition.detail(public_id)
    if detail is None:
        return redirect("place", public_id)
    reasons = [REFUSALS[reason] for reason in request.GET.getlist("photo") if reason in REFUSALS]
    return render(request, "network/report_sent.html", sent_page(detail, edition, reasons))


def refuse_foreign_pages(request: HttpRequest) -> None:
    """Raise PermissionDenied where the browser says that another site's page sends this."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied


def _answer(request: HttpRequest, detail: dict[str, Any]) -> HttpResponse:
    refuse_foreign_pages(request)
    if is_too_large(request):
        too_large = _("The photos are too large together. Send fewer, or smaller ones.")
        return _form(request, detail, problem=too_large, status=413)
    form: ReportForm | None = None
    try:
        before_reading(request)
        form = ReportForm(request.POST)
        if form.is_trapped:
            return _thank(detail["id"], ())
        if not form.is_valid():
            return _form(request, detail, form=form, status=400)
        return _taken(request, detail, form)
    except TooManyReports as error:
        problem = _(
            "Many reports have come from your connection within this hour. "
            "Please try again in %(minutes)d minutes."
        ) % {"minutes": error.minutes}
        response = _form(request, detail, form=form, problem=problem, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    except DatabaseError:
        logger.exception("a report could not be stored")
        problem = _("Your report could not be taken just now. Please try again in a few minutes.")
        return _form(request, detail, form=form, problem=problem, status=503)


def _taken(request: HttpRequest, detail: dict[str, Any], form: ReportForm) -> HttpResponse:
    place = reportable(detail["id"])
    if place is None:  # closed a moment ago
        return redirect("place", detail["id"])
    receipt = take(
        place,
        form.cleaned_data,
        request.FILES.getlist("photo"),
        client=client_address(request),
    )
    return _thank(place.public_id, receipt.refused)


def _thank(public_id: str, refused: tuple[str, ...]) -> HttpResponse:
    """Away from the form, so that a reload sends nothing again."""
    query = urlencode([("photo", reason) for reason in refused])
    url = reverse("report-sent", args=[public_id])
    return SeeOther(f"{url}?{query}" if query else url)


def _form(
    request: HttpRequest,
    detail: dict[str, Any],
    *,
    form: ReportForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = form_page(detail, store.current(), form=form, problem=problem)
    return render(request, "network/report.html", context, status=status)
