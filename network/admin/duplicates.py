"""The queue of likely duplicates: merge the two, or say that they are two places."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from os.path import commonpath
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.admin.display import category_mark, distance_text, status_badge, verified_badge
from network.admin.widgets import is_key
from network.exchange.pairs import FRESH, Pair, Why, likely_pairs
from network.models import (
    Category,
    DistinctPlaces,
    District,
    Organization,
    Place,
    Report,
    Status,
    User,
)
from network.querysets import EDITS, branch_of
from network.recorder import chunks

PER_PAGE: Final = 25
REASONS: Final = {
    Why.SAME_PLACE: gettext_lazy("same name and address"),
    Why.SAME_NAME: gettext_lazy("same name close by"),
    Why.SAME_SPOT: gettext_lazy("same spot, similar name"),
}

Keys = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Half:
    """One place of a pair; of a foreign one only what the public sees."""

    place: Place
    is_mine: bool
    category: SafeString
    status: SafeString | str = ""
    verified: SafeString | str = ""
    reports: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A pair on the page: why it is one, how far apart, who may merge it; who called it two."""

    keys: str
    why: str
    apart: str
    halves: tuple[Half, Half]
    may_merge: bool
    decider: str
    said: DistinctPlaces | None = None
    said_by: str = ""


class DuplicatesMixin:
    """For places: the pairs that are likely one place."""

    def get_urls(self) -> list[URLPattern]:
        """Django's, and the queue."""
        screen: Any = self
        view = screen.admin_site.admin_view(self.duplicates_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # Django's screen
        return [path("duplicates/", view, name="network_place_duplicates"), *urls]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the way to the queue."""
        screen: Any = super()
        offers = {"offers_duplicates": branch_of(request.user, EDITS) is not None}
        answer: HttpResponse = screen.changelist_view(request, offers | (extra_context or {}))
        return answer

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Pairs of which the user may edit one place at least, a page of them."""
        user = request.user
        if branch_of(user, EDITS) is None or not isinstance(user, User):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, user)
        screen: Any = self
        marks = request.GET.get("show") == "two"
        pairs = _marked(user) if marks else _open(user, likely_pairs())
        query = {name: request.GET.get(name, "") for name in ("category", "district", "owner")}
        page = Paginator(_filtered(user, pairs, query), PER_PAGE).get_page(request.GET.get("p"))
        context = screen.admin_site.each_context(request) | {
            "opts": screen.opts,
            "title": _("Likely duplicates"),
            "page": page,
            "rows": _rows(user, page, marks=marks),
            "marks": marks,
            "filters": _filters(user, query),
            "query": {name: value for name, value in query.items() if value},
        }
        return TemplateResponse(request, "admin/network/place/duplicates.html", context)

    def _decide(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say that they are two places, or take that back; raises Http404."""
        screen: Any = self
        one, other = _keys(request.POST.get("_two") or request.POST.get("_again", ""))
        if not _reachable(user, [(one, other)]):
            raise Http404
        if "_two" in request.POST:
            DistinctPlaces.objects.get_or_create(
                one_id=one, other_id=other, defaults={"user": user}
            )
            text = _("Remembered: these are two places.")
        else:
            DistinctPlaces.objects.filter(one=one, other=other).delete()
            text = _("They may be duplicates again.")
        screen.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())


def count_duplicates(user: User) -> int:
    """How many pairs wait for the user; what is new since a few minutes may be missing.

    What was merged, closed or called two places is left out at once.
    """
    if branch_of(user, EDITS) is None:
        return 0
    return len(_open(user, likely_pairs(lag=FRESH)))


# Which pairs


def _open(user: User, pairs: Iterable[Pair]) -> list[Pair]:
    """Those that the user may know of and nobody has called two places."""
    said = set(DistinctPlaces.objects.order_by().values_list("one", "other"))
    left = [pair for pair in pairs if (pair.one, pair.other) not in said]
    reachable = _reachable(user, [(pair.one, pair.other) for pair in left])
    return [pair for pair in left if (pair.one, pair.other) in reachable]


def _marked(user: User) -> list[Pair]:
    keys = list(DistinctPlaces.objects.values_list("one", "other"))
    reachable = _reachable(user, keys)
    return [Pair(*pair, Why.SAME_SPOT, None) for pair in keys if pair in reachable]


def _reachable(user: User, pairs: Collection[Keys]) -> set[Keys]:
    """Of pairs those with one place that is the user's to edit, and one that is or is public.

    A draft of others is not told of, not even that there is one.
    """
    mine, seen = set[int](), set[int]()
    for some in chunks(sorted({pk for pair in pairs for pk in pair})):
        places = Place.objects.filter(pk__in=some).exclude(status=Status.CLOSED).order_by()
        mine |= set(places.editable_by(user).values_list("pk", flat=True))
        seen |= set(places.published().values_list("pk", flat=True))
    return {
        (one, other)
        for one, other in pairs
        if (one in mine and other in mine | seen) or (other in mine and one in seen)
    }


def _filtered(user: User, pairs: Sequence[Pair], query: Mapping[str, str]) -> list[Pair]:
    """Those of which a place of the user's own suits every filter."""
    if not any(query.values()):
        return list(pairs)
    places = Place.objects.editable_by(user)
    if query["category"]:
        places = places.filter(category__code=query["category"])
    if query["district"]:
        places = places.filter(district__code=query["district"])
    if query["owner"]:
        bodies = Organization.objects.visible_to(user).filter(code=query["owner"])
        path_ = bodies.values_list("path", flat=True).first()
        places = places.filter(organization__path__startswith=path_) if path_ else places.none()
    suits: set[int] = set()
    for some in chunks(sorted({pk for pair in pairs for pk in pair[:2]})):
        suits |= set(places.filter(pk__in=some).order_by().values_list("pk", flat=True))
    return [pair for pair in pairs if pair.one in suits or pair.other in suits]


def _keys(text: str) -> Keys:
    """“12-34” as keys, the lower first; raises Http404."""
    parts = text.split("-")
    if len(parts) != 2 or not all(map(is_key, parts)) or parts[0] == parts[1]:
        raise Http404
    one, other = sorted(map(int, parts))
    return one, other


# What the page says of them


def _rows(user: User, page: Page[Pair], *, marks: bool) -> list[Row]:
    pairs = list(page.object_list)
    keys = {pk for pair in pairs for pk in pair[:2]}
    places = Place.objects.select_related("category", "organization").in_bulk(keys)
    mine = set(Place.objects.editable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    reports = list(Report.objects.open().filter(place__in=mine).values_list("place", flat=True))
    halves = {pk: _half(place, pk in mine, reports.count(pk)) for pk, place in places.items()}
    said = _said(user, pairs) if marks else {}
    # A place may have been deleted since the pairs were found.
    there = [pair for pair in pairs if pair.one in halves and pair.other in halves]
    return [_row(pair, halves, said) for pair in there]


def _half(place: Place, is_mine: bool, reports: int) -> Half:
    category = category_mark(place.category)
    if not is_mine:
        return Half(place, False, category)
    return Half(place, True, category, status_badge(place), verified_badge(place), reports)


def _row(
    pair: Pair,
    halves: Mapping[int, Half],
    said: Mapping[Keys, tuple[DistinctPlaces, str]],
) -> Row:
    two = halves[pair.one], halves[pair.other]
    may_merge = all(half.is_mine for half in two)
    mark, who = said.get((pair.one, pair.other), (None, ""))
    return Row(
        keys=f"{pair.one}-{pair.other}",
        why="" if mark else str(REASONS[pair.why]),
        apart="" if pair.metres is None else distance_text(pair.metres),
        halves=two,
        may_merge=may_merge,
        decider="" if may_merge else _above(half.place.organization for half in two),
        said=mark,
        said_by=who,
    )


def _above(bodies: Iterable[Organization]) -> str:
    """The name of the nearest body above all of them."""
    paths = [body.path for body in bodies]
    found = Organization.objects.filter(path=f"{commonpath(paths).rstrip('/')}/").first()
    return str(found) if found else ""


def _said(user: User, pairs: Sequence[Pair]) -> dict[Keys, tuple[DistinctPlaces, str]]:
    """Who called them two: colleagues by name, others by their organization."""
    wanted = Q(pk__in=[])
    for pair in pairs:
        wanted |= Q(one=pair.one, other=pair.other)
    bodies = set(Organization.objects.visible_to(user).values_list("pk", flat=True))
    return {
        (mark.one_id, mark.other_id): (mark, _name(mark.user, bodies))
        for mark in DistinctPlaces.objects.filter(wanted).select_related("user__organization")
    }


def _name(user: User | None, bodies: Collection[int]) -> str:
    if user is None:
        return ""
    if user.organization_id in bodies:
        return user.get_full_name() or user.get_username()
    return str(user.organization or "")


def _filters(user: User, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Choices of category, district and owner, the chosen one marked."""
    bodies = Organization.objects.visible_to(user).order_by("path")
    top = bodies.first()
    below = bodies.filter(Q(pk=top.pk) | Q(parent=top.pk)) if top else bodies
    rows: dict[str, tuple[Any, Iterable[Any]]] = {
        "category": (_("category"), Category.objects.all()),
        "district": (_("district"), District.objects.all()),
        "owner": (_("owner"), below),
    }
    return [
        {
            "name": name,
            "label": label,
            "choices": [(row.code, str(row), row.code == query[name]) for row in some],
        }
        for name, (label, some) in rows.items()
    ]
