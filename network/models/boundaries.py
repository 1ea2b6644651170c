"""The districts' boundaries, and what they say of each place; neither is part of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.reference import District

if TYPE_CHECKING:
    from network.boundaries.shapes import Shape


class Boundary(models.Model):
    """The area of one district, from a file that `manage.py import_boundaries` took.

    `rings` are lists of longitude and latitude in WGS-84 degrees, shells and holes alike,
    simplified by up to five metres.
    """

    district = models.OneToOneField(
        District, verbose_name=_("district"), on_delete=models.CASCADE, primary_key=True
    )
    rings = models.JSONField()
    source = models.CharField(_("source"), max_length=200)
    loaded_at = models.DateTimeField(default=timezone.now)
    # The same in all rows: when places were judged last, and up to which count of changes.
    judged_at = models.DateTimeField(null=True)
    judged_to = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager[Boundary]] = models.Manager()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")

    def __str__(self) -> str:
        return str(self.district)

    @classmethod
    def of(cls, district: District, shape: Shape, *, source: str) -> Boundary:
        """A row, not yet stored."""
        rings = [ring.tolist() for ring in shape.rings]
        return cls(district=district, rings=rings, source=source)


class PlaceCheck(models.Model):
    """Whether a place lies outside its district, and the values that this was found from.

    Only `network.boundaries.outside` reads and writes it. No foreign key: a judgement of a place
    that is no more, or is otherwise now, counts for nothing and harms nobody.
    """

    place_id = models.BigIntegerField(primary_key=True)
    district_id = models.BigIntegerField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    outside = models.BooleanField()

    objects: ClassVar[models.Manager[PlaceCheck]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["place_id"], condition=Q(outside=True), name="check_outside"),
        )

    def __str__(self) -> str:
        return f"{self.place_id} {self.outside}"
