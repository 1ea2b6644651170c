"""Tables of numbers as a page shows and a file holds them; bars are drawn here, as SVG.

Style attributes are forbidden, so widths are SVG attributes and colours are classes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from network.exchange.export import Cell
from network.exchange.tables import Sheet

WIDTH: Final = 200  # units of a bar's drawing
HEIGHT: Final = 10
NO_BAR: Final = SafeString("")


@dataclasses.dataclass(frozen=True, slots=True)
class Number:
    """A number of rows, and the list of exactly these."""

    value: int | None
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table: what is counted, the numbers, and perhaps a share with its bar."""

    label: str
    numbers: Sequence[Number]
    url: str = ""
    mark: SafeString = NO_BAR
    share: int | None = None  # percent
    bar: SafeString = NO_BAR
    is_total: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headers (the label's, the numbers', the share's if there is one) and lines."""

    key: str
    title: str
    headers: Sequence[str]
    lines: Sequence[Line]
    note: str = ""
    chart: SafeString = NO_BAR

    @property
    def has_share(self) -> bool:
        """Whether a share stands behind the numbers."""
        return len(self.headers) > len(self.lines[0].numbers) + 1 if self.lines else False

    def as_sheet(self) -> Sheet:
        """The same numbers for a file."""
        headers: list[Cell] = list(self.headers)
        if self.has_share:
            headers[-1] = f"{headers[-1]} (%)"
        return Sheet(self.title, [headers, *(self._cells(line) for line in self.lines)])

    def _cells(self, line: Line) -> list[Cell]:
        share = [line.share] if self.has_share else []
        return [line.label, *(number.value for number in line.numbers), *share]


def percent(part: int, whole: int) -> int | None:
    """Rounded, but 0 and 100 only where it is none and all; None of nothing."""
    if not whole:
        return None
    rounded = round(100 * part / whole)
    if 0 < part < whole:
        return min(max(rounded, 1), 99)
    return rounded


def bar(*parts: tuple[str, float]) -> SafeString:
    """A bar of parts, each a kind (a class of overview.css) and its share of the whole (0 to 1)."""
    return format_html(
        '<svg class="bar" viewBox="0 0 {w} {h}" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="bar-track" width="{w}" height="{h}"></rect>{parts}</svg>',
        w=WIDTH,
        h=HEIGHT,
        parts=_rects(parts),
    )


def _rects(parts: Iterable[tuple[str, float]]) -> SafeString:
    """Side by side; what is there is seen, however little; what overflows is cut off."""
    rows, at = [], 0.0
    for kind, share in parts:
        wide = min(max(share * WIDTH, 1.0) if share else 0.0, WIDTH - at)
        if wide > 0:
            rows.append((kind, round(at, 2), round(wide, 2), HEIGHT))
        at += max(wide, 0.0)
    return format_html_join("", '<rect class="bar-{}" x="{}" width="{}" height="{}"></rect>', rows)


def key(kind: str) -> SafeString:
    """The colour of a part of a bar, beside its words."""
    return format_html(
        '<svg class="bar-key" viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
        '<rect class="bar-{}" x="1" y="1" width="10" height="10"></rect></svg>',
        kind,
    )
