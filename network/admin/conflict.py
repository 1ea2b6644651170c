"""Two people, one record: what the other wrote meanwhile, beside what this one was about to.

Nobody's words are lost: fields that only the other changed take the other's value, fields that
both changed keep this one's until one of the two is chosen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.text import capfirst

from network.admin.changes import Line, Told, tell
from network.models import Change, Place
from network.models.codes import CodesFormField

LINKS: Final = {"amenities": "amenity_choices", "services": "service_choices"}
POSITION: Final = ("latitude", "longitude")
UNREADABLE: Final = object()


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """A field of the form that another has changed; `both` if this one has, too, otherwise."""

    name: str
    label: str
    was: str
    theirs: str
    yours: str
    both: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Conflict:
    """The changes since the form was opened, and the fields they touched."""

    told: list[Told]
    clashes: list[Clash]

    @property
    def undecided(self) -> list[Clash]:
        """What both have changed, to different values."""
        return [clash for clash in self.clashes if clash.both]

    @property
    def taken_over(self) -> list[Clash]:
        """What only the other has changed: the form shows it now."""
        return [clash for clash in self.clashes if not clash.both]


def find(form: Any, seen: int) -> Conflict:
    """What happened to the form's place since its version was `seen`."""
    place: Place = form.instance
    updates = Change.objects.filter(
        model="place", object_pk=place.pk, action=Change.Action.UPDATE
    ).select_related("user")
    told = tell(list(updates.order_by("-pk")[: max(place.version - seen, 0)]))
    before: dict[str, Any] = {}
    for one in told:  # newest first, so that the oldest value stays
        before |= one.change.before
    lines = _lines(told)
    names = dict.fromkeys(_form_field(key) for key in before)
    clashes = [_clash(form, name, before, lines) for name in names if name in form.fields]
    return Conflict(told, clashes)


def _lines(told: Iterable[Told]) -> dict[str, Line]:
    """The newest words of each label."""
    lines: dict[str, Line] = {}
    for one in told:
        for line in one.lines:
            lines.setdefault(line.label, line)
    return lines


def _form_field(key: str) -> str:
    if key in POSITION:
        return "position"
    return LINKS.get(key) or key.removesuffix("_id")


def _clash(form: Any, name: str, before: dict[str, Any], lines: dict[str, Line]) -> Clash:
    field = form.fields[name]
    label = capfirst(str(field.label))
    line = lines.get(label)
    mine, now = _mine(form, name), _now(form.instance, name)
    was = _was(form.instance, name, before)
    return Clash(
        name=name,
        label=label,
        was=line.before if line else "",
        theirs=line.after if line else "",
        yours=_yours(form.instance, name, mine),
        both=mine not in (was, now),
    )


def _yours(place: Place, name: str, mine: Any) -> str:
    """What was sent, in the words of the history; "" where it can't be read."""
    if mine is UNREADABLE:
        return ""
    if name == "position":
        sent = dict(zip(POSITION, mine or (None, None), strict=True))
    else:
        links = {field: link for link, field in LINKS.items()}
        sent = {links.get(name) or _column(name): mine}
    before = dict.fromkeys(sent)
    (told,) = tell([Change(model="place", object_pk=place.pk, before=before, after=sent)])
    return told.lines[0].after if told.lines else ""


def _mine(form: Any, name: str) -> Any:
    """What was sent, in the shape of the history; what can't be read is a change."""
    if name == "position":
        choice = form.cleaned_data.get("position")
        if "position" not in form.changed_data:
            return _now(form.instance, name)
        return tuple(round(part, 6) for part in choice) if choice else None
    if name not in form.cleaned_data:
        return UNREADABLE
    value = form.cleaned_data[name]
    if name in LINKS.values():
        return sorted(row.code for row in value)
    return _plain(value)


def _now(place: Place, name: str) -> Any:
    """What is stored."""
    if name == "position":
        return _point(place.latitude, place.longitude)
    for link, field in LINKS.items():
        if name == field:
            return sorted(getattr(place, link).values_list("code", flat=True))
    return _plain(getattr(place, _column(name)))


def _was(place: Place, name: str, before: dict[str, Any]) -> Any:
    """What was stored when the form was opened."""
    if name == "position":
        return _point(*(before.get(key, getattr(place, key)) for key in POSITION))
    for link, field in LINKS.items():
        if name == field:
            return sorted(before[link])
    return _plain(before[_column(name)])


def _column(name: str) -> str:
    field: Any = Place._meta.get_field(name)
    return str(field.attname)


def _point(latitude: float | None, longitude: float | None) -> Any:
    return (
        None if latitude is None or longitude is None else (round(latitude, 6), round(longitude, 6))
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return getattr(value, "pk", value)


def show(form: Any, conflict: Conflict) -> None:
    """Let the form show what only the other changed, and send the version that it now is of."""
    data = form.data.copy()
    data["seen_version"] = str(form.instance.version)
    for clash in conflict.taken_over:
        _put(data, form, clash.name)
    form.data = data


def _put(data: Any, form: Any, name: str) -> None:
    """The stored value as a browser would send it."""
    field: forms.Field = form.fields[name]
    value = type(form)(instance=form.instance).get_initial_for_field(field, name)
    if name == "position":
        entry = field.prepare_value(value)
        parts = ("", "_datum", "_answer")
        texts = (entry.text, entry.datum, "") if value else ("", "", "")
        for part, text in zip(parts, texts, strict=True):
            data[f"{name}{part}"] = text
    elif name in LINKS.values():
        data.setlist(name, [str(row.pk) for row in value or ()])
    elif isinstance(field, CodesFormField):
        data.setlist(name, [code for code in str(value or "").split(",") if code])
    elif isinstance(field, forms.NullBooleanField):
        data[name] = {True: "true", False: "false"}.get(value, "unknown")
    else:
        data[name] = "" if value is None else str(_plain(value))
