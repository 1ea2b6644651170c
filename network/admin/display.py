"""Small pieces of HTML for lists: state as shape, word and colour; icons; dates."""

from __future__ import annotations

import datetime
from typing import Final

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network import gaps, icons
from network.models import Category, Place

STALE_AFTER: Final = datetime.timedelta(days=gaps.STALE_DAYS)
NOTHING: Final = "—"


def badge(kind: str, text: str) -> SafeString:
    """A state: the kind (a class of admin.css) gives shape and colour, the text the word."""
    return format_html('<span class="state state-{}">{}</span>', kind, text)


def icon(name: str) -> SafeString:
    """A line icon of the sprite."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static(icons.SPRITE),
        icons.known(name),
    )


def filled_icon(name: str, color: str) -> SafeString:
    """A white icon on a disc; its colour is an SVG attribute: style attributes are forbidden."""
    return format_html(
        '<svg class="icon icon-filled" viewBox="0 0 24 24" aria-hidden="true">'
        '<circle cx="12" cy="12" r="12" fill="{}"></circle>'
        '<use href="{}#{}" x="4" y="4" width="16" height="16"></use></svg>',
        color,
        static(icons.SPRITE),
        icons.known(name),
    )


def category_mark(category: Category) -> SafeString:
    """The category's name behind its icon in its colour."""
    return format_html(
        '<span class="mark">{} {}</span>', filled_icon(category.icon, category.color), category
    )


def status_badge(place: Place) -> SafeString:
    """The status, with the day it opens again."""
    text = place.get_status_display()
    if place.closed_until:
        until = place.closed_until.isoformat()
        text = _("%(status)s until %(date)s") % {"status": text, "date": until}
    return badge(place.status, text)


def verified_badge(place: Place) -> SafeString | str:
    """The day of the last check, marked when it is long ago."""
    if place.verified_on is None:
        return badge("unsure", _("never"))
    day = place.verified_on.isoformat()
    if timezone.localdate() - place.verified_on <= STALE_AFTER:
        return day
    return badge("soon", day)


def distance_text(metres: float) -> str:
    """Metres, or kilometres from one on."""
    if metres < 1000:
        return ngettext("%(count)d metre", "%(count)d metres", round(metres)) % {
            "count": round(metres)
        }
    return _("%(count).1f km") % {"count": metres / 1000}
