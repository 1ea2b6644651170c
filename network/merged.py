"""Which places have become one.

A merged place keeps its row, its reports, warnings and history, and names in `replaced_by`
the one that stayed. Nothing is moved over: what belongs to the one that stayed is read
through that name, so that taking a merge back needs no more than the two rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from network.models import Place, Report

if TYPE_CHECKING:
    from network.querysets import Someone


def kept_for(places: Iterable[int]) -> dict[int, int]:
    """For each place the one at the end of its chain of replacements, often itself."""
    asked = set(places)
    leads: dict[int, int] = {}
    following = asked
    while following:
        step = list(
            Place.objects.filter(pk__in=following, replaced_by__isnull=False)
            .order_by()
            .values_list("pk", "replaced_by")
        )
        leads |= {pk: kept for pk, kept in step if kept is not None}
        following = {kept for _pk, kept in step if kept is not None} - leads.keys()
    return {pk: _end(pk, leads) for pk in asked}


def _end(place: int, leads: Mapping[int, int]) -> int:
    """The end of the chain; a circle ends where it was entered."""
    seen = {place}
    while (following := leads.get(place, place)) not in seen:
        seen.add(following)
        place = following
    return place


def merged_into(place: int) -> list[int]:
    """The places that lead to this one, over however many steps, without itself."""
    found = {place}
    step = {place}
    while step:
        before = Place.objects.filter(replaced_by__in=step).order_by()
        step = set(before.values_list("pk", flat=True)) - found
        found |= step
    return sorted(found - {place})


def same_place(place: int) -> list[int]:
    """All that have become one with this place: the one that stayed, and what leads to it."""
    kept = kept_for([place])[place]
    return sorted({place, kept, *merged_into(kept)})


def ends(places: Iterable[int], user: Someone) -> dict[int, Place]:
    """For each merged place the one that stayed, where the user or the public may see it."""
    kept = {asked: pk for asked, pk in kept_for(places).items() if asked != pk}
    known = Place.objects.visible_to(user) | Place.objects.published()
    found = known.select_related("organization").in_bulk(set(kept.values()))
    return {asked: found[pk] for asked, pk in kept.items() if pk in found}


def led(reports: Iterable[Report], user: Someone) -> list[Report]:
    """The reports, each about the place that theirs was merged into; not to be saved."""
    found = list(reports)
    stayed = ends((report.place_id for report in found), user)
    for report in found:
        report.place = stayed.get(report.place_id, report.place)
    return found
