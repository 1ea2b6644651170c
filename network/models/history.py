"""The history: who changed what, when and through what; written only by the recorder."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.querysets import ChangeManager


class Change(models.Model):
    """One change of one row; `before` and `after` hold only the fields that differ."""

    class Action(models.TextChoices):
        """What happened to the row."""

        CREATE = "create", _("created")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("deleted")

    at = models.DateTimeField(_("at"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    through = models.CharField(_("through"), max_length=40)
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    model = models.CharField(_("kind of record"), max_length=40)
    object_pk = models.BigIntegerField(_("record number"))
    action = models.CharField(_("action"), max_length=6, choices=Action.choices)
    before = models.JSONField(_("before"), encoder=DjangoJSONEncoder, default=dict)
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder, default=dict)

    objects: ClassVar[ChangeManager[Change]] = ChangeManager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["model", "object_pk", "-id"], name="change_of_row"),
            models.Index(fields=["batch"], name="change_of_batch"),
        )

    def __str__(self) -> str:
        return f"{self.model} {self.object_pk} {self.action}"


class ChangeCounter(models.Model):
    """One row that counts recorded transactions; an edition says up to which it knows."""

    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_counter"),)

    def __str__(self) -> str:
        return str(self.value)
