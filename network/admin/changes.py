"""The history in words: what each change did to which field, names instead of numbers."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.admin.display import distance_text
from network.coordinates import format_position
from network.edition.sphere import distance
from network.models import Change
from network.models.codes import CodesField

THROUGH: Final = {
    "form": gettext_lazy("form"),
    "import": gettext_lazy("import"),
    "command": gettext_lazy("command"),
    "demo": gettext_lazy("demo"),
    "fixture": gettext_lazy("fixture"),
    "code": gettext_lazy("program"),
    "report": gettext_lazy("reports"),
    "restore": gettext_lazy("restoring"),
    "undo": gettext_lazy("taking back of batch"),
    "bulk": gettext_lazy("bulk change"),
    "approval": gettext_lazy("approval"),
    "merge": gettext_lazy("merge"),
}
# Written once by the system or following from other fields: noise in a history.
UNSAID: Final = frozenset({"path", "public_id", "is_demo"})

Names = dict[tuple[type[models.Model], Any], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One field of a change: its label, the words before and after, empty for none; a remark."""

    label: str
    before: str
    after: str
    remark: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A change with its words."""

    change: Change
    record: str
    kind: str
    through: str
    lines: tuple[Line, ...]


def tell(changes: Sequence[Change]) -> list[Told]:
    """Put changes into words, with one query for each kind of thing they name."""
    names = _names(changes)
    return [_told(change, names) for change in changes]


def _told(change: Change, names: Names) -> Told:
    model = _model(change.model)
    through = f"{THROUGH.get(change.through, change.through)} {change.batch}".strip()
    if model is None:
        return Told(change, f"{change.model} {change.object_pk}", change.model, through, ())
    record = names.get((model, change.object_pk)) or _last_name(change)
    kind = capfirst(str(model._meta.verbose_name))
    return Told(change, record, kind, through, tuple(_lines(change, model, names)))


def _model(name: str) -> type[models.Model] | None:
    try:
        return apps.get_model("network", name)
    except LookupError:
        return None


def _last_name(change: Change) -> str:
    values = change.before | change.after
    return str(values.get("name") or values.get("date") or change.object_pk)


# Which field is which


def _lines(change: Change, model: type[models.Model], names: Names) -> Iterable[Line]:
    keys = list(dict.fromkeys([*change.before, *change.after]))
    if "latitude" in keys or "longitude" in keys:
        yield from _moved(change)
    for key in keys:
        if key in UNSAID or key in ("latitude", "longitude"):
            continue
        field = _field(model, key)
        old, new = change.before.get(key), change.after.get(key)
        if old in (None, "", []) and new in (None, "", []):
            continue
        label = capfirst(str(getattr(field, "verbose_name", key)))
        if isinstance(old, list) or isinstance(new, list):
            yield _list_line(label, field, old or [], new or [], names)
        else:
            yield Line(label, _words(field, old, names), _words(field, new, names))


def _field(model: type[models.Model], key: str) -> Any:
    """The field by its name or column; None where the model has lost it since."""
    try:
        return model._meta.get_field(key)
    except FieldDoesNotExist:
        return next((f for f in model._meta.concrete_fields if f.attname == key), None)


def _moved(change: Change) -> Iterable[Line]:
    """Latitude and longitude as one position; the half that stayed is not in the change."""
    before, after = _point(change.before), _point(change.after)
    if before == after:
        return
    remark = ""
    if isinstance(before, tuple) and isinstance(after, tuple):
        remark = _("moved %(distance)s") % {"distance": distance_text(distance(*before, *after))}
    yield Line(capfirst(_("position")), _point_words(before), _point_words(after), remark)


Half = dict[str, float]


def _point(values: dict[str, Any]) -> tuple[float, float] | Half:
    """The position, or whatever half of it the change holds."""
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if latitude is not None and longitude is not None:
        return latitude, longitude
    return {key: values[key] for key in ("latitude", "longitude") if values.get(key) is not None}


def _point_words(point: tuple[float, float] | Half) -> str:
    if isinstance(point, tuple):
        return f"{format_position(*point)} (WGS-84)"
    return ", ".join(f"{_(key)} {value:.6f}" for key, value in point.items())


def _list_line(label: str, field: Any, old: list[Any], new: list[Any], names: Names) -> Line:
    """Many-to-many codes: what went and what came."""
    related: Any = field.related_model if field is not None else None

    def words(codes: Iterable[Any]) -> str:
        return "、".join(names.get((related, code), str(code)) for code in codes)

    return Line(label, words(c for c in old if c not in new), words(c for c in new if c not in old))


def _words(field: Any, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is None:
        return str(value)
    if field.is_relation:
        return names.get((field.related_model, value), str(value))
    if isinstance(field, CodesField):
        return "、".join(str(field.codes.get(code, code)) for code in str(value).split(","))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField) and (day := _day(value)):
        return date_format(day, "DATE_FORMAT")
    return str(value)


def _day(value: Any) -> datetime.date | None:
    return parse_date(str(value)[:10])


# Names of everything the changes speak of


def _names(changes: Sequence[Change]) -> Names:
    wanted: dict[tuple[type[models.Model], str], set[Any]] = {}
    for change in changes:
        if (model := _model(change.model)) is None:
            continue
        wanted.setdefault((model, "pk"), set()).add(change.object_pk)
        for values in (change.before, change.after):
            for key, value in values.items():
                _want(wanted, _field(model, key), value)
    names: Names = {}
    for (model, by), keys in wanted.items():
        rows = model._default_manager.filter(**{f"{by}__in": keys})
        names |= {(model, getattr(row, by)): str(row) for row in rows}
    return names


def _want(wanted: dict[Any, set[Any]], field: Any, value: Any) -> None:
    if field is None or not field.is_relation or value is None:
        return
    by, keys = ("code", value) if isinstance(value, list) else ("pk", [value])
    wanted.setdefault((field.related_model, by), set()).update(keys)
