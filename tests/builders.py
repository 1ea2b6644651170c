"""Makes places and what they stand on; every test says only what matters to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from network.models import (
    Amenity,
    Category,
    District,
    Organization,
    Place,
    Service,
    Status,
    Subdistrict,
    User,
)

_numbers = itertools.count(1)


def make_category(code: str = "warm_heart_station", **overrides: Any) -> Category:
    """The category with this code, made if missing."""
    values = {"name": "暖心驿站", "name_en": "Warm-heart station", "icon": "heart"} | overrides
    return Category.objects.get_or_create(code=code, defaults=values)[0]


def make_amenity(code: str = "water", **overrides: Any) -> Amenity:
    """The amenity with this code, made if missing."""
    return Amenity.objects.get_or_create(code=code, defaults={"name": code} | overrides)[0]


def make_service(code: str = "legal_aid", **overrides: Any) -> Service:
    """The service with this code, made if missing."""
    return Service.objects.get_or_create(code=code, defaults={"name": code} | overrides)[0]


def make_district(code: str = "110108", **overrides: Any) -> District:
    """The district with this code, made if missing."""
    values = {"name": "海淀区", "name_en": "Haidian", "latitude": 39.96, "longitude": 116.298}
    return District.objects.get_or_create(code=code, defaults=values | overrides)[0]


def make_subdistrict(code: str = "110108012", **overrides: Any) -> Subdistrict:
    """The street with this code, made if missing."""
    values = {"name": "海淀街道", "name_en": "Haidian Subdistrict", "district": make_district()}
    return Subdistrict.objects.get_or_create(code=code, defaults=values | overrides)[0]


def make_organization(code: str = "bj", **overrides: Any) -> Organization:
    """The union body with this code, made if missing."""
    values = {"name": "北京市总工会", "name_en": "Beijing Federation", "level": "city"}
    return Organization.objects.get_or_create(code=code, defaults=values | overrides)[0]


def make_place(
    *, amenities: Iterable[str] = (), services: Iterable[str] = (), **overrides: Any
) -> Place:
    """A published place near Tiananmen; amenities and services by code."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": f"测试暖心驿站{number}",
        "status": Status.PUBLISHED,
        "address": f"长安街{number}号",
        "latitude": 39.9 + (number % 89) * 0.001,
        "longitude": 116.3 + (number % 97) * 0.001,
    }
    values |= overrides
    values.setdefault("category", make_category())
    values.setdefault("organization", make_organization())
    place = Place.objects.create(**values)
    place.amenities.set([make_amenity(code) for code in amenities])
    place.services.set([make_service(code) for code in services])
    place.refresh_from_db()
    return place


def make_user(username: str = "clerk", **overrides: Any) -> User:
    """A member of staff with a password equal to nothing anyone uses elsewhere."""
    values: dict[str, Any] = {"is_staff": True} | overrides
    return User.objects.create_user(username=username, password="a-password-9137", **values)
