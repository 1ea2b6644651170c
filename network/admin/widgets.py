"""Form widgets of our own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect

from network import icons


def is_key(text: str) -> bool:
    """Whether a row can have this key: a number that fits its column."""
    return text.isdecimal() and len(text) < 19


class Autocomplete(AutocompleteSelect):
    """Django's, which a key that is no number would break while the form is shown again."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """Only keys that a row can have."""
        keys = [key for key in value if is_key(str(key))]
        return super().optgroups(name, keys, attrs)


class IconRadios(forms.RadioSelect):
    """One icon of the sprite; the filled ones for markers follow by themselves."""

    template_name = "admin/network/icon_checkboxes.html"
    option_template_name = "admin/network/icon_radio.html"

    def __init__(self) -> None:
        names = sorted(name for name in icons.names() if not name.startswith("pin-"))
        super().__init__(choices=[(name, name) for name in names])


class IconCheckboxes(forms.CheckboxSelectMultiple):
    """A box for each row of a vocabulary, with its icon."""

    template_name = "admin/network/icon_checkboxes.html"
    option_template_name = "admin/network/icon_checkbox.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's, with the row's icon."""
        option = super().create_option(*args, **kwargs)
        option["icon"] = option["value"].instance.icon
        return option
