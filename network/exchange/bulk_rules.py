"""What a bulk change does to one place: pure functions of its recorded values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from network.exchange.bulk import CLOSED, DRAFT, NOT_CLOSED, TOO_LONG, InapplicableError, Rule
from network.hours.seasons import laid_over
from network.models import Status

WORDS = 250  # characters of the hours in words


def hours(value: str, words: str) -> Rule:
    """These hours, all year."""
    return lambda _place: {"hours": value, "hours_text": words}


def hours_between(first: dt.date, last: dt.date, value: str, words: str) -> Rule:
    """These hours on these days; the others keep theirs."""
    span = f"{first:%Y.%-m.%-d}-{last:%Y.%-m.%-d}："

    def rule(place: Any) -> dict[str, Any]:
        laid = laid_over(place["hours"], first, last, value)
        known = [line for line in place["hours_text"].split("；") if not line.startswith(span)]
        text = "；".join([*filter(None, known), f"{span}{words}"])
        if laid is None or len(text) > WORDS:
            raise InapplicableError(TOO_LONG)
        return {"hours": laid, "hours_text": text}

    return rule


def facts(**values: Any) -> Rule:
    """These values, whatever was there."""
    return lambda _place: values


def verified(day: dt.date) -> Rule:
    """Looked at on this day; a later look is kept."""

    def rule(place: Any) -> dict[str, Any]:
        known = place["verified_on"]
        return {"verified_on": max(known, day) if known else day}

    return rule


def amenities(order: Sequence[str], add: Collection[str], remove: Collection[str]) -> Rule:
    """Codes to add to what is there, and to take away; all codes in the database's order."""

    def rule(place: Any) -> dict[str, Any]:
        wanted = (set(place["amenities"]) | set(add)) - set(remove)
        return {"amenities": [code for code in order if code in wanted]}

    return rule


def closed_until(day: dt.date | None) -> Rule:
    """Closed for now, until the day on which it opens again, or nobody knows when."""

    def rule(place: Any) -> dict[str, Any]:
        if place["status"] == Status.DRAFT:
            raise InapplicableError(DRAFT)
        if place["status"] == Status.CLOSED:
            raise InapplicableError(CLOSED)
        return {"status": str(Status.CLOSED_FOR_NOW), "closed_until": day}

    return rule


def reopened(place: Any) -> dict[str, Any]:
    """Open again, where it was closed for now."""
    if place["status"] != Status.CLOSED_FOR_NOW:
        raise InapplicableError(NOT_CLOSED)
    return {"status": str(Status.PUBLISHED), "closed_until": None}


def assigned(organization: int) -> Rule:
    """Another owner."""
    return facts(organization_id=organization)
