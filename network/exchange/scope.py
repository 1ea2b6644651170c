"""What an import is told: options as words, and the same checked and looked up."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from network.conf import DatumName, Network
from network.exchange.errors import ExchangeError
from network.exchange.gazetteer import Gazetteer
from network.exchange.vocabulary import Words
from network.models import Amenity, Category, District, Organization, Service, Subdistrict

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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The options with the rows they name, and what the network knows."""

    options: Options
    network: Network
    category: Category
    district: District | None
    organization: Organization | None
    gazetteer: Gazetteer
    words: Words
    amenities: dict[str, int]
    services: dict[str, int]


def scope_of(options: Options) -> Scope:
    """Look everything up once; ExchangeError names an option that does not exist."""
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
    gazetteer = Gazetteer(
        city=network.city,
        districts=District.objects.all(),
        streets=Subdistrict.objects.select_related("district"),
        organizations=Organization.objects.all(),
    )
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
    )


def _one(model: type[M], code: str, what: Any) -> M:
    rows = model._default_manager
    if found := rows.filter(code=code).first():
        return found
    known = ", ".join(rows.order_by("code").values_list("code", flat=True)[:30])
    raise ExchangeError(
        _("No %(what)s has the code %(code)s. There are: %(known)s.")
        % {"what": what, "code": code, "known": known or "–"}
    )
