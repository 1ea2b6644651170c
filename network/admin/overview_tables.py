"""The tables of the overview: what is recorded, what it says, how fresh it is, and where."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network import gaps
from network.admin.display import category_mark
from network.admin.figures import Line, Number, Table, bar, key, percent
from network.admin.filters import ON_MAP
from network.admin.territory import Territory
from network.models import Category, District
from network.statistics import Tallies, Tally, by, measures, tallies, total

BAND_KINDS: Final = {
    "30": "open",
    "90": "open-2",
    "180": "open-3",
    "365": "soon",
    "older": "shut",
    "never": "unsure",
}
FRESH: Final = ("30", "90", "180")
NONE: Final[Tally] = Counter()


@dataclasses.dataclass(frozen=True)
class Overview:
    """All numbers of a territory: one query that counts, three for the names."""

    territory: Territory

    @cached_property
    def _groups(self) -> Tallies:
        """By category, district and path of the owner."""
        keys = ("category_id", "district_id", "organization__path")
        counted = measures(self.territory.today)
        return tallies(self.territory.places(), *keys, counted=counted)

    @cached_property
    def _by_category(self) -> dict[Any, Tally]:
        return by(self._groups, 0)

    @cached_property
    def _by_district(self) -> dict[Any, Tally]:
        return by(self._groups, 1)

    @cached_property
    def _by_cell(self) -> dict[Any, Tally]:
        return by(self._groups, 0, 1)

    @cached_property
    def _by_owner(self) -> dict[Any, Tally]:
        return by(self._groups, 2)

    @cached_property
    def categories(self) -> list[Category]:
        """All, or the one that was chosen."""
        chosen = self.territory.category
        return [chosen] if chosen else list(Category.objects.all())

    @cached_property
    def sums(self) -> Tally:
        """Of the whole territory."""
        return total(self._by_category.values())

    def tables(self) -> list[Table]:
        """Those that have something to tell."""
        found = [self.recorded, self.completeness, self.freshness()]
        found += [table for table in (self.bodies(), self.districts()) if table.lines]
        return found

    def headline(self) -> list[Line]:
        """What to remember: recorded of reported (of the whole network), complete, verified."""
        first = self.recorded.lines[-1:] if self.territory.is_whole else []
        return [*first, *self.completeness.lines[-2:]]

    # What is recorded

    @cached_property
    def recorded(self) -> Table:
        """Beside what is officially reported, which is told of the whole network only."""
        whole = self.territory.is_whole
        reported = [_("officially reported")] if whole else []
        return Table(
            key="recorded",
            title=_("Recorded by category"),
            headers=[
                capfirst(_("category")),
                *reported,
                _("on the public map"),
                _("drafts"),
                _("recorded of reported") if whole else _("share of all"),
            ],
            lines=list(self._recorded_lines()),
            note="" if whole else _("Official figures tell of the whole network only."),
        )

    def _recorded_lines(self) -> Iterator[Line]:
        official, matched = 0, 0
        for category in self.categories:
            tally = self._by_category.get(category.pk, NONE)
            if self.territory.is_whole and category.reported_count:
                official += category.reported_count
                matched += tally["on_map"]
            if tally["all"] or (self.territory.is_whole and category.reported_count):
                yield self._recorded_line(category, tally)
        if len(self.categories) > 1:
            yield self._recorded_total(official, matched)

    def _recorded_line(self, category: Category, tally: Tally) -> Line:
        reported, rows = [], {"category__id__exact": category.pk}
        of = self.sums["all"]
        if self.territory.is_whole:
            of = category.reported_count or 0
            url = reverse("admin:network_category_change", args=[category.pk])
            reported = [Number(category.reported_count, url if category.reported_count else "")]
        part = tally["on_map"] if self.territory.is_whole else tally["all"]
        return Line(
            label=str(category),
            mark=category_mark(category),
            url=self.territory.rows(**rows),
            numbers=[*reported, *self._shown(tally, **rows)],
            share=percent(part, of),
            bar=_two(tally, of) if of else bar(),
        )

    def _recorded_total(self, official: int, matched: int) -> Line:
        whole = self.territory.is_whole
        reported = [Number(official, reverse("admin:network_category_changelist"))] if whole else []
        share = percent(matched, official) if whole else None
        return Line(
            label=_("together"),
            numbers=[*reported, *self._shown(self.sums)],
            url=self.territory.rows(),
            share=share,
            bar=bar(("open", matched / official)) if official else bar(),
            is_total=True,
        )

    def _shown(self, tally: Tally, **rows: Any) -> list[Number]:
        """On the map, and drafts."""
        return [
            Number(tally["on_map"], self.territory.rows(**rows | {"status__in": ON_MAP})),
            Number(tally["draft"], self.territory.rows(**rows | _only("draft"))),
        ]

    # What the records say

    @cached_property
    def completeness(self) -> Table:
        """Part by part, then all of them, then whether someone has looked."""
        whole = self.sums["all"]
        lines = [
            self._said(str(label), whole - self.sums[f"lacks_{part}"], f"has-{part}", part)
            for part, label in gaps.PARTS.items()
        ]
        complete = whole - self.sums["incomplete"]
        lines.append(self._said(_("all of these"), complete, "nothing", "any", is_total=True))
        lines.append(self._looked_at())
        return Table(
            key="completeness",
            title=_("What the records say"),
            headers=[_("what a worker needs"), _("said"), _("missing"), _("share")],
            lines=lines,
            note=_("Of all places that are not closed for good, drafts included."),
        )

    def _said(self, label: str, said: int, has: str, lacks: str, *, is_total: bool = False) -> Line:
        whole = self.sums["all"]
        return Line(
            label=label,
            numbers=[
                Number(said, self.territory.rows(missing=has)),
                Number(whole - said, self.territory.rows(missing=lacks)),
            ],
            share=percent(said, whole),
            bar=bar(("open", said / whole)) if whole else bar(),
            is_total=is_total,
        )

    def _looked_at(self) -> Line:
        fresh, whole = sum(self.sums[f"verified_{band}"] for band in FRESH), self.sums["all"]
        return Line(
            label=_("verified within %(days)d days") % {"days": gaps.STALE_DAYS},
            numbers=[
                Number(fresh, self.territory.rows(verified="fresh")),
                Number(whole - fresh, self.territory.rows(verified="due")),
            ],
            share=percent(fresh, whole),
            bar=bar(("open", fresh / whole)) if whole else bar(),
        )

    def freshness(self) -> Table:
        """When somebody last confirmed the record."""
        whole = self.sums["all"]
        counts = {band: self.sums[f"verified_{band}"] for band in gaps.BAND_NAMES}
        parts = [(BAND_KINDS[band], n / whole) for band, n in counts.items()] if whole else []
        return Table(
            key="freshness",
            title=_("When they were last verified"),
            headers=[_("last verified"), _("places"), _("share")],
            lines=[
                Line(
                    label=str(gaps.BAND_NAMES[band]),
                    mark=key(BAND_KINDS[band]),
                    numbers=[Number(n, self.territory.rows(verified=band))],
                    share=percent(n, whole),
                    bar=bar((BAND_KINDS[band], n / whole)) if whole else bar(),
                )
                for band, n in counts.items()
            ],
            chart=bar(*parts),
        )

    # Whose they are, and where

    def bodies(self) -> Table:
        """The bodies one step down, each with all below it; and what stays with this one."""
        return Table(
            key="bodies",
            title=_("By organization"),
            headers=[
                capfirst(_("organization")),
                _("places"),
                _("on the public map"),
                _("drafts"),
                _("without a position"),
                _("incomplete"),
                _("to verify"),
            ],
            lines=list(self._body_lines()),
        )

    def _body_lines(self) -> Iterator[Line]:
        here = self.territory.body
        if not self.territory.bodies:
            return
        if here and (own := self._by_owner.get(here.path)):
            rows = {"owner": None, "organization__id__exact": here.pk}
            label = _("%(body)s itself") % {"body": here}
            yield self._body_line(label, own, self.territory.rows(**rows), rows)
        for body in self.territory.bodies:
            below = (t for path, t in self._by_owner.items() if path.startswith(body.path))
            tally = total(below)
            url = self.territory.page(body)
            yield self._body_line(str(body), tally, url, {"owner": body.code})

    def _body_line(self, label: str, tally: Tally, url: str, rows: dict[str, Any]) -> Line:
        to = self.territory.rows
        return Line(
            label=label,
            url=url,
            numbers=[
                Number(tally["all"], to(**rows)),
                *self._shown(tally, **rows),
                Number(tally["lacks_position"], to(**rows, position="no")),
                Number(tally["incomplete"], to(**rows, missing="any")),
                Number(tally["due"], to(**rows | {"status__in": ON_MAP}, verified="due")),
            ],
        )

    def districts(self) -> Table:
        """Districts down, categories across; for the whole network those with none, too."""
        shown = [category for category in self.categories if category.pk in self._by_category]
        return Table(
            key="districts",
            title=_("By district and category"),
            headers=[capfirst(_("district")), _("together"), *map(str, shown)],
            lines=list(self._district_lines(shown)) if shown else [],
            note=_("Where the places lie, whoever owns them."),
        )

    def _district_lines(self, shown: list[Category]) -> Iterator[Line]:
        there = self._by_district
        for district in District.objects.all():
            if district.pk in there or self.territory.is_whole:
                filters: dict[str, Any] = {"district__id__exact": district.pk}
                yield self._district_line(str(district), district.pk, shown, filters)
        if None in there:
            filters = {"district__isnull": "True"}
            yield self._district_line(_("not said"), None, shown, filters)

    def _district_line(
        self, label: str, pk: int | None, shown: list[Category], filters: dict[str, Any]
    ) -> Line:
        to = self.territory.rows
        every = self._by_district.get(pk, NONE)["all"]
        cells = [
            Number(
                self._by_cell.get((category.pk, pk), NONE)["all"],
                to(**filters, category__id__exact=category.pk),
            )
            for category in shown
        ]
        return Line(label=label, url=to(**filters), numbers=[Number(every, to(**filters)), *cells])


def _only(status: str) -> dict[str, Any]:
    return {"status__in": None, "status__exact": status}


def _two(tally: Tally, of: int) -> Any:
    return bar(("open", tally["on_map"] / of), ("draft", tally["draft"] / of))
