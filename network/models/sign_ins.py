"""Who signed in or tried to, and how often someone has tried lately."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.querysets import SignInManager


class SignInEvent(models.TextChoices):
    """What happened at the door."""

    SIGNED_IN = "signed_in", _("signed in")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
    WRONG_CODE = "wrong_code", _("wrong code")
    LOCKED = "locked", _("locked for a while")
    RECOVERED = "recovered", _("recovery code used")
    SET_UP = "set_up", _("second factor set up")
    NEW_CODES = "new_codes", _("new recovery codes")
    RESET = "reset", _("second factor reset")
    UNLOCKED = "unlocked", _("unlocked")
    PASSWORD = "password", _("password changed")


class SignIn(models.Model):
    """One event at the door of the staff pages; deleted after `network.accounts.sign_ins.KEPT`.

    What was typed as a user name is not kept: where no account bears it, it may be a password.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    event = models.CharField(_("what happened"), max_length=14, choices=SignInEvent.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sign_ins",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    network = models.CharField(
        _("from"),
        max_length=45,
        blank=True,
        help_text=_("The first part of the address only: it tells a network, not a person."),
    )

    objects: ClassVar[SignInManager[SignIn]] = SignInManager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(event__in=SignInEvent.values),
                name="sign_in_event_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.at:%Y-%m-%d %H:%M}"


class SignInTally(models.Model):
    """How many tries there were of one kind (see `network.accounts.attempts`) until a moment."""

    what = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    count = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} of {self.most} until {self.until:%H:%M}"
