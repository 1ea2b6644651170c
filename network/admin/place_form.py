"""The form of a place."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from network.admin.conflict import Conflict, find, show
from network.admin.generic import GenericChoiceField
from network.admin.position import PositionForm
from network.admin.widgets import IconCheckboxes
from network.models import Amenity, Place, Service


class PlaceForm(PositionForm[Place]):
    """A place with what is in it and done there."""

    # Not named as the model's fields: Django takes those for plain many-to-many fields.
    amenity_choices = GenericChoiceField[Amenity](
        queryset=Amenity.objects.all(),
        required=False,
        label=capfirst(_("amenities")),
        widget=IconCheckboxes,
    )
    service_choices = GenericChoiceField[Service](
        queryset=Service.objects.all(),
        required=False,
        label=capfirst(_("services")),
        widget=IconCheckboxes,
    )

    # The version that the form shows: who saves an older one is shown what happened since.
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conflict: Conflict | None = None
    # What the form starts with instead of what is stored.
    prefilled: ClassVar[dict[str, Any]] = {}

    class Meta:
        model = Place
        exclude = ("amenities", "services", "latitude", "longitude")
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField wide-field"}),
            "address": forms.TextInput(attrs={"class": "vTextField wide-field"}),
            "address_note": forms.TextInput(attrs={"class": "vTextField wide-field"}),
            "hours_text": forms.TextInput(attrs={"class": "vTextField wide-field"}),
            "note": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
            "services_text": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version if self.instance.pk else None
        self.initial.update(self.prefilled)
        position: Any = self.fields["position"].widget
        position.place = self.instance.pk
        position.search_text = self.instance.address or self.instance.name
        if self.instance.pk:
            self.initial.setdefault("amenity_choices", list(self.instance.amenities.all()))
            self.initial.setdefault("service_choices", list(self.instance.services.all()))
            if "replaced_by" in self.fields:  # who only reads may not choose it
                self._keep_successor()

    def _keep_successor(self) -> None:
        """A successor set by someone with wider rights stays valid."""
        field: Any = self.fields["replaced_by"]
        current = Place.objects.filter(replaces=self.instance)
        field.queryset = (field.queryset | current).distinct()

    def clean(self) -> dict[str, Any] | None:
        """A street tells its district; what another has changed since is not overwritten."""
        self._refuse_if_older()
        self._leave_theirs()
        cleaned = super().clean()
        subdistrict = self.cleaned_data.get("subdistrict")
        if subdistrict and not self.cleaned_data.get("district"):
            self.cleaned_data["district"] = subdistrict.district
        return cleaned

    def _refuse_if_older(self) -> None:
        """Compare versions; who writes meanwhile waits, as the row is locked."""
        if not self.instance.pk:
            return
        stored = Place.objects.select_for_update().filter(pk=self.instance.pk)
        now = stored.values_list("version", flat=True).first()
        seen = self.cleaned_data.get("seen_version")
        if seen == now == self.instance.version:
            return
        self.instance.refresh_from_db()
        self.conflict = find(self, seen or 0)
        show(self, self.conflict)
        raise forms.ValidationError(
            _(
                "Someone else has changed this place since you opened it. Nothing was saved:"
                " look at both, then save again."
            ),
            code="conflict",
        )

    def _leave_theirs(self) -> None:
        """Fields for which the other's value was chosen stay as they are stored."""
        data: Any = self.data
        chosen = data.getlist("theirs") if self.instance.pk else ()
        for name in chosen:
            self.cleaned_data.pop(name, None)

    def save_choices(self) -> None:
        """Save what is there, each list only when it changed."""
        for name, links in (("amenity_choices", "amenities"), ("service_choices", "services")):
            if name in self.changed_data and name in self.cleaned_data:
                getattr(self.instance, links).set(self.cleaned_data[name])
