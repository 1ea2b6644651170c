"""The forms of the import: what a file is, and how it was read."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from network.exchange.headers import WORDS
from network.exchange.read import MAX_BYTES
from network.exchange.report import field_label
from network.exchange.workbench import GUESS
from network.models import Category, District, Organization, User

DATUMS: Final = (
    ("gcj02", _("Amap, Tencent or WeChat (GCJ-02)")),
    ("bd09", _("Baidu (BD-09)")),
    ("wgs84", _("GPS, Tianditu or OpenStreetMap (WGS-84)")),
)
POSITION: Final = ("position", "longitude", "latitude")


class UploadForm(forms.Form):
    """A file and what holds for all of its rows."""

    file = forms.FileField(
        label=capfirst(_("file")),
        help_text=_("XLSX or CSV, at most 10 MB and 50,000 rows. Nothing is changed yet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    category: Any = forms.ModelChoiceField(
        label=capfirst(_("category")), queryset=Category.objects.all()
    )
    datum = forms.ChoiceField(
        label=_("Where the coordinates come from"),
        required=False,
        choices=[(GUESS, _("Tell it from the data")), *DATUMS],
        widget=forms.RadioSelect,
    )
    district: Any = forms.ModelChoiceField(
        label=capfirst(_("district")),
        queryset=District.objects.all(),
        required=False,
        help_text=_("Where all rows should lie; others are flagged."),
    )
    organization: Any = forms.ModelChoiceField(
        label=capfirst(_("owner of new places")), queryset=Organization.objects.none()
    )
    draft = forms.BooleanField(label=_("Keep new places as drafts"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        owners: Any = self.fields["organization"]
        owners.queryset = Organization.objects.owning_for(user)
        if user.organization:
            self.initial["organization"] = user.organization_id
            self.initial["district"] = user.organization.district_id

    def clean_file(self) -> Any:
        """Not larger than what will be read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB: split it into several."))
        return file


class ReadingForm(forms.Form):
    """The datum and what each column holds."""

    datum = forms.ChoiceField(label=_("Where the coordinates come from"), choices=DATUMS)

    def __init__(self, columns: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [("", _("— kept in the note")), *_fields()]
        for number, column in enumerate(columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column["word"], choices=choices, initial=column["field"], required=False
            )

    def rows(self) -> list[tuple[dict[str, Any], Any]]:
        """Each column with its field of the form."""
        return [(column, self[f"column_{n}"]) for n, column in enumerate(self.columns)]

    def headers(self) -> dict[str, str]:
        """The header's words with what they hold."""
        return {
            column["plain"]: self.cleaned_data[f"column_{number}"]
            for number, column in enumerate(self.columns)
        }


def _fields() -> list[tuple[str, str]]:
    labels = {"longitude": _("longitude"), "latitude": _("latitude")}
    return [(field, capfirst(str(labels.get(field) or field_label(field)))) for field in WORDS]
