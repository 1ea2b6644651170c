"""What the public says is wrong: reports, their photos, and the warnings they lead to.

Reports are not recorded: they change nothing that the public sees. Warnings are: each one
that begins or is settled makes a new edition.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.base import Recorded
from network.models.place import Place, finite
from network.querysets import ReportManager, WarningManager

TEXT_LENGTH: Final = 1000
CONTACT_LENGTH: Final = 120


def new_photo_name() -> str:
    """A name nobody can guess."""
    return secrets.token_hex(16)


class ReportKind(models.TextChoices):
    """What is wrong, as one would say it at the door."""

    LOCKED = "locked", _("Locked in opening hours")
    REFUSED = "refused", _("Wouldn't let me in")
    MOVED = "moved", _("It has moved")
    GONE = "gone", _("No longer there")
    HOURS = "hours", _("Wrong hours")
    EQUIPMENT = "equipment", _("Broken or missing")
    PIN = "pin", _("Pin in the wrong spot")
    OTHER = "other", _("Something else")


class ReportStatus(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DISMISSED = "dismissed", _("dismissed")


class Report(models.Model):
    """One thing that somebody said is wrong with a place."""

    # Chosen by the sender's device, so that what is sent twice is one report.
    key = models.UUIDField(
        _("number of the report"), unique=True, default=uuid.uuid4, editable=False
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="reports"
    )
    kind = models.CharField(_("what is wrong"), max_length=9, choices=ReportKind.choices)
    text = models.TextField(_("in their words"), max_length=TEXT_LENGTH, blank=True)
    contact = models.CharField(_("contact"), max_length=CONTACT_LENGTH, blank=True)
    latitude = models.FloatField(
        _("suggested latitude"), null=True, blank=True, validators=[finite]
    )
    longitude = models.FloatField(
        _("suggested longitude"), null=True, blank=True, validators=[finite]
    )
    status = models.CharField(
        _("status"), max_length=9, choices=ReportStatus.choices, default=ReportStatus.OPEN
    )
    answer = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    # By the sender's own clock, where it waited on their device for a network.
    written_at = models.DateTimeField(_("written"), null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # Hashes under the salt of the day it came; emptied when that salt is thrown away.
    device = models.CharField(max_length=64, blank=True, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[ReportManager[Report]] = ReportManager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=["place", "kind", "created_at"], name="report_like"),
            models.Index(fields=["status", "created_at"], name="report_status"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ReportKind.values), name="report_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN, settled_at__isnull=True)
                | Q(
                    status__in=[ReportStatus.ACCEPTED, ReportStatus.DISMISSED],
                    settled_at__isnull=False,
                ),
                name="report_settled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a comparison with NULL would pass the check
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="report_position_whole_and_on_earth",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}: {self.get_kind_display()}"

    @property
    def seen_at(self) -> dt.datetime:
        """When somebody stood at the door, as far as it is known."""
        return self.written_at or self.created_at


class ReportPhoto(models.Model):
    """A photo as it was made anew on arrival; its file lies outside what the web serves."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    name = models.CharField(max_length=32, unique=True, default=new_photo_name, editable=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("photo of a report")
        verbose_name_plural = _("photos of reports")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class PlaceWarning(Recorded):
    """Two strangers said the same; the public is told, with the day, until it ends."""

    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="warnings"
    )
    kind = models.CharField(_("what is wrong"), max_length=9, choices=ReportKind.choices)
    reported_on = models.DateField(_("reported on"))
    until = models.DateField(_("shown until"), help_text=_("The last day it is shown."))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects: ClassVar[WarningManager[PlaceWarning]] = WarningManager()

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        ordering = ("-reported_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["place", "kind"],
                condition=Q(settled_at__isnull=True),
                name="warning_once_until_settled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}: {self.get_kind_display()}"

    def is_open(self, today: dt.date) -> bool:
        """Twin of `open` on the queryset."""
        return self.settled_at is None and self.until >= today


class DaySalt(models.Model):
    """The random salt of one day's hashes; once it is deleted they say nothing any more."""

    day = models.DateField(unique=True)
    value = models.CharField(max_length=64, default=secrets.token_hex)

    def __str__(self) -> str:
        return self.day.isoformat()


class ReportTally(models.Model):
    """How many reports one sender tried within one hour; `what` is a salted hash."""

    what = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.what[:8]} {self.count}"
