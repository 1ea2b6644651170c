"""Pairs of places that look like one and are two, as somebody has said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.place import Place


class DistinctPlaces(models.Model):
    """Two places, the lower key first; who said that they are two, and when."""

    # Without constraints: deleting a place need not know of this, and one that is brought
    # back has its old key.
    one = models.ForeignKey(
        Place, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    other = models.ForeignKey(
        Place, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("pair of different places")
        verbose_name_plural = _("pairs of different places")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="distinct_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinct_pair_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
