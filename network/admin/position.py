"""The point picker: one text with its datum, checked on the server, a map beside it.

Without JavaScript the text and the datum are submitted and converted here; with it the
map writes the same two fields, so there is one way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from network.admin.generic import GenericForm
from network.conf import DatumName
from network.coordinates import Choice, Question, choose, format_position, parse_position
from network.datum import Point, from_wgs84
from network.edition.sphere import distance
from network.mapping import map_config

M = TypeVar("M", bound=models.Model)

DATUMS: Final[dict[DatumName, Any]] = {
    "gcj02": _("Amap, Tencent, WeChat (GCJ-02)"),
    "wgs84": _("GPS, Tianditu, OpenStreetMap (WGS-84)"),
    "bd09": _("Baidu (BD-09)"),
}
SAME_POINT: Final = 0.2  # metres: what rounding to six decimals may move


class Entry(NamedTuple):
    """What the clerk typed: the text, its datum, and the question that was answered yes."""

    text: str = ""
    datum: str = ""
    answer: str = ""


def usual_datum() -> DatumName:
    """The datum in which this network's clerks copy positions."""
    datum: DatumName = settings.NETWORK.sheet_datum
    return datum


def question_text(question: Question) -> str:
    """What to ask before an odd position counts; empty where nothing is odd."""
    city = settings.NETWORK.city_en if _is_english() else settings.NETWORK.city
    texts = {
        "swapped": gettext("These look swapped: latitude stands first. Swap them?"),
        "outside": gettext("This is outside %(city)s. Keep it anyway?") % {"city": city},
    }
    return texts.get(question, "")


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def read(entry: Entry) -> Choice | None:
    """The position meant, in WGS-84; None where the text holds no position."""
    datum = entry.datum if entry.datum in DATUMS else usual_datum()
    return choose(parse_position(entry.text), datum=datum, network=settings.NETWORK)


def answer_to(entry: Entry, question: Question) -> str:
    """The value of a yes; it counts for this text in this datum only."""
    return f"{question} {entry.datum} {entry.text}"


class PositionWidget(forms.Widget):
    """Text, datum and the map; `place` is left out of the neighbours."""

    template_name = "admin/network/position.html"
    question: Question = ""
    look_url = ""
    search_url = ""  # empty where no address search is set up
    search_text = ""
    search_now = False
    place: int | None = None

    class Media:
        css = {
            "all": (
                "leaflet/leaflet.css",
                "network/css/map.css",
                "network/admin/point-picker.css",
                "network/admin/address-search.css",
            )
        }
        js = (
            "leaflet/leaflet.js",
            Script("network/admin/point-picker.js", type="module"),
        )

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Entry:
        """The three parts, as strings."""
        parts = (data.get(key) or "" for key in (name, f"{name}_datum", f"{name}_answer"))
        return Entry(*(part.strip() for part in parts))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """The text tells; the rest has defaults."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """For the template: the parts, the open question, the position in each datum."""
        context = super().get_context(name, value, attrs)
        entry = value if isinstance(value, Entry) else Entry(datum=usual_datum())
        choice = read(entry)
        first = usual_datum()
        context["widget"] |= {
            "entry": entry,
            "datums": sorted(DATUMS.items(), key=lambda item: item[0] != first),
            "question": question_text(self.question),
            "answer": answer_to(entry, self.question),
            "everywhere": in_all_datums(choice.point) if choice else [],
            "config": self._config(choice),
            "config_id": f"{name}-config",
            "searches": bool(self.search_url),
        }
        return context

    def _config(self, choice: Choice | None) -> dict[str, Any]:
        return {
            "map": map_config(),
            "lookUrl": self.look_url,
            "search": {
                "url": self.search_url,
                "text": self.search_text,
                "now": self.search_now,
                "offline": gettext("The address could not be looked up: no connection."),
            },
            "place": self.place,
            "position": choice.point if choice else None,
            "messages": {
                "marker": gettext("The place. Arrow keys move it by 2 metres, with Shift by 20."),
                "keep": gettext("Yes, keep it"),
                "here": gettext("Your position is not available: %(reason)s"),
                "offline": gettext("The position could not be checked: no connection."),
                "alone": gettext("No other place within 200 metres."),
                "near": gettext("Within 200 metres"),
            },
        }


def in_all_datums(point: Point) -> list[tuple[str, Any, str]]:
    """Key, name and text of a WGS-84 position in each datum."""
    return [
        (datum, label, format_position(*from_wgs84(*point, datum=datum)))
        for datum, label in DATUMS.items()
    ]


class PositionField(forms.Field):
    """Cleans to the `Choice` of a position, or None; the form asks the open question."""

    widget = PositionWidget
    default_error_messages = {
        "unreadable": _(
            "No position was found in this text. "
            "Copy it from the map, such as 116.391300, 39.907500."
        ),
    }

    def prepare_value(self, value: Any) -> Any:
        """A stored WGS-84 position as it would be pasted."""
        if isinstance(value, Point):
            datum = usual_datum()
            return Entry(format_position(*from_wgs84(*value, datum=datum)), datum)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare texts, so that an untouched position is never rounded."""
        before = self.prepare_value(initial) or Entry(datum=usual_datum())
        after = data if isinstance(data, Entry) else Entry()
        if not before.text and not after.text:
            return False
        return bool((before.text, before.datum) != (after.text, after.datum))

    def clean(self, value: Any) -> Choice | None:
        """Raise ValidationError where the text holds no position."""
        entry = value if isinstance(value, Entry) else Entry()
        if not entry.text:
            self.validate(None)
            return None
        choice = read(entry)
        if choice is None:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        return choice


class PositionForm(GenericForm[M]):
    """A form of a model with latitude and longitude, edited as one position."""

    position = PositionField(
        required=False,
        label=capfirst(_("position")),
        help_text=_(
            "Paste the coordinates as copied from the map, or drag the marker. "
            "Say where they come from: maps in China shift positions by some 500 metres."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = self._stored_point()
        if "position" in self.fields:
            self.initial.setdefault("position", self._stored)
            widget: Any = self.fields["position"].widget
            widget.look_url = reverse("admin:network_place_position")
            if settings.GEOCODER:
                widget.search_url = reverse("admin:network_place_search")

    def _stored_point(self) -> Point | None:
        latitude: float | None = self._row.latitude
        longitude: float | None = self._row.longitude
        return None if latitude is None or longitude is None else Point(latitude, longitude)

    @property
    def _row(self) -> Any:
        return self.instance

    def clean_position(self) -> Point | None:
        """The position in WGS-84, once the question it raises is answered."""
        choice: Choice | None = self.cleaned_data["position"]
        if choice is None:
            return None
        if choice.question and "position" in self.changed_data:
            self._ask(choice.question)
        return choice.point

    def _ask(self, question: Question) -> None:
        entry: Entry = self["position"].data
        if entry.answer == answer_to(entry, question):
            return
        widget: Any = self.fields["position"].widget
        widget.question = question
        raise forms.ValidationError(question_text(question), code=question)

    def clean(self) -> dict[str, Any] | None:
        """Put the position on the row, before the model's own checks read it."""
        cleaned = super().clean()
        if "position" in self.cleaned_data and "position" in self.changed_data:
            self._move(self.cleaned_data["position"])
        return cleaned

    def _move(self, point: Point | None) -> None:
        if point and self._stored and distance(*point, *self._stored) < SAME_POINT:
            return
        self._row.latitude, self._row.longitude = point or (None, None)

    def _get_validation_exclusions(self) -> set[str]:
        """Latitude and longitude are checked too, though the form calls them position."""
        hidden = {"latitude", "longitude"} if "position" in self.cleaned_data else set()
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return exclusions - hidden

    def _update_errors(self, errors: Any) -> None:
        """Show the model's errors where the clerk can mend them."""
        if hasattr(errors, "error_dict"):
            errors = forms.ValidationError(self._by_field(errors.error_dict))
        super()._update_errors(errors)  # type: ignore[misc]  # not in the stubs

    def _by_field(self, errors: dict[str, list[Any]]) -> dict[str, list[Any]]:
        shown: dict[str, list[Any]] = {}
        for name, messages in errors.items():
            field = "position" if name in ("latitude", "longitude") else name
            field = field if field in self.fields else NON_FIELD_ERRORS
            shown.setdefault(field, []).extend(messages)
        return shown
