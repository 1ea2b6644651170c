"""Accept reports into the record: the place changes and they are settled, or nothing happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from network import recorder
from network.models import Place, Report, ReportStatus, User
from network.reports.settle import settle


class AcceptError(Exception):
    """Nothing was changed; the text says why."""


def accept(
    because: Report,
    others: Sequence[Report],
    changes: Mapping[str, Any],
    *,
    user: User,
    seen_version: int,
    answer: str = "",
    verified: bool = False,
) -> tuple[Place, int]:
    """Change the place as the report says and settle it with others of the same place.

    `seen_version` is the place's version that the user was shown; `verified` says that somebody
    has checked. Returns the place and how many reports were settled. Raises AcceptError.
    """
    batch = str(because.pk)
    with (
        recorder.recording(user=user, through="report", batch=batch),
        recorder.together(),
    ):
        place = _locked(because, user, seen_version)
        if not Report.objects.settled_by(user).open().filter(pk=because.pk).exists():
            raise AcceptError(_("A colleague has settled this report already."))
        _change(place, dict(changes), verified=verified)
        chosen = [because, *(one for one in others if one.place_id == because.place_id)]
        number = settle(chosen, user=user, status=ReportStatus.ACCEPTED, answer=answer)
    return place, number


def _locked(because: Report, user: User, seen_version: int) -> Place:
    mine = Place.objects.decided_by(user).select_for_update(of=("self",))
    place: Place | None = mine.filter(pk=because.place_id).first()
    if place is None or place.version != seen_version:
        raise AcceptError(
            _("Someone else has changed this place since you opened the page. Look again.")
        )
    return place


def _change(place: Place, changes: dict[str, Any], *, verified: bool) -> None:
    if verified:
        changes["verified_on"] = timezone.localdate()
    for name, value in changes.items():
        setattr(place, name, value)
    try:
        place.full_clean()
    except ValidationError as error:
        raise AcceptError(
            _("The record can't be saved like this: %(why)s Open it in the form.")
            % {"why": " ".join(error.messages)}
        ) from error
    place.save()
