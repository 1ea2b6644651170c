"""The abstract bases: rows that are recorded, and links whose owner is recorded."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network import recorder
from network.querysets import LinkManager, RecordedManager


class Recorded(models.Model):
    """A row whose every change is written to the history and raises its version."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    # Many-to-many fields that belong to the row's recorded state.
    recorded_links: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[RecordedManager[Any]] = RecordedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, recording what changed; saving an unchanged row leaves no trace."""
        with recorder.watched_instance(self):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, recording the last state."""
        with recorder.watched(type(self), [self.pk]):
            return super().delete(*args, **kwargs)


class Link(models.Model):
    """A many-to-many row; a change to it is a change of the row that owns it."""

    owner: ClassVar[str]

    objects: ClassVar[LinkManager[Any]] = LinkManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, recording the owner's change."""
        with recorder.watched_owners(self):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, recording the owner's change."""
        with recorder.watched_owners(self):
            return super().delete(*args, **kwargs)


class Named(Recorded):
    """A reference row with a code and a name in both languages."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("order", "code")

    def __str__(self) -> str:
        return localized(self.name, self.name_en)


def localized(name: str, name_en: str) -> str:
    """The name in the language of the request; Chinese where English is missing."""
    return name_en if name_en and (get_language() or "").startswith("en") else name
