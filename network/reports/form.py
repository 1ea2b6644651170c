"""What a report may say, checked once; page and interface share it."""

from __future__ import annotations

import datetime as dt
import math
import re
import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models import ReportKind
from network.models.reports import CONTACT_LENGTH, TEXT_LENGTH

DEVICE: Final = re.compile(r"[\w-]{16,64}", re.ASCII)
MILLISECONDS: Final = re.compile(r"\d{1,14}", re.ASCII)
LONGEST_WAIT: Final = dt.timedelta(days=30)
TOO_LONG: Final = _("At most %(limit_value)d characters, please: these are %(show_value)d.")


class LenientUUIDField(forms.CharField):
    """The sender's key; one that is no UUID is taken for none, as nobody typed it."""

    def clean(self, value: Any) -> uuid.UUID:
        """The key, or a fresh one."""
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class DeviceField(forms.CharField):
    """The random number of the sender's browser; anything else is taken for none."""

    def clean(self, value: Any) -> str:
        """The number, or nothing."""
        token = str(value or "")
        return token if DEVICE.fullmatch(token) else ""


class WrittenField(forms.CharField):
    """When the sender's device was told it, in milliseconds since 1970; else none.

    A device's clock may be wrong, or lie: what is to come, or long gone, is taken for none.
    """

    def clean(self, value: Any) -> dt.datetime | None:
        """The moment, if a report may have waited since then."""
        if not MILLISECONDS.fullmatch(str(value or "")):
            return None
        written = dt.datetime.fromtimestamp(int(value) / 1000, tz=dt.UTC)
        return written if timezone.now() - LONGEST_WAIT <= written <= timezone.now() else None


class DegreesField(forms.FloatField):
    """Degrees, WGS-84; NaN and infinity are none."""

    def __init__(self, most: int) -> None:
        wrong = _("This position is not on earth. Drag the pin again.")
        messages = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
        super().__init__(min_value=-most, max_value=most, required=False, error_messages=messages)

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # as FloatField does
        """Refuse what is no finite number, which comparisons would let pass."""
        number: float | None = super().to_python(value)
        if number is not None and not math.isfinite(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


def _text(length: int) -> forms.CharField:
    return forms.CharField(
        max_length=length, required=False, error_messages={"max_length": TOO_LONG}
    )


class ReportForm(forms.Form):
    """The fields of a report but for its photos; `website` is a trap for robots."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        choices=ReportKind.choices,
        error_messages={
            "required": _("Choose what is wrong."),
            "invalid_choice": _("Choose what is wrong."),
        },
    )
    text = _text(TEXT_LENGTH)
    contact = _text(CONTACT_LENGTH)
    lat = DegreesField(90)
    lon = DegreesField(180)
    key = LenientUUIDField(required=False)
    device = DeviceField(required=False)
    written = WrittenField(required=False)
    website = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """A position is whole, and goes with a wrong pin only."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lat, lon = cleaned.get("lat"), cleaned.get("lon")
        if cleaned.get("kind") != ReportKind.PIN or lat is None or lon is None:
            cleaned["lat"] = cleaned["lon"] = None
        return cleaned

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in what people do not see."""
        return bool(self.data.get("website"))
