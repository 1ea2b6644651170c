"""What the page of one report shows beside the report itself."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from network.admin.display import distance_text
from network.admin.position import in_all_datums
from network.datum import Point
from network.merged import ends, same_place
from network.models import Place, PlaceWarning, Report
from network.reports.page import ICONS

if TYPE_CHECKING:
    from network.querysets import Someone

OTHERS = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """A suggested pin: how far it is from the present one, and its texts to paste."""

    away: str
    texts: list[tuple[str, Any, str]]


def place_now(report: Report, user: Someone) -> Place:
    """The place of the report, or the one that it was merged into if the user may know of it."""
    return ends([report.place_id], user).get(report.place_id, report.place)


def report_page(report: Report, user: Someone) -> dict[str, Any]:
    """Context of the template; others of the same place are those that the user may see."""
    # Late: the publisher loads the admin too, and need not wait for the engine.
    from network.edition import store

    now, places = place_now(report, user), same_place(report.place_id)
    others = Report.objects.visible_to(user).filter(place__in=places).exclude(pk=report.pk)
    return {
        "report": report,
        "icon_name": ICONS[report.kind],
        "photos": list(report.photos.all()),
        "spot": spot_of(report, now),
        "now": now,
        "merged": now.pk != report.place_id,
        "record": now if Place.objects.visible_to(user).filter(pk=now.pk).exists() else None,
        "seen": store.current().detail(now.public_id),
        "others_open": list(others.open()[:OTHERS]),
        "others_settled": list(others.exclude(status="open").select_related("settled_by")[:OTHERS]),
        "warnings": list(PlaceWarning.objects.open(timezone.localdate()).filter(place__in=places)),
    }


def spot_of(report: Report, place: Place) -> Spot | None:
    """The pin that a report suggests, beside that of the place."""
    if report.latitude is None or report.longitude is None:
        return None
    there = Point(report.latitude, report.longitude)
    away = _("the place has no position yet")
    if place.latitude is not None and place.longitude is not None:
        from network.edition.sphere import distance

        metres = distance(*there, place.latitude, place.longitude)
        away = _("%(distance)s from the present pin") % {"distance": distance_text(metres)}
    return Spot(away, in_all_datums(there))
