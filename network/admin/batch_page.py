"""What the page of a batch shows that is no spreadsheet: its places, field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.admin.bulk_forms import FORMS
from network.admin.changes import Told, tell
from network.exchange.batches import risks_of
from network.models import Change, Import, Place, StagedPlace

PER_PAGE: Final = 50
OPEN: Final = (Import.State.PLANNED, Import.State.WAITING, Import.State.DECLINED)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One place of the batch: what happens to it, why that is risky, whether it is there still."""

    told: Told
    risks: list[str]
    is_there: bool


def batch_rows(batch: Import, number: Any) -> tuple[Page[Any], list[Row]]:
    """A page of its places, in words: what would be written, or what was."""
    if batch.state in OPEN:
        staged = StagedPlace.objects.filter(batch=batch).order_by("row")
        planned = Paginator(staged, PER_PAGE).get_page(number)
        return planned, _rows([(_change(row), risks_of(row)) for row in planned.object_list])
    written = Change.objects.filter(
        model="place", through=batch.through, batch=str(batch.pk)
    ).order_by("pk")
    page = Paginator(written, PER_PAGE).get_page(number)
    return page, _rows([(change, []) for change in page.object_list])


def _change(row: StagedPlace) -> Change:
    """As the history would have it."""
    return Change(
        model="place",
        object_pk=row.place_id or 0,
        action=row.action,
        before=row.before,
        after=row.after,
    )


def _rows(changes: Iterable[tuple[Change, list[str]]]) -> list[Row]:
    known = list(changes)
    keys = [change.object_pk for change, _risks in known]
    there = set(Place.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True))
    told = tell([change for change, _risks in known])
    return [
        Row(one, risks, one.change.object_pk in there)
        for one, (_change, risks) in zip(told, known, strict=True)
    ]


def title_of(batch: Import) -> str:
    """What it is about, in a few words."""
    if batch.kind == Import.Kind.FILE:
        return batch.file_name
    kind = capfirst(batch.get_kind_display())
    form = FORMS.get(batch.options.get("what", ""))
    what = batch.file_name or (str(form.title) if form else "")
    return _("%(kind)s: %(what)s") % {"kind": kind, "what": what} if what else kind
