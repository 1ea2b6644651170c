"""What the page of an imported file shows: how it was read, and its rows."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.admin.display import badge
from network.admin.import_forms import DATUMS, ReadingForm
from network.exchange.report import LABELS, Line, Report, field_label
from network.models import Import

PER_PAGE: Final = 50
OUTCOME_STATES: Final = {
    "created": "create",
    "draft": "draft",
    "updated": "update",
    "unchanged": "closed",
    "rejected": "delete",
}


def reading_form(batch: Import, data: Any = None) -> ReadingForm:
    """The datum and the columns, to be corrected."""
    return ReadingForm(batch.report.get("columns", []), data, initial={"datum": batch.datum})


def file_page(batch: Import, request: HttpRequest, form: ReadingForm) -> dict[str, Any]:
    """Context of the template."""
    report = Report.from_json(batch.report)
    shown = request.GET.get("show", "")
    lines = [line for line in report.lines if _is_shown(line, shown)]
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
    return {
        "form": form,
        "guess": batch.report.get("guess"),
        "datum_label": dict(DATUMS).get(batch.datum, batch.datum),
        "tabs": _tabs(report),
        "shown": shown,
        "remarks": report.remarks,
        "page": page,
        "lines": [_told(line) for line in page.object_list],
    }


def _is_shown(line: Line, shown: str) -> bool:
    return not shown or line.outcome == shown or (shown == "flagged" and bool(line.problems))


def _tabs(report: Report) -> list[tuple[str, str, int]]:
    """Value of the filter, label, number of rows; what no row has is left out."""
    everything = ("", _("all rows"), len(report.lines))
    named = [(name, str(LABELS[name]), report.counts.get(name, 0)) for name in LABELS]
    return [everything, *(tab for tab in named if tab[2])]


def _told(line: Line) -> dict[str, Any]:
    """A row in words."""
    remarks = [(field_label(field), text) for field, text in line.remarks()]
    return {
        "row": line.row,
        "state": badge(OUTCOME_STATES[line.outcome], str(LABELS[line.outcome])),
        "name": line.name,
        "remarks": remarks,
    }
