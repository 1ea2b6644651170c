"""What a report would change in the record: only what a machine can tell from it.

Words are not understood: they are put into the form for a human to finish.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import access, hours
from network.models import Place, Report, ReportKind, Status

CLOSE, PAUSE, ACCESS, MOVE = "close", "pause", "access", "move"
WORDS: Final[dict[str, str | Promise]] = {
    CLOSE: gettext_lazy("Close it for good"),
    PAUSE: gettext_lazy("Close it for now"),
    ACCESS: gettext_lazy("Change who gets in"),
    MOVE: gettext_lazy("Move the pin there"),
}
BY_KIND: Final[dict[str, tuple[str, ...]]] = {
    ReportKind.GONE: (CLOSE,),
    ReportKind.MOVED: (MOVE,),
    ReportKind.PIN: (MOVE,),
    ReportKind.LOCKED: (PAUSE, ACCESS),
    ReportKind.REFUSED: (ACCESS,),
}
LONGEST_HOURS: Final = 250  # characters of the field


class ProposalError(Exception):
    """It can't be done like this; the text says what is missing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A change that accepting the report would make; a code of WORDS."""

    report: Report
    code: str

    @property
    def value(self) -> str:
        """What its button sends."""
        return f"{self.report.pk}:{self.code}"

    @property
    def label(self) -> str:
        """What its button says."""
        return str(WORDS[self.code])


def proposals(report: Report) -> list[Proposal]:
    """Those that a report offers of itself."""
    codes = BY_KIND.get(report.kind, ())
    return [Proposal(report, code) for code in codes if code != MOVE or report.latitude is not None]


def changes(proposal: Proposal, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the place and their new values; `sent` is what the form says beside it.

    Raises ProposalError.
    """
    report = proposal.report
    if proposal.code == MOVE:
        return {"latitude": report.latitude, "longitude": report.longitude}
    if proposal.code == CLOSE:
        return {"status": Status.CLOSED, "closed_until": None}
    if proposal.code == PAUSE:
        until = _until(str(sent.get(f"until-{report.pk}", "")).strip())
        return {"status": Status.CLOSED_FOR_NOW, "closed_until": until}
    return _access(report, sent)


def _until(text: str) -> dt.date | None:
    """The day it opens again, if it is known."""
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ProposalError(_("“%s” is not a day: write it as 2026-12-31.") % text)
    if day <= timezone.localdate():
        raise ProposalError(_("The day it opens again must lie ahead."))
    return day


def _access(report: Report, sent: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {
        "access_who": str(sent.get(f"who-{report.pk}", "")),
        "access_needs": str(sent.get(f"needs-{report.pk}", "")),
    }
    if chosen["access_who"] not in ("", *access.WHO) or chosen["access_needs"] not in (
        "",
        *access.NEEDS,
    ):
        raise ProposalError(_("Choose one of the offered answers."))
    if not any(chosen.values()):
        raise ProposalError(_("Choose who may enter, or what is needed to enter."))
    return {name: code for name, code in chosen.items() if code}


def prefilled(reports: list[Report], place: Place) -> dict[str, Any]:
    """What the place's form starts with: people's words where a human must finish them."""
    values: dict[str, Any] = {}
    for report in reports:
        if not (text := " ".join(report.text.split())):
            continue
        if report.kind == ReportKind.HOURS and "hours_text" not in values:
            values["hours_text"] = text[:LONGEST_HOURS]
            if understood := hours.to_osm(text):
                values["hours"] = understood
        elif report.kind != ReportKind.HOURS:
            day = timezone.localdate(report.created_at).isoformat()
            line = f"{day} {report.get_kind_display()}: {text}"
            before = values.get("note", place.note)
            values["note"] = f"{before}\n{line}".strip()
    return values
