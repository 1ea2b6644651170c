"""Chainable reads: the only home of "who may see and edit what"; writes are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from network import gaps, recorder

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from network.models import User

    Someone: TypeAlias = "User | AnonymousUser"

M = TypeVar("M", bound=models.Model)
Q_ = TypeVar("Q_", bound=models.QuerySet[Any])

# Roles, as `network.models.accounts.Role` names them.
APPROVER: Final = "approver"
EDITS: Final = ("editor", APPROVER)
READS: Final = (*EDITS, "auditor")
# Places that lead by `replaced_by` to one that the branch owns; UNION ends a circle.
MERGED_INTO_BRANCH: Final = """
WITH RECURSIVE merged(id) AS (
    SELECT place.id FROM network_place AS place
    JOIN network_place AS kept ON kept.id = place.replaced_by_id
    JOIN network_organization AS owner ON owner.id = kept.organization_id
    WHERE substr(owner.path, 1, %s) = %s
    UNION
    SELECT place.id FROM network_place AS place JOIN merged ON place.replaced_by_id = merged.id
)
SELECT id FROM merged
"""
MANY: Final = 20  # places at once; what changes more waits for an approver


def branch_of(user: Someone, roles: Sequence[str] = READS) -> str | None:
    """The path of the branch of the tree in which the user has one of these roles.

    "" is the whole tree, for superusers; None is nothing. Every right follows from this.
    """
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return None
    if user.is_superuser:
        return ""
    if user.organization is None or user.role not in roles:
        return None
    return user.organization.path


def _in_branch(rows: Q_, field: str, user: Someone, roles: Sequence[str]) -> Q_:
    branch = branch_of(user, roles)
    if branch is None:
        return rows.none()
    return rows.filter(**{f"{field}__startswith": branch}) if branch else rows


class RecordedQuerySet(models.QuerySet[M]):
    """A queryset whose writes go through the recorder."""

    def update(self, **kwargs: Any) -> int:
        """Update, recording each row that really changes."""
        with transaction.atomic(using=self.db):
            pks = sorted(self.order_by().values_list("pk", flat=True))
            # All first: the change counter, which the first part locks, is the last to be taken.
            recorder.lock(self.model, pks, using=self.db)
            return sum(self._update_chunk(some, kwargs) for some in recorder.chunks(pks))

    update.alters_data = True  # type: ignore[attr-defined]  # as Django marks it for templates

    def _update_chunk(self, pks: list[int], values: dict[str, Any]) -> int:
        with recorder.watched(self.model, pks, using=self.db):
            rows = self.order_by().filter(pk__in=pks)
            return models.QuerySet.update(rows, **values)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Create rows, recording each; conflict clauses are refused: they hide what changed."""
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("bulk_create with a conflict clause can't be recorded")
        with recorder.creating(self.model, using=self.db) as created:
            made = super().bulk_create(objs, *args, **kwargs)
            created.extend(obj.pk for obj in made)
            return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, recording the last state of each row."""
        with transaction.atomic(using=self.db):
            pks = list(self.order_by().values_list("pk", flat=True))
            with recorder.watched(self.model, pks, using=self.db):
                return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # as Django marks it for templates
    delete.queryset_only = True  # type: ignore[attr-defined]  # not on the manager


class LinkQuerySet(models.QuerySet[M]):
    """A queryset of many-to-many rows; writes are recorded as changes of the owner."""

    def _owners(self) -> tuple[type[models.Model], str]:
        name = self.model.owner  # type: ignore[attr-defined]  # every Link names its owner
        return self.model._meta.get_field(name).related_model, f"{name}_id"  # type: ignore[return-value]

    def update(self, **kwargs: Any) -> int:
        """Refused: add and remove links instead."""
        raise TypeError("links are added and removed, not updated")

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Add links, recording the owners' change."""
        model, attname = self._owners()
        links = list(objs)
        with recorder.watched(model, {getattr(link, attname) for link in links}, using=self.db):
            return super().bulk_create(links, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove links, recording the owners' change."""
        model, attname = self._owners()
        with transaction.atomic(using=self.db):
            pks = set(self.order_by().values_list(attname, flat=True))
            with recorder.watched(model, pks, using=self.db):
                return super().delete()


class PlaceQuerySet(RecordedQuerySet[M]):
    """Places, by what the public sees and what staff may see and do.

    Rights follow the owning organization; district and street have no say.
    """

    def published(self) -> PlaceQuerySet[M]:
        """What the public sees, closed for now included; twin of `Place.is_public`."""
        return self.filter(status__in=("published", "closed_for_now"))

    def drafts(self) -> PlaceQuerySet[M]:
        """Not yet shown."""
        return self.filter(status="draft")

    def kept(self) -> PlaceQuerySet[M]:
        """Not closed for good: what somebody has to keep right."""
        return self.filter(status__in=("draft", "published", "closed_for_now"))

    def incomplete(self) -> PlaceQuerySet[M]:
        """Lacking something that a worker needs to see, find, enter and use the place."""
        return self.filter(gaps.incomplete())

    def due(self, today: dt.date) -> PlaceQuerySet[M]:
        """Not confirmed by a human within the half year."""
        return self.filter(gaps.due(today))

    def visible_to(self, user: Someone) -> PlaceQuerySet[M]:
        """What the user's organization, or one below it, owns, drafts included."""
        return _in_branch(self, "organization__path", user, READS)

    def editable_by(self, user: Someone) -> PlaceQuerySet[M]:
        """Of these, what editors and approvers may change."""
        return _in_branch(self, "organization__path", user, EDITS)

    def decided_by(self, user: Someone) -> PlaceQuerySet[M]:
        """Of these, what approvers may take risky changes to, and settle reports on."""
        return _in_branch(self, "organization__path", user, (APPROVER,))

    def located_within(
        self, *, south: float, west: float, north: float, east: float
    ) -> PlaceQuerySet[M]:
        """Inside a box of WGS-84 degrees."""
        return self.filter(Q(latitude__range=(south, north)), Q(longitude__range=(west, east)))


class ReportQuerySet(models.QuerySet[M]):
    """What the public reported, by what staff may see of it."""

    def open(self) -> ReportQuerySet[M]:
        """Not settled yet."""
        return self.filter(status="open")

    def visible_to(self, user: Someone) -> ReportQuerySet[M]:
        """Reports on places that the user may see, or that were merged into such."""
        return self._on_places_of(branch_of(user, READS))

    def settled_by(self, user: Someone) -> ReportQuerySet[M]:
        """Reports that the user may accept or dismiss."""
        return self._on_places_of(branch_of(user, (APPROVER,)))

    def _on_places_of(self, branch: str | None) -> ReportQuerySet[M]:
        if branch is None:
            return self.none()
        if not branch:
            return self
        merged = RawSQL(MERGED_INTO_BRANCH, (len(branch), branch))  # noqa: S611  # a constant
        owned = Q(place__organization__path__startswith=branch)
        return self.filter(owned | Q(place__in=merged))


class WarningQuerySet(RecordedQuerySet[M]):
    """Warnings on places, by whether the public is to see them."""

    def open(self, today: dt.date) -> WarningQuerySet[M]:
        """Neither settled nor past; twin of `PlaceWarning.is_open`."""
        return self.filter(settled_at__isnull=True, until__gte=today)


class BodyQuerySet(RecordedQuerySet[M]):
    """Organizations, by what staff may see of them and give places to."""

    def visible_to(self, user: Someone) -> BodyQuerySet[M]:
        """The user's own and all below it."""
        return _in_branch(self, "path", user, READS)

    def owning_for(self, user: Someone) -> BodyQuerySet[M]:
        """Those whose places the user may edit, and so may make owners."""
        return _in_branch(self, "path", user, EDITS)

    def staffed_by(self, user: Someone) -> BodyQuerySet[M]:
        """Those whose accounts the user manages."""
        return _in_branch(self, "path", user, (APPROVER,))


class StaffQuerySet(models.QuerySet[M]):
    """Accounts, by who manages them."""

    def managed_by(self, user: Someone) -> StaffQuerySet[M]:
        """Of an approver's organization and those below; superusers only by superusers."""
        mine = _in_branch(self, "organization__path", user, (APPROVER,))
        return mine if user.is_superuser else mine.filter(is_superuser=False)


class SignInQuerySet(models.QuerySet[M]):
    """What happened at the door, by who answers for the accounts."""

    def visible_to(self, user: Someone) -> SignInQuerySet[M]:
        """Of the accounts that an approver manages; of unknown names only for superusers."""
        mine = _in_branch(self, "user__organization__path", user, (APPROVER,))
        return mine if user.is_superuser else mine.filter(user__is_superuser=False)


class ImportQuerySet(models.QuerySet[M]):
    """Batches of changes, by who may look at them, prepare them and apply them."""

    def visible_to(self, user: Someone) -> ImportQuerySet[M]:
        """Those of the user's organization and of the ones below it."""
        return _in_branch(self, "organization__path", user, READS)

    def applied_by(self, user: Someone) -> ImportQuerySet[M]:
        """Those that the user may apply and take back: what is risky or large, approvers."""
        small = self.prepared_by(user).filter(writes__lte=MANY, risky=False)
        return small | self.decided_by(user)

    def prepared_by(self, user: Someone) -> ImportQuerySet[M]:
        """Those that the user may read again, discard, or ask an approver to apply."""
        return _in_branch(self, "organization__path", user, EDITS)

    def decided_by(self, user: Someone) -> ImportQuerySet[M]:
        """Those that the user may approve or decline."""
        return _in_branch(self, "organization__path", user, (APPROVER,))

    def waiting(self) -> ImportQuerySet[M]:
        """Those that wait for an approver."""
        return self.filter(state="waiting")


class ChangeQuerySet(models.QuerySet[M]):
    """The history, by what staff may see of it."""

    def visible_to(self, user: Someone) -> ChangeQuerySet[M]:
        """All for the whole network's staff; for others that of places which are theirs.

        A place that was deleted belongs to the organization that owned it last.
        """
        from network.models import Organization, Place

        if runs_network(user, READS):
            return self
        mine = Place.objects.visible_to(user).order_by().values("pk")
        bodies = list(Organization.objects.visible_to(user).values_list("pk", flat=True))
        gone = Q(action="delete", before__organization_id__in=bodies)
        return self.filter(gone | Q(object_pk__in=mine), model="place")


def approves(user: Someone) -> bool:
    """Whether what the user does needs nobody's consent."""
    return branch_of(user, (APPROVER,)) is not None


def runs_network(user: Someone, roles: Sequence[str] = EDITS) -> bool:
    """Whether the user has the role in the body at the top, and so keeps what all share."""
    branch = branch_of(user, roles)
    return branch == "" or (branch is not None and branch.count("/") == 2)  # "/bj/"


RecordedManager = models.Manager.from_queryset(RecordedQuerySet)
LinkManager = models.Manager.from_queryset(LinkQuerySet)
PlaceManager = models.Manager.from_queryset(PlaceQuerySet)
ReportManager = models.Manager.from_queryset(ReportQuerySet)
BodyManager = models.Manager.from_queryset(BodyQuerySet)
ImportManager = models.Manager.from_queryset(ImportQuerySet)
ChangeManager = models.Manager.from_queryset(ChangeQuerySet)
SignInManager = models.Manager.from_queryset(SignInQuerySet)
WarningManager = models.Manager.from_queryset(WarningQuerySet)
