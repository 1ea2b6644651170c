"""Sidebar filters of the place list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.admin.display import STALE_AFTER
from network.boundaries import outside
from network.models import Organization, Place
from network.querysets import PlaceQuerySet


class PositionFilter(admin.SimpleListFilter):
    """Places with or without a position."""

    title = _("position")
    parameter_name = "position"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Two choices."""
        return [("yes", _("with a position")), ("no", _("without a position"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        """Latitude and longitude are set together, so one tells."""
        if self.value() in ("yes", "no"):
            return queryset.filter(latitude__isnull=self.value() == "no")
        return queryset


class GroundFilter(admin.SimpleListFilter):
    """Places that lie outside the district of their record, where boundaries are loaded."""

    title = _("ground")
    parameter_name = "ground"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One choice."""
        return [("outside", _("outside its district"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        """Without boundaries none is found, and it is said why."""
        if self.value() != "outside":
            return queryset
        if outside.are_loaded():
            places: PlaceQuerySet[Place] = queryset  # type: ignore[assignment]  # of Place.objects
            return outside.outside_district(places)
        text = gettext(
            "No boundaries are loaded, so nobody can tell which places lie outside their"
            " district. Whoever runs the site loads them with manage.py import_boundaries."
        )
        messages.warning(request, text, fail_silently=True)
        return queryset.none()


class VerifiedFilter(admin.SimpleListFilter):
    """How long ago a human confirmed the record."""

    title = _("last verified")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Due is what nobody has confirmed within half a year."""
        return [
            ("fresh", _("within 180 days")),
            ("due", _("longer ago, or never")),
            ("never", _("never")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        """Compared with the network's own day."""
        oldest = timezone.localdate() - STALE_AFTER
        conditions = {
            "fresh": Q(verified_on__gte=oldest),
            "due": Q(verified_on__lt=oldest) | Q(verified_on__isnull=True),
            "never": Q(verified_on__isnull=True),
        }
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class OwnerFilter(admin.SimpleListFilter):
    """A body with all below it: the user's own, and those one step further down."""

    title = _("owner")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Bodies of the user's rights only."""
        return list(self._choices(request))

    def _choices(self, request: HttpRequest) -> Iterator[tuple[str, str]]:
        bodies = Organization.objects.visible_to(request.user)
        top = bodies.order_by("path").first()
        if top is None:
            return
        shown = bodies.filter(Q(pk=top.pk) | Q(parent=top.pk)).order_by("path")
        yield from ((body.code, str(body)) for body in shown)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        """An unknown or foreign code finds nothing."""
        if not self.value():
            return queryset
        mine = Organization.objects.visible_to(request.user)
        body = mine.filter(code=self.value()).first()
        if body is None:
            return queryset.none()
        return queryset.filter(organization__path__startswith=body.path)
