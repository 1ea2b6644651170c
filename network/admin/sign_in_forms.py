"""The forms at the door: password, code, and the two under one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from network.accounts import attempts, devices, second_factor, sign_ins
from network.accounts.attempts import TooManyTries
from network.accounts.second_factor import Passed
from network.address import client_address, sender_of
from network.models import SignInEvent, User


def locked_words(error: TooManyTries) -> str:
    """What to do, and when to try again; on another day with its date."""
    until = timezone.localtime(error.until)
    is_today = until.date() == timezone.localdate()
    when = date_format(until, "H:i" if is_today else "SHORT_DATETIME_FORMAT")
    return _(
        "Too many wrong tries. You can try again at %(when)s. If it is urgent, or if it was not"
        " you who tried, ask the approver of your union."
    ) % {"when": when}


class PasswordForm(AdminAuthenticationForm):
    """User name and password; every try is counted before it is made."""

    request: HttpRequest
    locked: TooManyTries | None = None

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Django's check between counting and recording; the same work for unknown names."""
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return super().clean()
        user = User.objects.filter(username=username).first()
        tries = self._tries(username, user)
        try:
            attempts.count(tries)
        except TooManyTries as error:
            self._note_lock(error, user)
            raise ValidationError(locked_words(error), code="locked") from None
        try:
            cleaned = super().clean()
        except ValidationError:
            sign_ins.record(SignInEvent.WRONG_PASSWORD, user, request=self.request)
            raise
        attempts.give_back(tries)
        return cleaned

    def _tries(self, username: str, user: User | None) -> Any:
        sender = sender_of(client_address(self.request))
        browser = devices.known_browser(self.request, user)
        return attempts.password_tries(username, user=user, sender=sender, browser=browser)

    def _note_lock(self, error: TooManyTries, user: User | None) -> None:
        self.locked = error
        if error.is_first:
            sign_ins.record(SignInEvent.LOCKED, user, request=self.request)


class CodeForm(forms.Form):
    """Six digits from the app or, where `recovery` is allowed, a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        self.locked: TooManyTries | None = None
        self.passed: Passed | None = None

    def clean_code(self) -> str:
        """A right code; raises ValidationError for a wrong one and when the account is locked."""
        code: str = self.cleaned_data["code"]
        tries = attempts.code_tries(self.user)
        try:
            attempts.count(tries)
        except TooManyTries as error:
            self.locked = error
            if error.is_first:
                sign_ins.record(SignInEvent.LOCKED, self.user, request=self.request)
            raise ValidationError(locked_words(error), code="locked") from None
        self.passed = self.check(code)
        if self.passed is None:
            sign_ins.record(SignInEvent.WRONG_CODE, self.user, request=self.request)
            raise ValidationError(
                _("That code is not right, or it was used before. Enter the one shown now."),
                code="wrong",
            )
        attempts.give_back(tries)
        return code

    def check(self, code: str) -> Passed | None:
        """Of the authenticator that was set up, or a recovery code."""
        return second_factor.check(self.user, code)


class RememberedCodeForm(CodeForm):
    """At sign-in."""

    remember = forms.BooleanField(
        label=gettext_lazy("Don't ask on this device for 30 days"),
        required=False,
        help_text=gettext_lazy("Only on your own phone or computer, never on a shared one."),
    )


class SetUpForm(RememberedCodeForm):
    """The first code of an authenticator that is being set up."""

    def __init__(self, *args: Any, key: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.is_new = key, is_new
        attrs = self.fields["code"].widget.attrs
        attrs["inputmode"] = "numeric"
        del attrs["autofocus"]  # it would scroll past what is to be done first

    def check(self, code: str) -> Passed | None:
        """Of the secret that was shown; right makes it the account's."""
        device = second_factor.set_up(self.user, self.key, code, is_new=self.is_new)
        return Passed(device, recovered=False) if device else None
