"""Reports grouped by place: what people say, beside what the public sees now."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from network import access
from network.admin.report_page import Spot, spot_of
from network.merged import kept_for, led
from network.models import Place, PlaceWarning, Report
from network.reports.answers import ANSWERS
from network.reports.page import ICONS
from network.reports.proposals import ACCESS, PAUSE, Proposal, proposals

if TYPE_CHECKING:
    from network.querysets import Someone


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """One report with what can be made of it."""

    report: Report
    icon: str
    photos: Sequence[Any]
    spot: Spot | None
    offers: Sequence[Proposal]

    @property
    def asks_access(self) -> bool:
        """Whether one has to say who gets in."""
        return any(offer.code == ACCESS for offer in self.offers)

    @property
    def asks_until(self) -> bool:
        """Whether one may say until when it is closed."""
        return any(offer.code == PAUSE for offer in self.offers)


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """A place with its reports; `seen` is what the public sees of it, None for nothing."""

    place: Place
    said: Sequence[Said]
    seen: dict[str, Any] | None
    who: str
    needs: str
    warnings: Sequence[PlaceWarning]
    may_settle: bool


def groups(reports: Iterable[Report], user: Someone) -> list[Group]:
    """The reports by place, in the order in which the places come; a few queries for all."""
    by_place: dict[int, list[Report]] = {}
    for report in led(reports, user):
        by_place.setdefault(report.place_id, []).append(report)
    warnings = _warnings(by_place.keys())
    mine = set(
        Place.objects.decided_by(user).filter(pk__in=by_place.keys()).values_list("pk", flat=True)
    )
    return [
        _group(some, warnings.get(pk, []), may_settle=pk in mine) for pk, some in by_place.items()
    ]


def choices() -> dict[str, Any]:
    """What the cards offer to choose from."""
    return {
        "answers": list(ANSWERS.items()),
        "who_choices": list(access.WHO.items()),
        "needs_choices": list(access.NEEDS.items()),
    }


def _group(reports: list[Report], warnings: list[PlaceWarning], *, may_settle: bool) -> Group:
    # Late: the publisher loads the admin too, and need not wait for the engine.
    from network.edition import store

    place = reports[0].place
    seen = store.current().detail(place.public_id)
    door = (seen or {}).get("access", {})
    return Group(
        place=place,
        said=[_said(report, may_settle=may_settle) for report in reports],
        seen=seen,
        who=_spoken(access.WHO, door.get("who", ())),
        needs=_spoken(access.NEEDS, door.get("needs", ())),
        warnings=warnings,
        may_settle=may_settle,
    )


def _said(report: Report, *, may_settle: bool) -> Said:
    is_open = report.status == "open"
    return Said(
        report=report,
        icon=ICONS[report.kind],
        photos=list(report.photos.all()),
        spot=spot_of(report, report.place),
        offers=proposals(report) if may_settle and is_open else (),
    )


def _spoken(names: dict[str, Any], codes: Iterable[str]) -> str:
    return "、".join(str(names.get(code, code)) for code in codes)


def _warnings(places: Iterable[int]) -> dict[int, list[PlaceWarning]]:
    """Those of the places and of what was merged into them."""
    keys = list(places)
    of_these = Q(place__in=keys) | Q(place__replaced_by__in=keys)
    warnings = list(PlaceWarning.objects.open(timezone.localdate()).filter(of_these))
    kept = kept_for(warning.place_id for warning in warnings)
    found: dict[int, list[PlaceWarning]] = {}
    for warning in warnings:
        found.setdefault(kept[warning.place_id], []).append(warning)
    return found
