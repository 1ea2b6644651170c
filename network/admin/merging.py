"""The screen on which two places become one: side by side, field by field, then a preview."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.admin.changes import Line, tell
from network.admin.display import NOTHING, category_mark, distance_text, status_badge
from network.admin.widgets import is_key
from network.edition.sphere import distance
from network.exchange.errors import ExchangeError
from network.exchange.merge import (
    CHOICES,
    UNITED,
    Two,
    combined,
    default,
    differing,
    plan_merge,
    stays_first,
    two_places,
)
from network.models import Change, Place, Report, User
from network.querysets import EDITS, PlaceQuerySet, branch_of

# What is chosen together needs one word for both.
LABELS: Final = {
    "status": gettext_lazy("status"),
    "position": gettext_lazy("position"),
    "area": gettext_lazy("district and street"),
    "hours": gettext_lazy("opening hours"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """One of the two places, as the head of its column."""

    place: Place
    stays: bool
    version: int
    category: SafeString
    status: SafeString
    reports: int


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """What differs: label, a remark, and for each side key of the place, words, whether chosen."""

    name: str
    label: str
    remark: str
    values: tuple[tuple[int, str, bool], ...]


class MergeMixin:
    """For places: choose two in the list, or a pair of likely duplicates, and make them one."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the merging of two."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.merge_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [path("merge/<int:one>/<int:other>/", view, name="network_place_merge"), *urls]

    @admin.action(description=gettext_lazy("Merge two places …"), permissions=["change"])
    def merge_two(self, request: HttpRequest, places: PlaceQuerySet[Place]) -> HttpResponse | None:
        """Exactly two, chosen in the list."""
        keys = list(places.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) == 2:
            return HttpResponseRedirect(reverse("admin:network_place_merge", args=keys))
        screen: Any = self
        text = _("Choose exactly two places to merge.")
        screen.message_user(request, text, messages.ERROR)
        return None

    def merge_view(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        """Choose which stays and what it takes over; then the batch shows what would change."""
        user = request.user
        if branch_of(user, EDITS) is None or not isinstance(user, User):
            raise PermissionDenied
        if not (is_key(str(one)) and is_key(str(other))):
            raise Http404
        screen: Any = self
        try:
            two = two_places(one, other, user=user)
            two = _as_chosen(two, request)
            if request.method != "POST":
                return _page(screen, request, two, chosen_by_default(two))
            others = _taken(two, request)
        except Place.DoesNotExist as error:
            raise Http404 from error
        except ExchangeError as error:
            screen.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:network_place_duplicates"))
        return _plan(screen, request, two, others, user)


def chosen_by_default(two: Two) -> list[str]:
    """The choices in which the other's value is taken unless someone says otherwise."""
    kept, other = two.kept_values, two.other_values
    return [name for name in differing(kept, other) if default(kept, other, name)]


def _as_chosen(two: Two, request: HttpRequest) -> Two:
    """Which of the two stays: as asked for, else what seems best."""
    asked = request.POST.get("stays") or request.GET.get("stays", "")
    keys = {str(two.kept): False, str(two.other): True}
    swapped = keys.get(asked)
    if swapped is None:
        swapped = not stays_first(two.kept_values, two.other_values)
    return Two(two.other, two.kept, two.states) if swapped else two


def _taken(two: Two, request: HttpRequest) -> list[str]:
    """The choices in which the other's value is taken; raises ExchangeError."""
    names = differing(two.kept_values, two.other_values)
    usual = chosen_by_default(two)
    sides = {str(two.kept): False, str(two.other): True}
    taken = []
    for name in names:
        said = request.POST.get(name)
        if said is not None and said not in sides:
            raise ExchangeError(_("One of the values belongs to neither place. Choose again."))
        if name in usual if said is None else sides[said]:
            taken.append(name)
    return taken


def _plan(
    screen: Any, request: HttpRequest, two: Two, others: Sequence[str], user: User
) -> HttpResponse:
    seen = {
        pk: int(text)
        for pk in (two.kept, two.other)
        if is_key(text := request.POST.get(f"version-{pk}", ""))
    }
    try:
        batch = plan_merge(two, others, seen=seen, user=user)
    except ExchangeError as error:
        screen.message_user(request, str(error), messages.ERROR)
        return _page(screen, request, two, others)
    return HttpResponseRedirect(reverse("admin:network_import_change", args=[batch.pk]))


def _page(screen: Any, request: HttpRequest, two: Two, others: Sequence[str]) -> HttpResponse:
    places = Place.objects.select_related("category", "organization").in_bulk([two.kept, two.other])
    sides = sorted((two.kept, two.other))  # the columns stay where they are, whichever is kept
    context = screen.admin_site.each_context(request) | {
        "opts": screen.opts,
        "title": _("Merge two places"),
        "sides": [_side(places[pk], two) for pk in sides],
        "stays": two.kept,
        "fields": _fields(two, sides, others),
        "united": _united(two, others),
    }
    return TemplateResponse(request, "admin/network/place/merge.html", context)


def _side(place: Place, two: Two) -> Side:
    return Side(
        place=place,
        stays=place.pk == two.kept,
        version=two.states[place.pk].version,
        category=category_mark(place.category),
        status=status_badge(place),
        reports=Report.objects.open().filter(place=place.pk).count(),
    )


def _fields(two: Two, sides: Sequence[int], others: Sequence[str]) -> list[Field]:
    """In words, as the history would have it from the left to the right."""
    left, right = (two.states[pk].values for pk in sides)
    names = differing(left, right)
    told = _told(left, right, [CHOICES[name] for name in names])
    found = []
    for name, lines in zip(names, told, strict=True):
        words = [" · ".join(filter(None, said)) for said in _columns(lines)]
        chosen = two.other if name in others else two.kept
        values = tuple(
            (pk, said or NOTHING, pk == chosen) for pk, said in zip(sides, words, strict=True)
        )
        remark = _apart(left, right) if name == "position" else ""
        found.append(Field(name, _label(name), remark, values))
    return found


def _columns(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    return [line.before for line in lines], [line.after for line in lines]


def _told(
    left: Mapping[str, Any], right: Mapping[str, Any], groups: Sequence[Sequence[str]]
) -> list[tuple[Line, ...]]:
    """Lines of each group of columns; all in a few queries."""
    changes = [
        Change(
            model="place",
            object_pk=0,
            before={column: left[column] for column in columns},
            after={column: right[column] for column in columns},
        )
        for columns in groups
    ]
    return [told.lines for told in tell(changes)]


def _label(name: str) -> str:
    field: Any = Place._meta.get_field(name) if name not in LABELS else None
    return capfirst(str(LABELS[name] if field is None else field.verbose_name))


def _apart(left: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """How far two positions lie apart, where both are known."""
    points = [(values["latitude"], values["longitude"]) for values in (left, right)]
    if any(part is None for point in points for part in point):
        return ""
    metres = distance(*points[0], *points[1])
    return _("%(distance)s apart") % {"distance": distance_text(metres)}


def _united(two: Two, others: Sequence[str]) -> list[Line]:
    """What the place that stays will have of what is not chosen but put together."""
    kept, other = two.kept_values, two.other_values
    values = combined(kept, other, others)
    nothing: dict[str, Any] = {
        name: [] if isinstance(values[name], list) else "" for name in UNITED
    }
    lines = _told(nothing, values, [(name,) for name in UNITED if kept[name] or other[name]])
    return [line for some in lines for line in some]
