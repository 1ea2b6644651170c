"""The admin's front page: what waits for this member of staff, and what it did last."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import gaps
from network.admin.changes import tell
from network.admin.duplicates import count_duplicates
from network.admin.filters import KEPT, ON_MAP
from network.boundaries import outside
from network.models import Change, Import, Place, Report, Status, User
from network.querysets import EDITS, approves, branch_of
from network.statistics import measures

RECENT = 8
NOBODY_WAITS: Final = frozenset({"published", "closed"})  # states of cards that are only told

# Of places: the measure, its words, the list's query, the state, a hint.
CARDS: Final = (
    (
        "due",
        gettext_lazy("to verify"),
        f"verified=due&status__in={ON_MAP}",
        "soon",
        gettext_lazy("not confirmed for %(days)d days, or never"),
    ),
    (
        "lacks_position",
        gettext_lazy("without a position"),
        f"position=no&status__in={KEPT}",
        "unsure",
        gettext_lazy("nobody can find them on the map"),
    ),
    (
        "incomplete",
        gettext_lazy("incomplete"),
        f"missing=any&status__in={KEPT}",
        "unsure",
        gettext_lazy("something is missing that a worker needs"),
    ),
    (
        "draft",
        gettext_lazy("drafts"),
        f"status__exact={Status.DRAFT}",
        "draft",
        gettext_lazy("not yet shown to the public"),
    ),
    (
        "on_map",
        gettext_lazy("on the public map"),
        f"status__in={ON_MAP}",
        "published",
        gettext_lazy("open, or closed for now"),
    ),
    (
        "demo",
        gettext_lazy("invented for the demo"),
        "is_demo__exact=1",
        "closed",
        gettext_lazy("not real: remove before use"),
    ),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A number of rows, what is the matter with them, and the list of exactly these."""

    count: int
    text: str
    url: str
    state: str
    hint: str = ""

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
    yield Waiting(count, _("reports to settle"), url, "soon", _("what the public says"))


def _places(user: User) -> Iterable[Waiting]:
    numbers = _numbers(user)
    places = reverse("admin:network_place_changelist")
    for name, text, query, state, hint in CARDS:
        if numbers[name] or name != "demo":
            told = str(hint) % {"days": gaps.STALE_DAYS}
            yield Waiting(numbers[name], str(text), f"{places}?{query}", state, told)


def _numbers(user: User) -> dict[str, int]:
    """Each card's number, in one query."""
    counted = measures(timezone.localdate())
    is_kept = ~Q(status=Status.CLOSED)
    names = [name for name, *_others in CARDS if name != "demo"]
    return Place.objects.visible_to(user).aggregate(
        demo=Count("pk", filter=Q(is_demo=True)),
        **{name: Count("pk", filter=is_kept & counted[name]) for name in names},
    )


def _batches(user: User) -> Iterable[Waiting]:
    """Work for approvers; the others see what of theirs still waits."""
    count = Import.objects.visible_to(user).waiting().count()
    url = f"{reverse('admin:network_import_changelist')}?state__exact=waiting"
    hint = _("risky, or many at once")
    if approves(user):
        yield Waiting(count, _("changes to approve"), url, "soon", hint)
    else:
        yield Waiting(count, _("with an approver"), url, "closed", hint)


def _outside(user: User) -> Iterable[Waiting]:
    """Where boundaries are loaded; without them nobody can tell."""
    if outside.are_loaded():
        count = outside.outside_district(Place.objects.visible_to(user)).count()
        url = f"{reverse('admin:network_place_changelist')}?ground=outside"
        yield Waiting(
            count, _("outside their district"), url, "unsure", _("pin or district is wrong")
        )


def _duplicates(user: User) -> Iterable[Waiting]:
    """For who may merge them."""
    if branch_of(user, EDITS) is not None:
        url = reverse("admin:network_place_duplicates")
        count = count_duplicates(user)
        yield Waiting(count, _("likely duplicates"), url, "unsure", _("pairs to merge, or not"))


# What stands on the front page, in this order: each gives the cards of one kind of work.
QUEUES: Final[tuple[Callable[[User], Iterable[Waiting]], ...]] = (
    _reports,
    _batches,
    _places,
    _outside,
    _duplicates,
)
