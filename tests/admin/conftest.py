"""A small tree of unions, a clerk in its midst, and what a form of a place sends."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.test import Client

from network.admin.position import PositionField
from network.datum import Point
from network.models import Organization, Place, User
from tests.builders import make_category, make_organization, make_place, make_user

ADMIN = "/admin/network/"


@dataclasses.dataclass(frozen=True)
class Tree:
    """City, two districts, a street in each."""

    city: Organization
    haidian: Organization
    street: Organization
    chaoyang: Organization
    far_street: Organization


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Slow hashing is for real passwords."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def tree(db: None) -> Tree:
    """The unions."""
    city = make_organization()
    haidian = make_organization("110108", name="海淀区总工会", level="district", parent=city)
    chaoyang = make_organization("110105", name="朝阳区总工会", level="district", parent=city)
    street = make_organization("110108012", name="海淀街道总工会", level="street", parent=haidian)
    far = make_organization("110105026", name="望京街道总工会", level="street", parent=chaoyang)
    return Tree(city, haidian, street, chaoyang, far)


@pytest.fixture
def clerk(tree: Tree) -> User:
    """An approver of the district of Haidian."""
    return make_user("haidian-clerk", organization=tree.haidian, role="approver")


@pytest.fixture
def signed_in(client: Client, clerk: User) -> Client:
    """The district's clerk, signed in, reading English."""
    client.cookies["django_language"] = "en"
    client.force_login(clerk)
    return client


@pytest.fixture
def own_place(tree: Tree) -> Place:
    """A published place of the clerk's district."""
    return make_place(name="自家驿站", organization=tree.haidian, latitude=39.95, longitude=116.33)


def sent(place: Place | None = None, **overrides: Any) -> dict[str, Any]:
    """What the browser sends for this place, or for a new one, with some fields changed."""
    values: dict[str, Any] = {
        "name": "新驿站",
        "category": make_category().pk,
        "status": "draft",
        "position": "",
        "position_datum": "gcj02",
    }
    if place:
        stored = Place.objects.filter(pk=place.pk).values_list("version", flat=True)
        point = Point(place.latitude or 0, place.longitude or 0)
        values |= {
            "seen_version": stored.first() or "",
            "position": PositionField().prepare_value(point).text,
            "name": place.name,
            "category": place.category_id,
            "status": place.status,
            "organization": place.organization_id,
            "address": place.address,
            "amenity_choices": [row.pk for row in place.amenities.all()],
            "service_choices": [row.pk for row in place.services.all()],
        }
    return values | overrides


def change_url(place: Place) -> str:
    """The form of a place."""
    return f"{ADMIN}place/{place.pk}/change/"
