"""Plan to rewrite places that are stored: staged like the rows of a sheet, applied as one batch."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import router, transaction

from network import recorder
from network.approval import risks
from network.exchange.diff import FACTS
from network.exchange.store import ROWS, remove_left_over, whole
from network.models import (
    Amenity,
    Import,
    Organization,
    Place,
    Service,
    StagedAmenity,
    StagedPlace,
    StagedService,
    User,
)

LINKS: Final[dict[str, tuple[Any, Any, str]]] = {
    "amenities": (Amenity, StagedAmenity, "amenity_id"),
    "services": (Service, StagedService, "service_id"),
}
UPDATE, DELETE = StagedPlace.Action.UPDATE, StagedPlace.Action.DELETE


@dataclasses.dataclass(frozen=True, slots=True)
class Rewrite:
    """One place: its version and recorded state, and the state to come; empty: it goes."""

    place: int
    version: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def changed(self) -> list[str]:
        """The fields that differ."""
        return [name for name in self.after if self.after[name] != self.before[name]]


def states_of(places: Sequence[int]) -> recorder.States:
    """Versions and recorded values of places, by key; those that are no more are left out."""
    return recorder._states(Place, places, router.db_for_write(Place))  # noqa: SLF001  # the one reader of recorded state


def new_batch(
    rewrites: Sequence[Rewrite],
    *,
    kind: Import.Kind,
    user: User,
    subject: str = "",
    options: dict[str, Any] | None = None,
    organization: Organization | None = None,
) -> Import:
    """Keep the plan; it can be applied, or decided on, once all of it is there.

    It belongs to the organization, else to that of the user.
    """
    remove_left_over()
    batch = Import.objects.create(
        kind=kind,
        user=user,
        organization=organization or user.organization or _top(),
        file_name=subject[:255],
        options=options or {},
        writes=len(rewrites),
        risky=any(risks(one.before, one.after) for one in rewrites),
        newest_place=newest_place(),
    )
    with whole(batch):
        stage(batch, rewrites)
    return batch


def _top() -> Organization | None:
    return Organization.objects.filter(parent__isnull=True).order_by("path").first()


def newest_place() -> int:
    """The key of the newest place."""
    return Place.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def stage(batch: Import, rewrites: Sequence[Rewrite]) -> None:
    """Store the rewrites in short transactions."""
    codes = {
        name: dict(model.objects.values_list("code", "pk"))
        for name, (model, *_rest) in LINKS.items()
    }
    for some in recorder.chunks(list(enumerate(rewrites, 1)), ROWS):
        with transaction.atomic():
            _stage(batch, some, codes)


def _stage(
    batch: Import, numbered: Iterable[tuple[int, Rewrite]], codes: dict[str, dict[str, int]]
) -> None:
    staged = StagedPlace.objects.bulk_create([_staged(batch, row, one) for row, one in numbered])
    for name, (_model, links, key) in LINKS.items():
        links._base_manager.bulk_create(
            links(staged=place, **{key: codes[name][code]})
            for place, code in _links(staged, name)
            if code in codes[name]
        )


def _links(staged: list[StagedPlace], name: str) -> Iterator[tuple[StagedPlace, str]]:
    for place in staged:
        for code in place.after.get(name, ()):
            yield place, code


def _staged(batch: Import, row: int, one: Rewrite) -> StagedPlace:
    values = one.after or one.before
    return StagedPlace(
        **{name: values[name] for name in FACTS},
        batch=batch,
        row=row,
        action=UPDATE if one.after else DELETE,
        place_id=one.place,
        expected_version=one.version,
        public_id=one.before["public_id"],
        before={n: one.before[n] for n in one.changed} if one.after else dict(one.before),
        after={n: one.after[n] for n in one.changed},
    )
