"""What the database holds of a place, whoever writes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from network.models import Place, Status
from tests.builders import make_category, make_district, make_organization, make_place, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": 39.9, "longitude": None, "status": "draft"},
        {"latitude": None, "longitude": 116.4, "status": "draft"},
        {"latitude": None, "longitude": None, "status": "published"},
        {"latitude": 99.0, "longitude": 116.4},
        {"latitude": float("nan"), "longitude": 116.4},
        {"latitude": float("inf"), "longitude": 116.4},
        {"name": ""},
        {"status": "open"},
        {"status": "published", "closed_until": dt.date(2027, 1, 1)},
    ],
)
def test_the_database_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.bulk_create(
            [
                Place(
                    **{"name": "驿站", "latitude": 39.9, "longitude": 116.4}
                    | values
                    | {"category": make_category(), "organization": make_organization()}
                )
            ]
        )


def test_a_district_label_is_whole() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_district("x", latitude=39.9, longitude=None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"latitude": None, "longitude": None, "status": "published"}, "status"),
        ({"longitude": None, "status": "draft"}, "latitude"),
        ({"closed_until": dt.date(2027, 1, 1)}, "closed_until"),
        ({"latitude": float("nan")}, "latitude"),
        ({"hours": "nine to five"}, "hours"),
    ],
)
def test_the_form_says_it_before_the_database(values: dict[str, Any], field: str) -> None:
    place = make_place()
    for name, value in values.items():
        setattr(place, name, value)
    with pytest.raises(ValidationError) as refused:
        place.full_clean()
    assert field in refused.value.message_dict


def test_a_place_can_not_replace_itself() -> None:
    place = make_place(status=Status.CLOSED)
    place.replaced_by = place
    with pytest.raises(ValidationError):
        place.full_clean()


def test_published_and_is_public_agree() -> None:
    for status in Status.values:
        place = make_place(status=status)
        assert Place.objects.published().filter(pk=place.pk).exists() == place.is_public


def test_staff_edit_what_their_organization_and_those_below_own() -> None:
    city = make_organization()
    district = make_organization("110108", level="district", parent=city, name="海淀")
    street = make_organization("110108012", level="street", parent=district, name="街道")
    other = make_organization("1101080", level="district", parent=city, name="像前缀")
    places = {org.code: make_place(organization=org) for org in (city, district, street, other)}
    user = make_user(organization=district)
    assert set(Place.objects.editable_by(user)) == {places["110108"], places["110108012"]}
    assert not Place.objects.editable_by(make_user("none")).exists()
    assert not Place.objects.editable_by(make_user("public", is_staff=False, organization=city))
    assert Place.objects.editable_by(make_user("root", is_superuser=True)).count() == 4
