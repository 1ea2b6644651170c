"""Old and new values of a plan in words: names for keys, labels for codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from network import recorder
from network.models import Place
from network.models.codes import CodesField

LONGEST: Final = 60  # characters of an old or new value that a line shows
Names = dict[tuple[str, Any], str]


def names_of(states: Iterable[Mapping[str, Any]]) -> Names:
    """The names of all rows that the states refer to, by column and key; a query a column."""
    wanted: dict[str, set[Any]] = {}
    for state in states:
        for name, value in state.items():
            if name.endswith("_id") and value is not None and name != "public_id":
                wanted.setdefault(name, set()).add(value)
    return {
        (name, row.pk): str(row)
        for name, keys in wanted.items()
        for some in recorder.chunks(sorted(keys))
        for row in _field(name).related_model._default_manager.filter(pk__in=some)
    }


def shown(name: str, value: Any, names: Names) -> str:
    """A value of a place's column as staff read it; empty for none."""
    text = _text(name, value, names)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _text(name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value)
    if known := names.get((name, value)):
        return known
    return _chosen(_field(name), value)


def _chosen(field: Any, value: Any) -> str:
    if isinstance(field, CodesField):
        return "、".join(str(field.codes.get(code, code)) for code in str(value).split(","))
    if isinstance(field, models.Field) and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def _field(name: str) -> Any:
    return next((f for f in Place._meta.concrete_fields if f.attname == name), None)
