"""Bring back what the history holds: fields as they were, or a place that was deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from network import recorder
from network.approval import hold_risky
from network.models import Amenity, Change, Organization, Place, Service, User

LINKS: Final[dict[str, Any]] = {"amenities": Amenity, "services": Service}


class RestoreError(Exception):
    """It can't be brought back; nothing was changed."""


def as_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Values of the history as the model holds them, as JSON has no dates.

    Fields that are no more are left out.
    """
    fields = {field.attname: field for field in Place._meta.concrete_fields}
    return {
        name: fields[name].to_python(value) if name in fields else value
        for name, value in values.items()
        if name in fields or name in LINKS
    }


def restore_fields(
    change: Change, names: Collection[str], *, user: User, seen_version: int
) -> Place:
    """Set these fields of the change's place back to what they were before it.

    `seen_version` is the version that the user was shown. Raises RestoreError, and
    HeldBackError where it is not for the user to do alone.
    """
    then = as_stored(change.before)
    with recorder.recording(user=user, through="restore"), recorder.together():
        mine = Place.objects.editable_by(user).select_for_update(of=("self",))
        place = mine.filter(pk=change.object_pk).first()
        if place is None or place.version != seen_version:
            raise RestoreError(_("Someone else has changed this place since. Look again."))
        _set(place, {name: then[name] for name in names if name in then}, user)
        hold_risky(user)
    return place


def restore_deleted(change: Change, *, user: User) -> Place:
    """Make a deleted place again, under its old ids; raises RestoreError."""
    if change.action != Change.Action.DELETE or Place.objects.filter(pk=change.object_pk).exists():
        raise RestoreError(_("It is there already."))
    with recorder.recording(user=user, through="restore"), recorder.together():
        place = Place(pk=change.object_pk)
        _set(place, as_stored(change.before), user)
    return place


def _set(place: Place, values: dict[str, Any], user: User) -> None:
    for name, value in values.items():
        if name not in LINKS:
            setattr(place, name, value)
    if not Organization.objects.owning_for(user).filter(pk=place.organization_id).exists():
        raise RestoreError(_("The organization that owned it is outside your rights."))
    try:
        place.full_clean(validate_unique=True)
        with transaction.atomic():
            place.save()
    except ValidationError as error:
        raise RestoreError("; ".join(error.messages)) from error
    except IntegrityError as error:
        raise RestoreError(_("Something that it needs is no longer there.")) from error
    for name, model in LINKS.items():
        if name in values:
            getattr(place, name).set(model.objects.filter(code__in=values[name]))
