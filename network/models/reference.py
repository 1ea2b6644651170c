"""Reference rows: what places are, have and do, and where and whose they are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.hours import Calendar, calendar_from_rows
from network.models.base import Named, Recorded, localized
from network.querysets import BodyManager, RecordedManager

HEX_COLOR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour as #rrggbb, in lower case."))


class Category(Named):
    """The kind of a place."""

    icon = models.SlugField(_("icon"), max_length=30, default="dot")
    color = models.CharField(_("colour"), max_length=7, default="#4a5664", validators=[HEX_COLOR])
    reported_count = models.PositiveIntegerField(
        _("officially reported"),
        null=True,
        blank=True,
        help_text=_("How many of them the federation reports; compared with what is recorded."),
    )
    reported_source = models.CharField(_("source of the number"), max_length=200, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Vocabulary(Named):
    """An amenity or a service with the words under which people write it."""

    icon = models.SlugField(_("icon"), max_length=30, default="dot")
    aliases = models.TextField(
        _("other words for it"),
        blank=True,
        help_text=_("One a line: imports recognise these words in a spreadsheet."),
    )

    class Meta(Named.Meta):
        abstract = True

    def words(self) -> list[str]:
        """The name and all aliases."""
        return [self.name, *filter(None, map(str.strip, self.aliases.splitlines()))]


class Amenity(Vocabulary):
    """What is in a place."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("amenity")
        verbose_name_plural = _("amenities")


class Service(Vocabulary):
    """What is done in a place."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")


class District(Named):
    """A district by national code, or an area with a key of its own."""

    latitude = models.FloatField(_("latitude of the label"), null=True, blank=True)
    longitude = models.FloatField(_("longitude of the label"), null=True, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a comparison with NULL would pass the check
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="district_label_on_earth",
            ),
        )


class Subdistrict(Named):
    """A street or township of a district, by national code."""

    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="subdistricts"
    )

    class Meta(Named.Meta):
        verbose_name = _("street or township")
        verbose_name_plural = _("streets and townships")


class Organization(Recorded):
    """A union body in the tree of the federation; it owns places and staff."""

    class Level(models.TextChoices):
        """Where in the tree the body stands."""

        CITY = "city", _("city")
        DISTRICT = "district", _("district")
        STREET = "street", _("street or township")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, null=True, blank=True
    )
    subdistrict = models.ForeignKey(
        Subdistrict,
        verbose_name=_("street or township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    # Codes from the root down, "/bj/110105/110105026/": all below a body by one prefix.
    path = models.CharField(max_length=200, editable=False, db_index=True)

    objects: ClassVar[BodyManager[Organization]] = BodyManager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("path",)

    def __str__(self) -> str:
        return localized(self.name, self.name_en)

    def own_path(self) -> str:
        """The path that follows from the parent's path and the own code."""
        return f"{self.parent.path if self.parent else '/'}{self.code}/"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the path; bodies below follow when the parent or the code changed."""
        self.path = self.own_path()
        super().save(*args, **kwargs)
        for child in self.children.exclude(path__startswith=self.path):
            child.parent = self
            child.save()

    def clean(self) -> None:
        """Refuse a body above itself."""
        if self.pk and self.parent and f"/{self.code}/" in self.parent.path:
            raise ValidationError({"parent": _("A body can't stand below itself.")})


class HolidayManager(RecordedManager[Any]):
    """Holidays, and the calendar that they make."""

    def calendar(self) -> Calendar:
        """All of them as an immutable calendar."""
        return calendar_from_rows(self.all())


class Holiday(Recorded):
    """A day that differs from its weekday by the State Council's yearly plan."""

    class Kind(models.TextChoices):
        """How the day differs."""

        OFF = "off", _("day off")
        MAKEUP = "makeup", _("make-up workday")

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=40, blank=True)

    objects: ClassVar[HolidayManager] = HolidayManager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
