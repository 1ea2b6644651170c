"""What an import did or would do, row by row: kept as JSON, printed as a table, saved as XLSX."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.exchange.diff import CREATED, DRAFT, OUTCOMES, REJECTED, UNCHANGED, UPDATED, Planned
from network.exchange.problems import Problem
from network.exchange.shown import Names, names_of, shown
from network.exchange.text import tidy
from network.models import Place

if TYPE_CHECKING:
    from network.exchange.plan import Plan

LABELS: Final = {
    CREATED: gettext_lazy("created"),
    DRAFT: gettext_lazy("draft"),
    UPDATED: gettext_lazy("updated"),
    UNCHANGED: gettext_lazy("unchanged"),
    REJECTED: gettext_lazy("rejected"),
    "flagged": gettext_lazy("flagged"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; `changes` are field, old and new of an update."""

    row: int
    outcome: str
    name: str
    public_id: str
    problems: tuple[Problem, ...]
    changes: tuple[tuple[str, str, str], ...] = ()
    text: str = ""

    def remarks(self) -> Iterator[tuple[str, str]]:
        """Field and reason, in the reader's language."""
        for field, old, new in self.changes:
            yield field, _("%(old)s → %(new)s") % {"old": old or "–", "new": new or "–"}
        for one in self.problems:
            yield one.field, str(one)


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """All rows of one file, and the remarks on the file itself."""

    lines: list[Line]
    remarks: tuple[Problem, ...]
    counts: dict[str, int]

    @classmethod
    def of(cls, plan: Plan) -> Report:
        """The report of a plan."""
        changes = [
            one for row in plan.rows if row.outcome == UPDATED for one in (row.before, row.after)
        ]
        names = names_of(changes)
        return cls([_line(row, names) for row in plan.rows], plan.remarks, plan.counts)

    def as_json(self) -> dict[str, Any]:
        """For storing; `from_json` reads it."""
        return {
            "lines": [
                [
                    line.row,
                    line.outcome,
                    line.name,
                    line.public_id,
                    [one.as_json() for one in line.problems],
                    line.changes,
                    line.text,
                ]
                for line in self.lines
            ],
            "remarks": [one.as_json() for one in self.remarks],
            "counts": self.counts,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Report:
        """What `as_json` gave."""
        lines = [
            Line(
                row,
                outcome,
                name,
                public_id,
                tuple(map(Problem.from_json, problems)),
                tuple((field, old, new) for field, old, new in changes),
                text,
            )
            for row, outcome, name, public_id, problems, changes, text in stored["lines"]
        ]
        remarks = tuple(map(Problem.from_json, stored["remarks"]))
        return cls(lines, remarks, stored["counts"])

    def table(self) -> str:
        """Counts, then outcome, field, reason and rows; rows of one reason stand together."""
        parts = [f"{LABELS[name]} {self.counts[name]}" for name in LABELS]
        text = [" · ".join(parts)]
        text += [str(remark) for remark in self.remarks]
        rows = [
            (str(LABELS[outcome]), field_label(field), reason or "–", _ranges(numbers))
            for outcome, field, reason, numbers in self._grouped()
        ]
        return "\n".join([*text, *(_aligned([_heading(), *rows]) if rows else ())])

    def _grouped(self) -> Iterator[tuple[str, str, str, list[int]]]:
        """Outcome by outcome; within it in the order of the sheet."""
        groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for line in self.lines:
            for field, reason in [*line.remarks()] or [("", "")]:
                groups[line.outcome, field, reason].append(line.row)
        for outcome in OUTCOMES:
            for (group, field, reason), rows in groups.items():
                if group == outcome:
                    yield outcome, field, reason, rows


def field_label(field: str) -> str:
    """The field's name as staff know it."""
    if field == "position":
        return _("coordinates")
    if not field:
        return ""
    known: Any = Place._meta.get_field(field)
    return str(known.verbose_name)


def _heading() -> tuple[str, str, str, str]:
    return _("outcome"), _("field"), _("reason"), _("row")


def _line(row: Planned, names: Names) -> Line:
    record = row.record
    return Line(
        row=record.row,
        outcome=row.outcome,
        name=record.name,
        public_id=row.public_id,
        problems=tuple(record.problems),
        changes=tuple(_changes(row, names)) if row.outcome == UPDATED else (),
        text=" | ".join(map(tidy, record.raw)) if record.problems else "",
    )


def _changes(row: Planned, names: Names) -> Iterable[tuple[str, str, str]]:
    for attname, new in row.after.items():
        field = attname.removesuffix("_id") if attname != "public_id" else attname
        yield field, shown(attname, row.before[attname], names), shown(attname, new, names)


def _ranges(rows: Iterable[int]) -> str:
    """2, 3, 4, 7 is "2-4, 7"."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """The short columns side by side; a Chinese character is two wide."""
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    for row in rows:
        short = (
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=False)
        )
        yield "  ".join([*short, *row[len(widths) :]])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
