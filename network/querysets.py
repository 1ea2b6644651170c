"""Chainable reads: the only home of "who may see and edit what"; writes are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.db.models import Q

from network import recorder

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from network.models import User

M = TypeVar("M", bound=models.Model)


class RecordedQuerySet(models.QuerySet[M]):
    """A queryset whose writes go through the recorder."""

    def update(self, **kwargs: Any) -> int:
        """Update, recording each row that really changes."""
        with transaction.atomic(using=self.db):
            return sum(self._update_chunk(pks, kwargs) for pks in self._chunks_of_pks())

    update.alters_data = True  # type: ignore[attr-defined]  # as Django marks it for templates

    def _update_chunk(self, pks: list[int], values: dict[str, Any]) -> int:
        with recorder.watched(self.model, pks, using=self.db):
            rows = self.order_by().filter(pk__in=pks)
            return models.QuerySet.update(rows, **values)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Create rows, recording each; conflict clauses are refused: they hide what changed."""
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("bulk_create with a conflict clause can't be recorded")
        with recorder.creating(self.model, using=self.db) as created:
            made = super().bulk_create(objs, *args, **kwargs)
            created.extend(obj.pk for obj in made)
            return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, recording the last state of each row."""
        with transaction.atomic(using=self.db):
            pks = list(self.order_by().values_list("pk", flat=True))
            with recorder.watched(self.model, pks, using=self.db):
                return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # as Django marks it for templates
    delete.queryset_only = True  # type: ignore[attr-defined]  # not on the manager

    def _chunks_of_pks(self) -> Iterator[list[int]]:
        pks = list(self.order_by().values_list("pk", flat=True))
        yield from recorder.chunks(pks)


class LinkQuerySet(models.QuerySet[M]):
    """A queryset of many-to-many rows; writes are recorded as changes of the owner."""

    def _owners(self) -> tuple[type[models.Model], str]:
        name = self.model.owner  # type: ignore[attr-defined]  # every Link names its owner
        return self.model._meta.get_field(name).related_model, f"{name}_id"  # type: ignore[return-value]

    def update(self, **kwargs: Any) -> int:
        """Refused: add and remove links instead."""
        raise TypeError("links are added and removed, not updated")

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Add links, recording the owners' change."""
        model, attname = self._owners()
        links = list(objs)
        with recorder.watched(model, {getattr(link, attname) for link in links}, using=self.db):
            return super().bulk_create(links, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove links, recording the owners' change."""
        model, attname = self._owners()
        with transaction.atomic(using=self.db):
            pks = set(self.order_by().values_list(attname, flat=True))
            with recorder.watched(model, pks, using=self.db):
                return super().delete()


class PlaceQuerySet(RecordedQuerySet[M]):
    """Places, by what the public sees and what staff may edit."""

    def published(self) -> PlaceQuerySet[M]:
        """What the public sees, closed for now included; twin of `Place.is_public`."""
        return self.filter(status__in=("published", "closed_for_now"))

    def drafts(self) -> PlaceQuerySet[M]:
        """Not yet shown."""
        return self.filter(status="draft")

    def editable_by(self, user: User | AnonymousUser) -> PlaceQuerySet[M]:
        """What the user's organization, or one below it, owns; a superuser edits all."""
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        if user.organization is None:
            return self.none()
        return self.filter(organization__path__startswith=user.organization.path)

    def located_within(
        self, *, south: float, west: float, north: float, east: float
    ) -> PlaceQuerySet[M]:
        """Inside a box of WGS-84 degrees."""
        return self.filter(Q(latitude__range=(south, north)), Q(longitude__range=(west, east)))


class ReportQuerySet(models.QuerySet[M]):
    """What the public reported, by what staff may see of it."""

    def open(self) -> ReportQuerySet[M]:
        """Not settled yet."""
        return self.filter(status="open")

    def handled_by(self, user: User | AnonymousUser) -> ReportQuerySet[M]:
        """Reports of places that the user may edit."""
        from network.models import Place

        mine = Place.objects.editable_by(user).order_by().values("pk")
        return self.filter(place__in=mine)


class WarningQuerySet(RecordedQuerySet[M]):
    """Warnings on places, by whether the public is to see them."""

    def open(self, today: dt.date) -> WarningQuerySet[M]:
        """Neither settled nor past; twin of `PlaceWarning.is_open`."""
        return self.filter(settled_at__isnull=True, until__gte=today)


RecordedManager = models.Manager.from_queryset(RecordedQuerySet)
LinkManager = models.Manager.from_queryset(LinkQuerySet)
PlaceManager = models.Manager.from_queryset(PlaceQuerySet)
ReportManager = models.Manager.from_queryset(ReportQuerySet)
WarningManager = models.Manager.from_queryset(WarningQuerySet)
