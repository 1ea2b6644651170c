"""Which changes are risky: made by an editor, they wait for an approver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from network import recorder
from network.edition.sphere import distance
from network.models import Place, Status
from network.querysets import approves

if TYPE_CHECKING:
    from network.querysets import Someone

FAR: Final = 100  # metres; a corrected pin moves less, another address moves more

Held = tuple[int, recorder.State, recorder.State | None]  # place, before, to come (None: gone)


class HeldBackError(Exception):
    """It needs an approver; raised inside the transaction, so that nothing is written."""

    def __init__(self, changes: Sequence[Held]) -> None:
        self.changes = list(changes)
        super().__init__(len(self.changes))


def hold_risky(user: Someone) -> None:
    """Inside `recorder.together`: raise HeldBackError if it is not for this user to do alone."""
    if approves(user):
        return
    changes = [(pk, was, now) for pk, (was, now) in recorder.so_far(Place).items()]
    if any(risks(was.values, now.values) for _pk, was, now in changes):
        raise HeldBackError(changes)


def risks(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What is risky about a change, in words; none is nothing.

    `before` is the whole recorded state of a place, `after` the one to come, empty for a
    deletion. A draft, which the public does not see, is only deleted by an approver; so what
    the public sees does not become one on the way past an approver.
    """
    if not after:
        return [_("deleted")]
    if before["status"] == Status.DRAFT:
        return []
    found = []
    if (moved := _moved(before, after)) > FAR:
        found.append(_("moved by %(metres)d m") % {"metres": round(moved)})
    if after["status"] == Status.CLOSED != before["status"]:
        found.append(_("closed for good"))
    if after["status"] == Status.DRAFT:
        found.append(_("taken off the map"))
    if after["category_id"] != before["category_id"]:
        found.append(_("another category"))
    return found


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    """Metres on the sphere; a position that is given for the first time moves nothing."""
    points = [(state["latitude"], state["longitude"]) for state in (before, after)]
    if any(part is None for point in points for part in point):
        return 0.0
    return distance(*points[0], *points[1])
