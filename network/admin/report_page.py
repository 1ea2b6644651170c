"""What the page of one report shows beside the report itself."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from network.admin.display import distance_text
from network.admin.position import in_all_datums
from network.datum import Point
from network.models import PlaceWarning, Report
from network.reports.page import ICONS

OTHERS = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """A suggested pin: how far it is from the present one, and its texts to paste."""

    away: str
    texts: list[tuple[str, Any, str]]


def report_page(report: Report) -> dict[str, Any]:
    """Context of the template."""
    # Late: the publisher loads the admin too, and need not wait for the engine.
    from network.edition import store

    others = Report.objects.filter(place=report.place_id).exclude(pk=report.pk)
    return {
        "report": report,
        "icon_name": ICONS[report.kind],
        "photos": list(report.photos.all()),
        "spot": spot_of(report),
        "seen": store.current().detail(report.place.public_id),
        "others_open": list(others.open()[:OTHERS]),
        "others_settled": list(others.exclude(status="open").select_related("settled_by")[:OTHERS]),
        "warnings": list(
            PlaceWarning.objects.open(timezone.localdate()).filter(place=report.place_id)
        ),
    }


def spot_of(report: Report) -> Spot | None:
    """The pin that a report suggests."""
    if report.latitude is None or report.longitude is None:
        return None
    there = Point(report.latitude, report.longitude)
    place = report.place
    away = _("the place has no position yet")
    if place.latitude is not None and place.longitude is not None:
        from network.edition.sphere import distance

        metres = distance(*there, place.latitude, place.longitude)
        away = _("%(distance)s from the present pin") % {"distance": distance_text(metres)}
    return Spot(away, in_all_datums(there))
