"""What the report's pages show; public pages, so nothing here asks the database."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from network.edition.edition import Edition
from network.mapping import map_config
from network.models import ReportKind
from network.models.reports import CONTACT_LENGTH, TEXT_LENGTH
from network.pages.presenters import named
from network.reports.form import ReportForm

ICONS: Final[dict[str, str]] = {
    ReportKind.LOCKED: "lock",
    ReportKind.REFUSED: "ban",
    ReportKind.MOVED: "moved",
    ReportKind.GONE: "gone",
    ReportKind.HOURS: "clock",
    ReportKind.EQUIPMENT: "tools",
    ReportKind.PIN: "pin",
    ReportKind.OTHER: "chat",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be wrong."""

    value: str
    label: str
    icon: str
    checked: bool


def form_page(
    detail: dict[str, Any], edition: Edition, *, form: ReportForm | None, problem: str
) -> dict[str, Any]:
    """The form, with what was sent before and what is wrong with it."""
    sent = form.data if form else {}
    values = {name: sent.get(name, "") for name in ("kind", "text", "contact", "lat", "lon")}
    return {
        **_common(detail, edition),
        "choices": [
            Choice(kind.value, str(kind.label), ICONS[kind], kind.value == values["kind"])
            for kind in ReportKind
        ],
        "values": values | {"key": _key(form)},
        "errors": {name: errors[0] for name, errors in form.errors.items()} if form else {},
        "problem": problem,
        "text_length": TEXT_LENGTH,
        "contact_length": CONTACT_LENGTH,
        "config": {
            "map": map_config(),
            "place": {"lat": detail["lat"], "lon": detail["lon"], "category": detail["category"]},
            "leaflet": {
                "script": static("leaflet/leaflet.js"),
                "styles": [static("leaflet/leaflet.css"), static("network/css/map.css")],
            },
            "messages": {
                "pin": _("The right spot. Drag it, tap the map, or use the arrow keys."),
                "moved": _("The pin is moved."),
                "failed": _("The map did not load. Describe the right spot in your words."),
            },
        },
    }


def sent_page(
    detail: dict[str, Any], edition: Edition, reasons: Sequence[str | Promise]
) -> dict[str, Any]:
    """What happens next, and which photos were left out."""
    page = _common(detail, edition)
    return page | {"reasons": reasons, "sent_url": f"{page['page_url']}/sent"}


def _common(detail: dict[str, Any], edition: Edition) -> dict[str, Any]:
    return {
        "name": named(detail),
        "owner": named(detail["organization"]),
        "place_url": f"/places/{detail['id']}",
        "page_url": f"/places/{detail['id']}/report",
        "id": detail["id"],
        "category": detail["category"],
        "edition": edition,
    }


def _key(form: ReportForm | None) -> str:
    """The key of what was sent and not taken; else a fresh one."""
    sent = str(form.data.get("key", "")) if form else ""
    try:
        return str(uuid.UUID(sent))
    except ValueError:
        return str(uuid.uuid4())
