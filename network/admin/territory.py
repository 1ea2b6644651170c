"""The part of the network that an overview tells of: a body of one's branch, a category."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from network.admin.filters import KEPT
from network.models import Category, Organization, Place, User
from network.querysets import PlaceQuerySet


@dataclasses.dataclass(frozen=True)
class Territory:
    """A body with all below it, or (None) all that a superuser of no single tree sees."""

    user: User
    body: Organization | None
    is_whole: bool  # all of the network: the official figures are about this
    category: Category | None
    today: dt.date

    @cached_property
    def bodies(self) -> list[Organization]:
        """One step further down."""
        mine = Organization.objects.visible_to(self.user)
        return list(mine.filter(parent=self.body).order_by("path"))

    @cached_property
    def above(self) -> list[Organization]:
        """The way up, as far as the user's branch goes."""
        if self.body is None or self.body.parent_id is None:
            return []
        codes = self.body.path.strip("/").split("/")[:-1]
        return list(
            Organization.objects.visible_to(self.user).filter(code__in=codes).order_by("path")
        )

    def places(self) -> PlaceQuerySet[Place]:
        """The places that are kept in it."""
        places = Place.objects.visible_to(self.user).kept()
        if self.body:
            places = places.filter(organization__path__startswith=self.body.path)
        return places.filter(category=self.category) if self.category else places

    def rows(self, **filters: Any) -> str:
        """The address of the place list with exactly these; filters of it may be overridden."""
        chosen: dict[str, Any] = {"status__in": KEPT}
        if self.body:
            chosen["owner"] = self.body.code
        if self.category:
            chosen["category__id__exact"] = self.category.pk
        chosen |= filters
        told = {name: value for name, value in chosen.items() if value is not None}
        return f"{reverse('admin:network_place_changelist')}?{urlencode(told, safe=',')}"

    def page(self, body: Organization | None) -> str:
        """The address of the overview of another body, for the same category."""
        query = {"body": body.code if body else "", "category": getattr(self.category, "code", "")}
        told = urlencode({name: value for name, value in query.items() if value})
        return f"{reverse('admin:network_overview')}{'?' if told else ''}{told}"


def territory_of(request: HttpRequest, user: User) -> Territory:
    """What the query asks for; Http404 for a body that is not the user's, or no category."""
    code, kind = request.GET.get("body", ""), request.GET.get("category", "")
    mine = Organization.objects.visible_to(user)
    top = _top(user)
    body = _found(mine, code) if code else top
    return Territory(
        user=user,
        body=body,
        is_whole=body is None or (body.parent_id is None and _only_root(body)),
        category=_found(Category.objects.all(), kind) if kind else None,
        today=timezone.localdate(),
    )


def _top(user: User) -> Organization | None:
    """The user's own body; for a superuser the one at the top, if there is one."""
    if not user.is_superuser:
        return user.organization
    roots = list(Organization.objects.filter(parent=None)[:2])
    return roots[0] if len(roots) == 1 else None


def _only_root(body: Organization) -> bool:
    return not Organization.objects.filter(parent=None).exclude(pk=body.pk).exists()


def _found(rows: Any, code: str) -> Any:
    row = rows.filter(code=code).first() if "\0" not in code else None
    if row is None:
        raise Http404
    return row
