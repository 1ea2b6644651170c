"""Opening hours in OpenStreetMap's form: pure functions."""

from __future__ import annotations

import opening_hours
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate(value: str) -> None:
    """Raise ValidationError unless the value is `opening_hours` text we can evaluate."""
    if value and not opening_hours.validate(value):
        raise ValidationError(
            _("“%(value)s” is not in OpenStreetMap's form. Example: Mo-Fr 09:00-17:00; Sa off"),
            params={"value": value},
        )
