"""The place: one located service point that a person can walk to."""

from __future__ import annotations

import math
import secrets
from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network import access, hours
from network.models.base import Link, Recorded, localized
from network.models.codes import CodesField
from network.models.reference import (
    Amenity,
    Category,
    District,
    Organization,
    Service,
    Subdistrict,
)
from network.querysets import PlaceManager

# No vowels, no 0/1/l: never a word, never misread from a sticker. 29^10 = 4·10^14.
PUBLIC_ID_ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH: Final = 10


def new_public_id() -> str:
    """A fresh public id for URLs and QR codes."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _i in range(PUBLIC_ID_LENGTH))


def finite(value: float) -> None:
    """Refuse NaN and infinity, which pass range checks or databases unnoticed."""
    if not math.isfinite(value):
        raise ValidationError(_("Enter a number of degrees."))


class Status(models.TextChoices):
    """Where a place stands in its life."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CLOSED_FOR_NOW = "closed_for_now", _("closed for now")
    CLOSED = "closed", _("closed for good")


class PlaceFacts(models.Model):
    """What is known of a place; shared by the place and its staged copy in an import."""

    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    alias = models.CharField(
        _("other names"), max_length=200, blank=True, help_text=_("As people call it; searchable.")
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status.choices, default=Status.DRAFT
    )
    closed_until = models.DateField(
        _("closed until"),
        null=True,
        blank=True,
        help_text=_("The day it opens again; only with “closed for now”."),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_note = models.CharField(
        _("how to find it"),
        max_length=200,
        blank=True,
        help_text=_("What one needs to know to find the door."),
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    subdistrict = models.ForeignKey(
        Subdistrict,
        verbose_name=_("street or township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("owning organization"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    access_who = CodesField(
        _("who may enter"),
        codes=access.WHO,
        max_length=80,
        blank=True,
        help_text=_("As it is at the door, not as it should be. None: not known."),
    )
    access_needs = CodesField(
        _("what is needed to enter"),
        codes=access.NEEDS,
        max_length=80,
        blank=True,
        help_text=_("None: not known."),
    )
    step_free = models.BooleanField(
        _("without steps"),
        null=True,
        blank=True,
        help_text=_("From the street to the room, by ramp or lift too."),
    )
    free_of_charge = models.BooleanField(_("free of charge"), null=True, blank=True)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    entrance = models.CharField(
        _("entrance"), max_length=100, blank=True, help_text=_("Which gate or door.")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=[finite])
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=[finite])
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    hours = models.CharField(
        _("opening hours"),
        max_length=250,
        blank=True,
        validators=[hours.validate],
        help_text=_("In OpenStreetMap's form, such as Mo-Fr 09:00-17:00. Empty: not known."),
    )
    hours_text = models.CharField(
        _("opening hours in words"),
        max_length=250,
        blank=True,
        help_text=_("As written at the door; shown to the public."),
    )
    services_text = models.TextField(
        _("other services in words"),
        blank=True,
        help_text=_("What an import did not recognise; nothing is lost."),
    )
    note = models.TextField(_("note for staff"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    class Meta:
        abstract = True


class Place(PlaceFacts, Recorded):
    """One service point; the public sees it once it is published."""

    recorded_links = ("amenities", "services")

    public_id = models.CharField(
        _("public id"), max_length=12, unique=True, default=new_public_id, editable=False
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        help_text=_("The place that took over; old links lead there."),
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False, editable=False)
    amenities = models.ManyToManyField(
        Amenity,
        verbose_name=_("amenities"),
        blank=True,
        through="PlaceAmenity",
        related_name="places",
    )
    services = models.ManyToManyField(
        Service,
        verbose_name=_("services"),
        blank=True,
        through="PlaceService",
        related_name="places",
    )

    objects: ClassVar[PlaceManager[Place]] = PlaceManager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("-updated_at", "-id")
        indexes = (
            models.Index(fields=["-updated_at", "-id"], name="place_newest"),
            models.Index(fields=["status", "category"], name="place_status_category"),
            # The list under one filter, newest first.
            models.Index(fields=["status", "-updated_at", "-id"], name="place_status_newest"),
            models.Index(fields=["category", "-updated_at", "-id"], name="place_category_newest"),
            models.Index(fields=["district", "-updated_at", "-id"], name="place_district_newest"),
            models.Index(fields=["name"], name="place_name"),
            models.Index(fields=["latitude", "longitude"], name="place_position"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="place_has_name"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="place_status_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a comparison with NULL would pass the check
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_position_whole_and_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.CLOSED])
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="place_shown_has_position",
            ),
            models.CheckConstraint(
                condition=Q(closed_until__isnull=True) | Q(status=Status.CLOSED_FOR_NOW),
                name="place_closed_until_only_for_now",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True)
                | (Q(status=Status.CLOSED) & ~Q(replaced_by=F("id"))),
                name="place_replaced_only_when_closed",
            ),
        )

    def __str__(self) -> str:
        return localized(self.name, self.name_en)

    def get_absolute_url(self) -> str:
        """The public page."""
        return f"/places/{self.public_id}"

    @property
    def is_public(self) -> bool:
        """Twin of `published()` on the queryset."""
        return self.status in (Status.PUBLISHED, Status.CLOSED_FOR_NOW)

    def clean(self) -> None:
        """Say in words what the constraints hold, before the database does."""
        errors: dict[str, object] = {}
        if (self.latitude is None) != (self.longitude is None):
            errors["latitude"] = _("Give both latitude and longitude, or neither.")
        elif self.is_public and self.latitude is None:
            errors["status"] = _("A place without a position can't be published: keep it a draft.")
        if self.closed_until and self.status != Status.CLOSED_FOR_NOW:
            errors["closed_until"] = _("A date goes only with the status “closed for now”.")
        if self.replaced_by_id and self.status != Status.CLOSED:
            errors["replaced_by"] = _("Only a place closed for good can be replaced.")
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            errors["replaced_by"] = _("A place can't replace itself.")
        if self.subdistrict and self.subdistrict.district_id != self.district_id:
            errors["subdistrict"] = _("This street lies in another district.")
        if errors:
            raise ValidationError(errors)


class PlaceAmenity(Link):
    """A place has an amenity."""

    owner = "place"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="amenity_links")
    amenity = models.ForeignKey(Amenity, verbose_name=_("amenity"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("amenity of a place")
        verbose_name_plural = _("amenities of places")
        constraints = (
            models.UniqueConstraint(fields=["place", "amenity"], name="amenity_once_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.place_id} {self.amenity_id}"


class PlaceService(Link):
    """A place offers a service."""

    owner = "place"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="service_links")
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("service of a place")
        verbose_name_plural = _("services of places")
        constraints = (
            models.UniqueConstraint(fields=["place", "service"], name="service_once_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.place_id} {self.service_id}"
