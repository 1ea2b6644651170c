"""A soft warning for positions outside their district: said, never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest

from network.admin.widgets import is_key
from network.boundaries.ground import remark
from network.datum import Point
from network.models import District, Place

if TYPE_CHECKING:
    from network.querysets import Someone


def told_district(user: Someone, chosen: str | None, place: str) -> District | None:
    """The district that a form names; one that has no such field means its place's."""
    if chosen is not None:
        return District.objects.filter(pk=chosen).first() if is_key(chosen) else None
    if not is_key(place):
        return None
    mine = Place.objects.visible_to(user).filter(pk=place).select_related("district")
    found = mine.first()
    return found.district if found else None


def warn_outside(request: HttpRequest, place: Place) -> None:
    """Say of a place that was saved where it lies, if that is elsewhere."""
    if place.latitude is None or place.longitude is None:
        return
    if text := remark(place.district, Point(place.latitude, place.longitude)):
        messages.warning(request, text)
