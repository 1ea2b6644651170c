"""Merge two places: one stays and takes over what is chosen, the other leads to it for good."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from network.exchange.diff import FACTS
from network.exchange.errors import ExchangeError
from network.exchange.rewrites import Rewrite, new_batch, states_of
from network.exchange.text import key
from network.models import Import, Place, StagedPlace, Status, User
from network.recorder import State

Values = Mapping[str, Any]  # a place as the recorder reads it

# What is chosen together: one's half with the other's half would say what neither said.
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("name",),
    "name_en": ("name_en",),
    "category": ("category_id",),
    "status": ("status", "closed_until"),
    "position": ("latitude", "longitude"),
    "address": ("address",),
    "address_note": ("address_note",),
    "area": ("district_id", "subdistrict_id"),
    "floor": ("floor",),
    "entrance": ("entrance",),
    "access_who": ("access_who",),
    "access_needs": ("access_needs",),
    "step_free": ("step_free",),
    "free_of_charge": ("free_of_charge",),
    "hours": ("hours", "hours_text"),
    "phone": ("phone",),
    "organization": ("organization_id",),
    "source": ("source",),
    "verified_on": ("verified_on",),
}
# What both have is kept: none of it stands against the rest.
UNITED: Final = ("amenities", "services", "alias", "services_text", "note")
PUBLIC: Final = (Status.PUBLISHED, Status.CLOSED_FOR_NOW)
NOTHING: Final = (None, "")


def differing(kept: Values, other: Values) -> list[str]:
    """The choices there are to make between two places."""
    return [name for name in CHOICES if _part(kept, name) != _part(other, name)]


def default(kept: Values, other: Values, name: str) -> bool:
    """Whether the other's value is taken unless someone says otherwise.

    The one that stays is right, except where it says nothing, was verified earlier, or hides
    from the public what the other shows.
    """
    if name == "status":
        return _is_public(other) and not _is_public(kept)
    if name == "verified_on":
        dates = kept["verified_on"], other["verified_on"]
        return dates[1] is not None and (dates[0] is None or dates[0] < dates[1])
    return all(part in NOTHING for part in _part(kept, name))


def stays_first(one: Values, other: Values) -> bool:
    """Whether the first of two is to stay: what is shown, else what says more, else the first."""
    if _is_public(one) != _is_public(other):
        return _is_public(one)
    return _said(one) >= _said(other)


def united(kept: Values, other: Values, name: str = "") -> dict[str, Any]:
    """What both have, of the values that are not chosen; `name` is the one that was not taken."""
    alias = _joined("、", [*_names(kept["alias"]), *_names(other["alias"]), name])
    note = _joined("\n", [*kept["note"].splitlines(), *other["note"].splitlines()])
    longest = Place._meta.get_field("alias").max_length or 0
    if len(alias) > longest:  # nothing is lost
        note, alias = _joined("\n", [*note.splitlines(), alias]), kept["alias"]
    return {
        "amenities": _both(kept["amenities"], other["amenities"]),
        "services": _both(kept["services"], other["services"]),
        "alias": alias,
        "services_text": _joined("\n", [kept["services_text"], other["services_text"]]),
        "note": note,
    }


def combined(kept: Values, other: Values, others: Iterable[str]) -> dict[str, Any]:
    """The one that stays, with the choices in `others` as the other has them."""
    taken = set(others)
    values = dict(kept)
    for name in taken:
        values |= {column: other[column] for column in CHOICES[name]}
    left_out = kept["name"] if "name" in taken else other["name"]
    same_name = key(left_out) == key(values["name"])
    return values | united(kept, other, "" if same_name else left_out)


@dataclasses.dataclass(frozen=True, slots=True)
class Two:
    """Two places as they are now: the one that stays and the one that goes into it."""

    kept: int
    other: int
    states: Mapping[int, State]

    @property
    def kept_values(self) -> Values:
        """What is stored of the one that stays."""
        return self.states[self.kept].values

    @property
    def other_values(self) -> Values:
        """What is stored of the one that goes."""
        return self.states[self.other].values


def two_places(kept: int, other: int, *, user: User) -> Two:
    """Look both up; ExchangeError says why they can't be merged.

    Raises Place.DoesNotExist where one is not the user's to edit.
    """
    if kept == other:
        raise ExchangeError(_("A place can't be merged with itself: choose two."))
    keys = [kept, other]
    if Place.objects.editable_by(user).filter(pk__in=keys).count() != len(keys):
        raise Place.DoesNotExist
    two = Two(kept, other, states_of(keys))
    _refuse(two)
    return two


def _refuse(two: Two) -> None:
    kept, other = two.kept_values, two.other_values
    for values in (kept, other):
        if values["status"] == Status.CLOSED:
            raise ExchangeError(
                _("“%(name)s” is closed for good: it can't be merged.") % {"name": values["name"]}
            )
    if kept["is_demo"] != other["is_demo"]:
        raise ExchangeError(_("An invented place and a real one can't be merged."))
    keys = (two.kept, two.other)
    waiting = StagedPlace.objects.filter(
        Q(place__in=keys) | Q(replaced_by__in=keys),
        batch__kind=Import.Kind.MERGE,
        batch__state=Import.State.WAITING,
    )
    if waiting.exists():
        raise ExchangeError(
            _("A merge of one of them waits for an approver. Let it be decided first.")
        )


def plan_merge(two: Two, others: Iterable[str], *, seen: Mapping[int, int], user: User) -> Import:
    """Plan it as one batch; `seen` are the versions that the user was shown.

    ExchangeError says what stands against it.
    """
    if any(seen.get(pk) != state.version for pk, state in two.states.items()):
        raise ExchangeError(
            _("Someone else has changed one of the two since. Look at them again, then choose.")
        )
    kept, other = two.kept_values, two.other_values
    after = combined(kept, other, others)
    if _is_public(other) and not _is_public(after):
        raise ExchangeError(
            _("The public sees one of the two: the place that stays must be shown, too.")
        )
    _check(after)
    gone = {"status": Status.CLOSED.value, "closed_until": None, "replaced_by_id": two.kept}
    rewrites = [
        Rewrite(two.kept, two.states[two.kept].version, kept, after),
        Rewrite(two.other, two.states[two.other].version, other, {**other, **gone}),
    ]
    return new_batch(
        [one for one in rewrites if one.changed],
        kind=Import.Kind.MERGE,
        user=user,
        subject=f"{other['name']} → {kept['name']}",
        options={"kept": two.kept, "other": two.other},
    )


def _check(values: Values) -> None:
    """In words, what the database would refuse."""
    place = Place(**{name: values[name] for name in FACTS})
    try:
        place.clean()
    except ValidationError as error:
        raise ExchangeError(" ".join(error.messages)) from error


def _part(values: Values, name: str) -> tuple[Any, ...]:
    return tuple(values[column] for column in CHOICES[name])


def _is_public(values: Values) -> bool:
    return values["status"] in PUBLIC


def _said(values: Values) -> int:
    return sum(value not in (None, "", []) for value in values.values())


def _names(alias: str) -> list[str]:
    return [part.strip() for part in alias.replace("；", "、").split("、")]


def _both(kept: list[str], other: list[str]) -> list[str]:
    """As it is where the other adds nothing: the order of codes is the database's."""
    return kept if set(other) <= set(kept) else sorted({*kept, *other})


def _joined(between: str, parts: Iterable[str]) -> str:
    """Each once, in their order."""
    return between.join(dict.fromkeys(part for part in parts if part))
