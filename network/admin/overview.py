"""The admin's front page: what waits for this member of staff, and what it did last."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.admin.changes import tell
from network.admin.display import STALE_AFTER
from network.models import Change, Place, Report, Status, User
from network.querysets import EDITS, branch_of

RECENT = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A number of places, what is the matter with them, and the list of them."""

    count: int
    text: str
    url: str
    state: str


def front_page(user: User) -> dict[str, Any]:
    """Context of the index template; three queries and the names in the history."""
    recent = Change.objects.filter(user=user).select_related("user")[:RECENT]
    return {
        "waiting": _waiting(user),
        "recent": tell(list(recent)),
        "may_edit": branch_of(user, EDITS) is not None,
    }


def _waiting(user: User) -> list[Waiting]:
    oldest = timezone.localdate() - STALE_AFTER
    shown = Q(status__in=(Status.PUBLISHED, Status.CLOSED_FOR_NOW))
    numbers = (
        Place.objects.visible_to(user)
        .order_by()
        .aggregate(
            shown=Count("pk", filter=shown),
            nowhere=Count("pk", filter=Q(latitude__isnull=True)),
            draft=Count("pk", filter=Q(status=Status.DRAFT)),
            due=Count("pk", filter=Q(verified_on__lt=oldest) | Q(verified_on__isnull=True)),
        )
    )
    places = reverse("admin:network_place_changelist")
    reports = Report.objects.visible_to(user).open().count()
    return [
        Waiting(
            reports, _("reports to settle"), reverse("admin:network_report_changelist"), "soon"
        ),
        Waiting(numbers["nowhere"], _("without a position"), f"{places}?position=no", "unsure"),
        Waiting(numbers["draft"], _("drafts"), f"{places}?status__exact=draft", "draft"),
        Waiting(numbers["due"], _("not verified for 180 days"), f"{places}?verified=due", "soon"),
        Waiting(
            numbers["shown"],
            _("on the public map"),
            f"{places}?status__in=published,closed_for_now",
            "published",
        ),
    ]
