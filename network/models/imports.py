"""Batches: what is to be written to many places, or waits for someone, and what became of it.

A file, a bulk change, a merge of two places, a risky change of one: each is a stored plan that
is looked at, applied as a whole, and can be taken back.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.place import Place, PlaceFacts
from network.models.reference import Amenity, Category, Organization, Service
from network.querysets import ImportManager


class Import(models.Model):
    """One batch of changes to places that is planned before it is written, or its taking back."""

    class Kind(models.TextChoices):
        """Where the changes come from."""

        FILE = "file", _("spreadsheet")
        BULK = "bulk", _("bulk change")
        EDIT = "edit", _("change of one place")
        MERGE = "merge", _("merge")

    class State(models.TextChoices):
        """How far it came; a plan that is not whole can't be applied."""

        PLANNING = "planning", _("being read")
        PLANNED = "planned", _("planned")
        WAITING = "waiting", _("waits for an approver")
        DECLINED = "declined", _("declined")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("taken back")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.FILE)
    created_at = models.DateTimeField(_("read at"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    undoes = models.ForeignKey(
        "self",
        verbose_name=_("takes back"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
    )
    # The place's name where one place is meant; empty for a bulk change.
    file_name = models.CharField(_("file or subject"), max_length=255, blank=True)
    sha256 = models.CharField(_("checksum of the file"), max_length=64, blank=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    datum = models.CharField(_("datum"), max_length=5, blank=True)
    options = models.JSONField(_("options"), default=dict)
    counts = models.JSONField(_("rows by outcome"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PLANNING
    )
    newest_place = models.BigIntegerField(_("newest place when it was read"), default=0)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    writes = models.PositiveIntegerField(_("places it writes"), default=0)
    risky = models.BooleanField(_("needs an approver"), default=False)
    asked_at = models.DateTimeField(_("waits since"), null=True, blank=True)
    message = models.CharField(_("message to the approver"), max_length=500, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects: ClassVar[ImportManager[Import]] = ImportManager()

    class Meta:
        verbose_name = _("batch of changes")
        verbose_name_plural = _("imports and batches")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["planning", "planned", "waiting", "declined", "applied", "undone"]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["file", "bulk", "edit", "merge"]),
                name="import_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="file") | models.Q(category__isnull=False),
                name="import_file_has_category",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}".strip()

    @property
    def through(self) -> str:
        """What the history says of the places that it writes."""
        return {"file": "import", "edit": "approval"}.get(self.kind, str(self.kind))


class ImportFile(models.Model):
    """The file of an import, kept until it is applied: it can be read again in another way."""

    batch = models.OneToOneField(
        Import, on_delete=models.CASCADE, related_name="file", primary_key=True
    )
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.batch_id)


class HeaderWord(models.Model):
    """What a column is called in an organization's sheets, once someone has said what it holds."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=80)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organization", "word"], name="header_word_once"),
        )

    def __str__(self) -> str:
        return f"{self.word} {self.field}"


class StagedPlace(PlaceFacts):
    """A place as the import will write it; removed once it has."""

    class Action(models.TextChoices):
        """What happens to the row."""

        CREATE = "create", _("create")
        UPDATE = "update", _("update")
        DELETE = "delete", _("delete")

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="staged")
    row = models.PositiveIntegerField(_("row"))
    action = models.CharField(_("action"), max_length=6, choices=Action.choices)
    # Without a constraint: a place deleted since then must stop the plan, not vanish from it.
    place = models.ForeignKey(
        Place, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    expected_version = models.PositiveIntegerField(_("version when it was read"), default=0)
    public_id = models.CharField(_("public id"), max_length=12)
    replaced_by = models.ForeignKey(
        Place, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    before = models.JSONField(_("before"), encoder=DjangoJSONEncoder, default=dict)
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder, default=dict)

    class Meta:
        verbose_name = _("staged place")
        verbose_name_plural = _("staged places")
        constraints = (
            models.UniqueConstraint(fields=["batch", "row"], name="staged_row_once"),
            models.UniqueConstraint(fields=["batch", "public_id"], name="staged_place_once"),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row} {self.name}"


class StagedAmenity(models.Model):
    """An amenity that a staged place will have."""

    staged = models.ForeignKey(StagedPlace, on_delete=models.CASCADE, related_name="+")
    amenity = models.ForeignKey(Amenity, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.staged_id} {self.amenity_id}"


class StagedService(models.Model):
    """A service that a staged place will offer."""

    staged = models.ForeignKey(StagedPlace, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.staged_id} {self.service_id}"
