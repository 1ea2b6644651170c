"""One change of many places: planned from a rule, looked at, applied, taken back as a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from network import recorder
from network.exchange.errors import ExchangeError
from network.exchange.rewrites import Rewrite, new_batch, states_of
from network.models import Import, Place, User
from network.querysets import PlaceQuerySet

Values = Mapping[str, Any]  # a place as the recorder reads it
Rule = Callable[[Values], dict[str, Any]]
MOST: Final = 50_000  # places at once, as many as a sheet may have rows


class InapplicableError(Exception):
    """The rule does not suit this place; the argument is a code of `network.exchange.bulk`."""


UNCHANGED, FOREIGN = "unchanged", "foreign"
DRAFT, CLOSED, TOO_LONG, NOT_CLOSED = "draft", "closed", "too_long", "not_closed"


def plan_bulk(
    places: PlaceQuerySet[Place], rule: Rule, *, user: User, options: dict[str, Any]
) -> Import:
    """Plan what the rule does to each of the places that the user may edit.

    Those that are left out are counted by reason in the batch's options, under `skipped`.
    """
    chosen = places.order_by("pk").values_list("pk", flat=True)
    keys = list(chosen[: MOST + 1])
    if len(keys) > MOST:
        raise ExchangeError(_("More than %(most)d places at once: filter them.") % {"most": MOST})
    mine = list(
        Place.objects.filter(pk__in=places.order_by().values("pk"))
        .editable_by(user)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    skipped = Counter({FOREIGN: len(keys) - len(mine)})
    rewrites = [one for some in recorder.chunks(mine) for one in _rewritten(some, rule, skipped)]
    said = options | {"skipped": {code: count for code, count in skipped.items() if count}}
    return new_batch(rewrites, kind=Import.Kind.BULK, user=user, options=said)


def _rewritten(keys: list[int], rule: Rule, skipped: Counter[str]) -> list[Rewrite]:
    found = []
    for pk, state in states_of(keys).items():
        try:
            after = state.values | rule(state.values)
        except InapplicableError as error:
            skipped[str(error)] += 1
            continue
        if after == state.values:
            skipped[UNCHANGED] += 1
        else:
            found.append(Rewrite(pk, state.version, state.values, after))
    return found
