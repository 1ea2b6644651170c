"""What an import is told: options as words, and the same checked and looked up."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from network.boundaries.ground import Ground
from network.conf import DatumName, Network
from network.exchange.errors import ExchangeError
from network.exchange.gazetteer import Gazetteer
from network.exchange.vocabulary import Words
from network.models import (
    Amenity,
    Category,
    District,
    Organization,
    Service,
    Subdistrict,
    User,
)

M = TypeVar("M", bound=models.Model)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user says of a file; codes, and the datum of its coordinates.

    `organization` owns new places, else the federation of the district does; `draft` holds
    every new place back.
    """

    category: str
    datum: DatumName
    district: str = ""
    organization: str = ""
    draft: bool = False
    # Words of the header and the fields they mean, as someone has said; "" is none.
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The options with the rows they name, and what the network knows.

    `owners` are the organizations for which the user may write places; None: all.
    """

    options: Options
    network: Network
    category: Category
    district: District | None
    organization: Organization | None
    gazetteer: Gazetteer
    words: Words
    amenities: dict[str, int]
    services: dict[str, int]
    owners: frozenset[int] | None = None

    def may_own(self, organization: int | None) -> bool:
        """Whether the user may write places of this organization."""
        return self.owners is None or organization in self.owners


def scope_of(options: Options, user: User | None = None) -> Scope:
    """Look everything up once; ExchangeError names an option that does not exist.

    Without a user nothing is out of reach.
    """
    district = _one(District, options.district, _("district")) if options.district else None
    owner = (
        _one(Organization, options.organization, _("organization"))
        if options.organization
        else None
    )
    amenities, services = (
        list(Amenity.objects.order_by("code")),
        list(Service.objects.order_by("code")),
    )
    network: Network = settings.NETWORK
    gazetteer = network_gazetteer()
    if district and not owner and not gazetteer.federation(district):
        raise ExchangeError(
            _("No district-level union body of %(district)s is recorded: name --organization.")
            % {"district": district.name}
        )
    return Scope(
        options=options,
        network=network,
        category=_one(Category, options.category, _("category")),
        district=district,
        organization=owner,
        gazetteer=gazetteer,
        words=Words(amenities, services),
        amenities={row.code: row.pk for row in amenities},
        services={row.code: row.pk for row in services},
        owners=_owners(user),
    )


def network_gazetteer() -> Gazetteer:
    """All districts, streets and organizations by their names."""
    network: Network = settings.NETWORK
    return Gazetteer(
        city=network.city,
        districts=District.objects.all(),
        streets=Subdistrict.objects.select_related("district"),
        organizations=Organization.objects.all(),
        ground=Ground.load(),
    )


def _owners(user: User | None) -> frozenset[int] | None:
    if user is None:
        return None
    return frozenset(Organization.objects.owning_for(user).values_list("pk", flat=True))


def _one(model: type[M], code: str, what: Any) -> M:
    rows = model._default_manager
    if found := rows.filter(code=code).first():
        return found
    known = ", ".join(rows.order_by("code").values_list("code", flat=True)[:30])
    raise ExchangeError(
        _("No %(what)s has the code %(code)s. There are: %(known)s.")
        % {"what": what, "code": code, "known": known or "–"}
    )
