"""Sidebar filters of the place list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network import gaps
from network.boundaries import outside
from network.models import Organization, Place, Status
from network.querysets import PlaceQuerySet

# Statuses that are asked for together: in the address, and in words.
ON_MAP: Final = "published,closed_for_now"
KEPT: Final = "draft,published,closed_for_now"


class StatusFilter(admin.ChoicesFieldListFilter):
    """One status, what the public sees, or all that somebody has to keep right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.used_parameters.get("status__in") or [[]]
        self.several = ",".join(chosen[-1])

    def expected_parameters(self) -> list[str | None]:
        """Django's, and several at once."""
        return [*super().expected_parameters(), "status__in"]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Most places have these: said by the others, no database sorts all of an index."""
        if self.several in (KEPT, ON_MAP):
            return queryset.exclude(
                status__in=[one for one in Status.values if one not in self.several.split(",")]
            )
        return super().queryset(request, queryset)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, the statuses, and two sets of them."""
        one, several = "status__exact", "status__in"
        chosen = self.several or (self.lookup_val or [""])[-1]
        sets = (
            (several, ON_MAP, _("on the public map")),
            (several, KEPT, _("not closed for good")),
        )
        yield self._choice(changelist, {}, _("All"), selected=not chosen)
        for name, value, label in (*((one, *choice) for choice in Status.choices), *sets):
            yield self._choice(changelist, {name: value}, label, selected=chosen == value)

    def _choice(self, changelist: Any, new: Any, label: Any, *, selected: bool) -> Any:
        query = changelist.get_query_string(new, remove=self.expected_parameters())
        return {"selected": selected, "query_string": query, "display": label}


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


class ConditionFilter(admin.SimpleListFilter):
    """A filter by conditions on places; a value that there is not is refused."""

    def condition(self, value: str) -> Q | None:
        """The condition of a value; None if there is none."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        """Those for which it holds."""
        value = self.value()
        if value is None:
            return queryset
        condition = self.condition(value)
        if condition is None:
            raise IncorrectLookupParameters(value)
        return queryset.filter(condition)


class VerifiedFilter(ConditionFilter):
    """How long ago a human confirmed the record."""

    title = _("last verified")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Due is what nobody has confirmed within half a year; then the bands, one by one."""
        return [
            ("fresh", _("within 180 days")),
            ("due", _("longer ago, or never")),
            *gaps.BAND_NAMES.items(),
        ]

    def condition(self, value: str) -> Q | None:
        """Compared with the network's own day."""
        today = timezone.localdate()
        if value in ("fresh", "due"):
            return gaps.due(today) if value == "due" else ~gaps.due(today)
        return gaps.verified(value, today) if value in gaps.BAND_NAMES else None


class MissingFilter(ConditionFilter):
    """What the record does not say, or (`has-…`) what it does."""

    title = _("what is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Anything, each part, nothing; the opposite of a part only where it was asked for."""
        choices: list[tuple[str, Any]] = [
            ("any", _("anything")),
            *gaps.PARTS.items(),
            ("nothing", _("nothing: complete")),
        ]
        there = (request.GET.get("missing") or "").removeprefix("has-")
        if request.GET.get("missing") == f"has-{there}" and there in gaps.PARTS:
            choices.append((f"has-{there}", _("said: %(part)s") % {"part": gaps.PARTS[there]}))
        return choices

    def condition(self, value: str) -> Q | None:
        """By the one definition of what is needed."""
        if value in ("any", "nothing"):
            return gaps.incomplete() if value == "any" else ~gaps.incomplete()
        part = value.removeprefix("has-")
        if part not in gaps.PARTS:
            return None
        return gaps.lacks(part) if part == value else ~gaps.lacks(part)


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
        asked = Q(code=request.GET.get("owner", ""))
        shown = bodies.filter(Q(pk=top.pk) | Q(parent=top.pk) | asked).order_by("path")
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
