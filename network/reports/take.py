"""A report comes in: counted, its photos made anew, stored once, weighed against others."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.address import network_of, sender_of
from network.models import Place, Report
from network.reports import photos, senders
from network.reports.corroborate import corroborate
from network.reports.forget import forget_once_a_day
from network.reports.limits import count_attempt


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender learns: the key, and why photos were left out (keys of REFUSALS)."""

    key: uuid.UUID
    refused: tuple[str, ...] = ()


def reportable(public_id: str) -> Place | None:
    """The place that the public sees under this id, or the one that took over; else None."""
    if not (public_id.isascii() and public_id.isalnum()):
        return None  # PostgreSQL refuses some texts, such as a NUL
    place = Place.objects.filter(public_id=public_id).first()
    seen: set[int] = set()
    while place is not None and place.replaced_by and place.pk not in seen:
        seen.add(place.pk)
        place = place.replaced_by
    return place if place is not None and place.is_public else None


def take(
    place: Place, values: dict[str, Any], uploads: Iterable[UploadedFile[Any]], *, client: str
) -> Receipt:
    """Store a report of checked values, once however often it is sent.

    `client` is the sender's address. Raises TooManyReports.
    """
    key: uuid.UUID = values["key"]
    if Report.objects.filter(key=key).exists():
        return Receipt(key)
    now = timezone.now()
    forget_once_a_day(now)
    sender = sender_of(client)
    count_attempt(sender=sender, device=values["device"], place=place.pk, now=now)
    taken, refused = photos.take_photos(uploads)
    try:
        _store(place, values, taken, network=network_of(client))
    except IntegrityError:  # the same report, sent twice at once: the other one is stored
        if not Report.objects.filter(key=key).exists():
            raise
    return Receipt(key, tuple(refused))


def _store(
    place: Place, values: dict[str, Any], taken: list[photos.Photo], *, network: str
) -> None:
    # The time of storing: photos took a while, and an hour apart is measured by it.
    now = timezone.now()
    salt = senders.salt_of(timezone.localdate(now))
    with transaction.atomic():
        # Two like reports at once must see each other: one waits here for the other.
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)
        report = Report.objects.create(
            key=values["key"],
            place=place,
            kind=values["kind"],
            text=values["text"],
            contact=values["contact"],
            latitude=values["lat"],
            longitude=values["lon"],
            created_at=now,
            written_at=values["written"],
            device=senders.hashed(salt, values["device"]),
            network=senders.hashed(salt, network),
        )
        photos.store(report, taken)
        corroborate(report, device=values["device"], network=network)
