"""Transitions remembered from the last edition, so that a publish judges only new hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone

from network.edition import layout, timetable
from network.edition.columns import load_columns, load_json


def known_tables(
    folder: Path,
    newest: layout.Manifest | None,
    *,
    holidays: Iterable[tuple[dt.date, str, str]],
    today: dt.date,
) -> timetable.Tables:
    """Those of the newest sound edition, if they begin on the same day by the same holidays."""
    if newest is None or timezone.localdate(newest.made_at) != today:
        return {}
    directory = folder / str(newest.number)
    reference = load_json(directory / "reference.json")
    if reference["holidays"] != [[day.isoformat(), kind, name] for day, kind, name in holidays]:
        return {}
    columns = load_columns(directory)
    return timetable.tables_of(
        reference["hours"], {name: getattr(columns, name) for name in timetable.COLUMNS}
    )
