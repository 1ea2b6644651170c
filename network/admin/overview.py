"""The admin's front page: what waits for this member of staff, and what it did last."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network import gaps
from network.admin.changes import tell
from network.admin.filters import KEPT, ON_MAP
from network.models import Change, Place, Report, Status, User
from network.querysets import EDITS, branch_of
from network.statistics import measures

RECENT = 8
NOBODY_WAITS: Final = frozenset({"published"})  # states of cards that are only told


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A number of rows, what is the matter with them, and the list of exactly these."""

    count: int
    text: str
    url: str
    state: str
    hint: str = ""
    icon: str = "dot"

    @property
    def is_work(self) -> bool:
        """Whether somebody has to do something about them."""
        return bool(self.count) and self.state not in NOBODY_WAITS


def front_page(user: User) -> dict[str, Any]:
    """Context of the index template; a query a queue and the names in the history."""
    recent = Change.objects.filter(user=user).select_related("user")[:RECENT]
    waiting = [card for queue in QUEUES for card in queue(user)]
    return {
        "waiting": waiting,
        "all_done": not any(card.is_work for card in waiting),
        "recent": tell(list(recent)),
        "may_edit": branch_of(user, EDITS) is not None,
        "works_here": branch_of(user) is not None,
    }


def _reports(user: User) -> Iterable[Waiting]:
    count = Report.objects.visible_to(user).open().count()
    url = reverse("admin:network_report_changelist")
    yield Waiting(count, _("reports to settle"), url, "soon", _("what the public says"), "flag")


def _places(user: User) -> Iterable[Waiting]:
    counted = measures(timezone.localdate())
    counted["demo"] = Q(is_demo=True)
    closed_too = Place.objects.visible_to(user).order_by()
    is_kept = ~Q(status=Status.CLOSED)
    numbers = closed_too.aggregate(
        demo=Count("pk", filter=counted["demo"]),
        **{
            name: Count("pk", filter=is_kept & counted[name])
            for name in ("on_map", "draft", "incomplete", "due", "lacks_position")
        },
    )
    places = reverse("admin:network_place_changelist")
    yield Waiting(
        numbers["due"],
        _("to verify"),
        f"{places}?verified=due&status__in={ON_MAP}",
        "soon",
        _("not confirmed for %(days)d days, or never") % {"days": gaps.STALE_DAYS},
        "clock",
    )
    yield Waiting(
        numbers["lacks_position"],
        _("without a position"),
        f"{places}?position=no&status__in={KEPT}",
        "unsure",
        _("nobody can find them on the map"),
        "pin",
    )
    yield Waiting(
        numbers["incomplete"],
        _("incomplete"),
        f"{places}?missing=any&status__in={KEPT}",
        "unsure",
        _("something is missing that a worker needs"),
        "info",
    )
    yield Waiting(
        numbers["draft"],
        _("drafts"),
        f"{places}?status__exact={Status.DRAFT}",
        "draft",
        _("not yet shown to the public"),
        "pause",
    )
    yield Waiting(
        numbers["on_map"],
        _("on the public map"),
        f"{places}?status__in={ON_MAP}",
        "published",
        _("open, or closed for now"),
        "map",
    )
    if numbers["demo"]:
        url = f"{places}?is_demo__exact=1"
        yield Waiting(
            numbers["demo"],
            _("invented for the demo"),
            url,
            "published",
            _("not real: remove before use"),
            "gift",
        )


# What stands on the front page, in this order: each gives the cards of one kind of work.
QUEUES: Final[tuple[Callable[[User], Iterable[Waiting]], ...]] = (_reports, _places)
