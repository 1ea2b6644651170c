"""The forms of bulk changes: each gives a rule for the places that were chosen."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import access
from network.admin.generic import GenericChoiceField
from network.admin.widgets import Autocomplete, IconCheckboxes
from network.exchange import bulk_rules
from network.exchange.bulk import Rule
from network.hours import to_osm
from network.hours.seasons import TEMPLATES
from network.models import Amenity, Organization, Place, User
from network.models.codes import CodesFormField

OWN_WORDS: Final = "words"
LONGEST_SEASON: Final = dt.timedelta(days=366)
TERNARY: Final = (("", _("as it is")), ("yes", _("yes")), ("no", _("no")), ("?", _("not known")))
ANSWERS: Final = {"yes": True, "no": False, "?": None}


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class BulkForm(forms.Form):
    """What is to hold for all chosen places."""

    title: ClassVar[Any]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def rule(self) -> Rule:
        """What it does to each, once the form is valid."""
        raise NotImplementedError


class HoursForm(BulkForm):
    """Opening hours, all year or for some weeks."""

    title = _("Opening hours")
    template = forms.ChoiceField(
        label=_("hours"), widget=forms.RadioSelect, initial="office", choices=()
    )
    words = forms.CharField(
        label=_("in your own words"),
        required=False,
        max_length=bulk_rules.WORDS,
        help_text=_("As at the door, such as 周一至周五 9:00-12:00、13:00-17:00，周六休息."),
    )
    first = forms.DateField(label=_("only from"), required=False, widget=DayInput)
    last = forms.DateField(
        label=_("to"),
        required=False,
        widget=DayInput,
        help_text=_("Before and after, each place keeps the hours that it has."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, f"{name}：{words}") for code, (name, words) in TEMPLATES.items()]
        self.fields["template"].choices = [*offered, (OWN_WORDS, _("other hours"))]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """The words must be certain, the days in order and not past."""
        said = super().clean() or {}
        own = said.get("template") == OWN_WORDS
        text = said.get("words", "") if own else TEMPLATES[said.get("template", "office")][1]
        value = to_osm(text) if text else None
        if value is None and "template" in said:
            self.add_error(
                "words",
                _("What this means is not certain: give days and times, as in 每天 9:00-21:00."),
            )
        self._check_days(said.get("first"), said.get("last"))
        return said | {"value": value, "text": text}

    def _check_days(self, first: dt.date | None, last: dt.date | None) -> None:
        if (first is None) != (last is None):
            self.add_error("last", _("Give both days, or neither."))
        elif first and last and not first <= last <= first + LONGEST_SEASON:
            self.add_error("last", _("The last day comes after the first, within a year."))
        elif last and last < timezone.localdate():
            self.add_error("last", _("These days are past."))

    def rule(self) -> Rule:
        """All year, or laid over what each place has."""
        said = self.cleaned_data
        if said["first"]:
            return bulk_rules.hours_between(
                said["first"], said["last"], said["value"], said["text"]
            )
        return bulk_rules.hours(said["value"], said["text"])


class AccessForm(BulkForm):
    """Who may enter, and what is needed."""

    title = _("Getting in")
    access_who = CodesFormField(
        label=_("who may enter"),
        codes=access.WHO,
        required=False,
        help_text=_("None ticked: stays as it is."),
    )
    access_needs = CodesFormField(
        label=_("what is needed to enter"),
        codes=access.NEEDS,
        required=False,
        help_text=_("None ticked: stays as it is."),
    )
    free_of_charge = forms.ChoiceField(
        label=_("free of charge"), choices=TERNARY, required=False, widget=forms.RadioSelect
    )
    step_free = forms.ChoiceField(
        label=_("without steps"), choices=TERNARY, required=False, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        said = super().clean() or {}
        if not any(said.values()):
            raise forms.ValidationError(_("Say what is to change."))
        return said

    def rule(self) -> Rule:
        """What was said, and nothing else."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        ternary = ("free_of_charge", "step_free")
        return bulk_rules.facts(
            **{n: ANSWERS[value] if n in ternary else value for n, value in said.items()}
        )


class AmenitiesForm(BulkForm):
    """What is there: more, or less."""

    title = _("Amenities")
    add = GenericChoiceField[Amenity](
        label=_("is there"),
        queryset=Amenity.objects.all(),
        required=False,
        widget=IconCheckboxes,
    )
    remove = GenericChoiceField[Amenity](
        label=_("is no longer there"),
        queryset=Amenity.objects.all(),
        required=False,
        widget=IconCheckboxes,
    )

    def clean(self) -> dict[str, Any]:
        """Something, and not both of one."""
        said = super().clean() or {}
        more, less = set(said.get("add") or ()), set(said.get("remove") or ())
        if more & less:
            names = "、".join(str(one) for one in more & less)
            raise forms.ValidationError(_("Both there and not: %(names)s.") % {"names": names})
        if not more and not less:
            raise forms.ValidationError(_("Say what is to change."))
        return said

    def rule(self) -> Rule:
        """The others stay as they are."""
        said = self.cleaned_data
        order = list(Amenity.objects.order_by("code").values_list("code", flat=True))
        more, less = ([one.code for one in said[name]] for name in ("add", "remove"))
        return bulk_rules.amenities(order, more, less)


class VerifiedForm(BulkForm):
    """Someone has looked, and all is right."""

    title = _("Mark as verified")
    day = forms.DateField(
        label=_("verified on"),
        widget=DayInput,
        initial=timezone.localdate,
        help_text=_("The day on which someone looked and found the record right."),
    )

    def clean_day(self) -> dt.date:
        """Nobody has looked tomorrow."""
        day: dt.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is yet to come."))
        return day

    def rule(self) -> Rule:
        """The day."""
        return bulk_rules.verified(self.cleaned_data["day"])


class ClosedForm(BulkForm):
    """Closed for a while, or open again."""

    title = _("Close for now, or open again")
    what = forms.ChoiceField(
        label=_("what happens"),
        widget=forms.RadioSelect,
        initial="close",
        choices=(("close", _("closed for now")), ("open", _("open again"))),
    )
    day = forms.DateField(
        label=_("opens again on"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: nobody knows yet."),
    )

    def clean(self) -> dict[str, Any]:
        """A day to come, and only when they close."""
        said = super().clean() or {}
        if (day := said.get("day")) and said.get("what") == "open":
            self.add_error("day", _("What opens now has no day to wait for."))
        elif day and day <= timezone.localdate():
            self.add_error("day", _("This day is past: choose “open again”."))
        return said

    def rule(self) -> Rule:
        """Either way."""
        said = self.cleaned_data
        return (
            bulk_rules.reopened if said["what"] == "open" else bulk_rules.closed_until(said["day"])
        )


class AssignForm(BulkForm):
    """Another owner."""

    title = _("Assign to an organization")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = Autocomplete(Place._meta.get_field("organization"), admin.site)
        self.fields["organization"] = forms.ModelChoiceField(
            label=_("owning organization"),
            queryset=Organization.objects.owning_for(self.user),
            widget=widget,
        )

    def rule(self) -> Rule:
        """One of the user's own."""
        return bulk_rules.assigned(self.cleaned_data["organization"].pk)


FORMS: Final[dict[str, type[BulkForm]]] = {
    "hours": HoursForm,
    "access": AccessForm,
    "amenities": AmenitiesForm,
    "verified": VerifiedForm,
    "closed": ClosedForm,
    "assign": AssignForm,
}
