"""Who sent a report, kept only as hashes that nobody can turn back after a week.

An address is never stored. Each day has a random salt of its own; two senders can be
compared for as long as the salts of both days live, and not at all once they are deleted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from network.models import DaySalt


def salt_of(day: dt.date) -> bytes:
    """The day's salt, made when first asked for; call it outside a transaction."""
    salt, _created = DaySalt.objects.get_or_create(day=day)
    return salt.value.encode()


def salts_since(day: dt.date) -> dict[dt.date, bytes]:
    """The salts that live, from this day on."""
    rows = DaySalt.objects.filter(day__gte=day).values_list("day", "value")
    return {day: value.encode() for day, value in rows}


def hashed(salt: bytes, text: str) -> str:
    """Under this salt; empty text stays empty: nothing is known of it."""
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest() if text else ""
