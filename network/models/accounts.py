"""Staff accounts: an organization and a role in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.reference import Organization
from network.querysets import StaffQuerySet

if TYPE_CHECKING:
    from network.querysets import Someone

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")


class Role(models.TextChoices):
    """What someone may do in an organization and in all below it; see `network.querysets`."""

    EDITOR = "editor", _("editor")
    APPROVER = "approver", _("approver")
    AUDITOR = "auditor", _("auditor")


class StaffManager(UserManager["User"]):
    """Django's manager of accounts, with who manages them."""

    use_in_migrations = False

    def get_queryset(self) -> StaffQuerySet[User]:
        """All accounts."""
        return StaffQuerySet(self.model, using=self._db)

    def managed_by(self, user: Someone) -> StaffQuerySet[User]:
        """As on the queryset."""
        return self.get_queryset().managed_by(user)


class User(AbstractUser):
    """A member of staff; what they may see and edit follows their organization and role."""

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        help_text=_("The role holds for this organization and for all below it."),
    )
    role = models.CharField(
        _("role"),
        max_length=8,
        choices=Role.choices,
        default=Role.EDITOR,
        help_text=_(
            "Editors keep the records; approvers also decide on risky changes, reports and"
            " accounts; auditors only read."
        ),
    )
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_known"
            ),
        )

    def get_full_name(self) -> str:
        """Family name first, as Chinese has it, where the name is written in Chinese."""
        if _CHINESE.match(self.last_name):
            return f"{self.last_name}{self.first_name}"
        return super().get_full_name()
