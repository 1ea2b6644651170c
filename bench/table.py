"""Tables in Markdown, every run's value shown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print one table."""
    print(f"\n### {title}\n\n| {' | '.join(header)} |")
    print("|" + " --- |" * len(header))
    for row in rows:
        print(f"| {' | '.join(row)} |")


def runs(values: Sequence[float], form: str = "{:,.0f}") -> str:
    """The median, then every run."""
    each = ", ".join(form.format(value) for value in values)
    return f"**{form.format(median(values))}** ({each})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Ours as a percentage of theirs, run by run."""
    return runs([100 * a / b for a, b in zip(ours, theirs, strict=True)], "{:.0f} %")
