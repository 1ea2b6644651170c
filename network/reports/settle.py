"""Staff settle reports, which ends the warnings they led to."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from network.merged import same_place
from network.models import Place, PlaceWarning, Report, ReportStatus, User


def settle(reports: Sequence[Report], *, user: User, status: ReportStatus, answer: str = "") -> int:
    """Settle those that are still open; returns how many that were."""
    with transaction.atomic():
        places = {pk for report in reports for pk in same_place(report.place_id)}
        # The same lock as when a report comes in: none slips in between count and end.
        list(Place.objects.select_for_update(no_key=True).filter(pk__in=places).order_by("pk"))
        chosen = Report.objects.open().filter(pk__in=[report.pk for report in reports])
        pairs = set(chosen.order_by().values_list("place", "kind"))
        settled = chosen.update(
            status=status, answer=answer, settled_at=timezone.now(), settled_by=user
        )
        for place, kind in pairs:
            _end_warning(place, kind)
        return settled


def _end_warning(place: int, kind: str) -> None:
    """A warning ends with the last open report that says so, of the places that became one."""
    places = same_place(place)
    if Report.objects.open().filter(place__in=places, kind=kind).exists():
        return
    warnings = PlaceWarning.objects.filter(place__in=places, kind=kind, settled_at=None)
    warnings.update(settled_at=timezone.now())
