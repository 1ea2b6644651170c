"""Directories: every place by district, street and category, as plain pages that print."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from network.edition import store
from network.edition.edition import AREAS, Edition
from network.pages.http import public_page
from network.pages.presenters import row, title

PAGE: Final = 100
AROUND: Final = 2
ROUTES: Final = {"district": "district", "street": "street", "category": "category"}


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A directory one can open, and how many places it lists."""

    name: str
    url: str
    count: int


@public_page
def districts(request: HttpRequest) -> HttpResponse:
    """All districts, and all kinds."""
    edition = store.current()
    context = {
        "heading": _("All places by district"),
        "entries": _entries(edition, "district", edition.reference["districts"]),
        "others": [(_("By kind"), _entries(edition, "category", edition.reference["categories"]))],
    }
    return _render(request, context, edition)


@public_page
def categories(request: HttpRequest) -> HttpResponse:
    """All kinds, and all districts."""
    edition = store.current()
    context = {
        "heading": _("All places by kind"),
        "entries": _entries(edition, "category", edition.reference["categories"]),
        "others": [
            (_("By district"), _entries(edition, "district", edition.reference["districts"]))
        ],
    }
    return _render(request, context, edition)


@public_page
def district(request: HttpRequest, code: str) -> HttpResponse:
    """A district's places, and its streets; raises Http404."""
    edition = store.current()
    streets = [s for s in edition.reference["subdistricts"] if s["district"] == code]
    others = [(_("Streets and townships"), _entries(edition, "street", streets))]
    return _listing(request, edition, "district", code, others=others)


@public_page
def street(request: HttpRequest, code: str) -> HttpResponse:
    """A street's places; raises Http404."""
    edition = store.current()
    known = edition.by_code("subdistricts").get(code)
    above = edition.by_code("districts")[known["district"]] if known else None
    return _listing(request, edition, "street", code, above=above)


@public_page
def category(request: HttpRequest, code: str) -> HttpResponse:
    """A kind's places, district by district; raises Http404."""
    return _listing(request, store.current(), "category", code)


def _listing(
    request: HttpRequest,
    edition: Edition,
    kind: str,
    code: str,
    *,
    above: dict[str, Any] | None = None,
    others: list[tuple[str, list[Entry]]] | None = None,
) -> HttpResponse:
    fields = edition.by_code(AREAS[kind][1]).get(code)
    if fields is None:
        raise Http404
    numbers = edition.rows_in(kind, code)
    pages = max(1, math.ceil(len(numbers) / PAGE))
    page = _page(request, pages)
    shown = numbers[(page - 1) * PAGE : page * PAGE].tolist()
    context = {
        "heading": title(fields),
        "count": len(numbers),
        "rows": [_with_contact(edition, number) for number in shown],
        "start": (page - 1) * PAGE + 1,
        "page": page,
        "pages": list(shown_pages(page, pages)),
        "crumbs": _crumbs(kind, above),
        "others": [(label, entries) for label, entries in others or [] if entries],
        "find_url": _find_url(kind, fields),
    }
    return _render(request, context, edition)


def _page(request: HttpRequest, pages: int) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= pages):
        raise Http404
    return int(text)


def shown_pages(page: int, pages: int) -> Iterator[int | None]:
    """The first and last pages and those around this one; None stands for a gap."""
    around = {1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)}
    last = 0
    for number in sorted(around):
        if number - last > 1:
            yield None
        yield number
        last = number


def _with_contact(edition: Edition, number: int) -> dict[str, Any]:
    """A place with what a printed directory needs beside the row."""
    fields = edition.fields(number)
    return {"row": row(fields, edition), "address": fields["address"], "phone": fields["phone"]}


def _entries(edition: Edition, kind: str, rows: list[dict[str, Any]]) -> list[Entry]:
    return [
        Entry(title(row), reverse(ROUTES[kind], args=[row["code"]]), row["count"])
        for row in rows
        if row["count"]
    ]


def _crumbs(kind: str, above: dict[str, Any] | None) -> list[tuple[str, str]]:
    crumbs = [(_("All places"), reverse("categories" if kind == "category" else "districts"))]
    if above:
        crumbs.append((title(above), reverse("district", args=[above["code"]])))
    return crumbs


def _find_url(kind: str, fields: dict[str, Any]) -> str:
    """The same on the map."""
    return f"/?{kind}={fields['code']}" if kind == "category" or fields["lat"] is not None else ""


def _render(request: HttpRequest, context: dict[str, Any], edition: Edition) -> HttpResponse:
    page = context.get("page", 1)
    canonical = request.build_absolute_uri(request.path) + (f"?page={page}" if page > 1 else "")
    shared = {"edition": edition, "page_url": request.get_full_path(), "canonical": canonical}
    return render(request, "network/directory.html", shared | context)
