"""A short list of codes in one column, comma-separated, in the order of its choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    CharField = models.CharField[Any, Any]
else:
    CharField = models.CharField


class CodesField(CharField):
    """Text such as "outdoor_workers,members"; empty means not known."""

    def __init__(self, *args: Any, codes: Mapping[str, Any], **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """The codes are checked, not stored: a new one needs no migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"codes": {}}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse a code that is not among the choices, or is out of order."""
        super().validate(value, model_instance)
        if value != self.joined(str(value).split(",")) and value:
            raise ValidationError(_("“%(value)s” is not a list of known codes.") % {"value": value})

    def joined(self, chosen: Any) -> str:
        """The known ones of the codes, in order."""
        return ",".join(code for code in self.codes if code in chosen)

    def formfield(self, **kwargs: Any) -> Any:
        """Check boxes."""
        return CodesFormField(
            codes=self.codes,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            required=False,
        )


class CodesFormField(forms.MultipleChoiceField):
    """Check boxes whose value is the joined text."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, codes: Mapping[str, Any], **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(choices=list(codes.items()), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored text to check marks."""
        return value.split(",") if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Check marks to stored text."""
        chosen = super().clean(value)
        return ",".join(code for code in self.codes if code in chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as lists."""
        return bool(super().has_changed(self.prepare_value(initial) or [], data or []))
