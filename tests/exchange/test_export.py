"""What is exported is imported again without a change, and runs in no spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from network.exchange.export import COLUMNS, as_csv, as_geojson, as_workbook, export_rows
from network.exchange.imports import Options, make_plan
from network.models import Place
from tests.builders import (
    make_amenity,
    make_category,
    make_organization,
    make_place,
    make_service,
    make_subdistrict,
)
from tests.exchange.sheets import make_haidian

pytestmark = pytest.mark.django_db
HEADERS = [header for header, _field in COLUMNS]
DANGEROUS = ["=cmd()", "+86 10", "-1", "@x", "\t=x", "＝x", "＋1", "－1", "＠x", "'=x", " =x"]


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def again(data: bytes, datum: Any = "gcj02") -> list[str]:
    plan = make_plan(data, Options(category=make_category().code, datum=datum))
    return [
        f"{row.record.row} {row.outcome} {dict(row.after)} {[str(p) for p in row.record.problems]}"
        for row in plan.rows
        if row.outcome != "unchanged"
    ]


def full_place(**more: Any) -> Place:
    values: dict[str, Any] = {
        "organization": make_organization("110108"),
        "district": make_subdistrict("110108007").district,
        "subdistrict": make_subdistrict("110108007"),
        "name_en": "Station",
        "alias": "小站",
        "address_note": "进门左手",
        "phone": "010-82469318-864, 62130974",
        "hours": "Mo-Fr 09:00-17:00",
        "hours_text": "工作日 9 点到 17 点",
        "access_who": "outdoor_workers,members",
        "access_needs": "scan,ask",
        "step_free": False,
        "free_of_charge": True,
        "floor": "2层",
        "entrance": "东门",
        "services_text": "太空舱",
        "verified_on": "2026-11-20",
        "source": "工会",
        "note": "第一行\n第二行",
    }
    return make_place(amenities=["water", "wifi"], services=["legal_aid"], **values | more)


@pytest.mark.parametrize("datum", ["gcj02", "wgs84", "bd09"])
@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_nothing_changes_on_the_way_back(write: Any, datum: Any) -> None:
    full_place()
    make_place(organization=make_organization(), status="draft", latitude=None, longitude=None)
    make_place(organization=make_organization("110108"), status="draft")
    make_place(organization=make_organization("110108"), status="closed")
    assert again(write(export_rows(Place.objects.all(), datum)), datum) == []


def test_a_change_in_the_sheet_is_the_only_one() -> None:
    place = full_place()
    rows = list(export_rows(Place.objects.all(), "gcj02"))
    rows[1][HEADERS.index("电话")] = "12351"
    plan = make_plan(as_csv(rows), Options(category=make_category().code, datum="gcj02"))
    assert [dict(row.after) for row in plan.rows] == [{"phone": "12351"}]
    assert plan.rows[0].place == place.pk


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_runs_in_a_spreadsheet(text: str) -> None:
    make_place(name=f"{text}", alias=text, note=text, organization=make_organization("110108"))
    rows = list(export_rows(Place.objects.all(), "gcj02"))
    cells = next(csv.reader(io.StringIO(as_csv(rows[1:]).decode("utf-8-sig"))))
    assert not [c for c in cells if c.lstrip()[:1] in tuple("=+-@＝＋－＠") and c]
    sheet: Any = load_workbook(io.BytesIO(as_workbook(rows))).active
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_geojson_is_in_wgs84_with_longitude_first() -> None:
    place = make_place(latitude=39.9075, longitude=116.3913)
    make_place(status="draft", latitude=None, longitude=None)
    found = json.loads(as_geojson(Place.objects.order_by("pk")))
    first, second = found["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [116.3913, 39.9075]}
    assert (first["id"], first["properties"]["name"]) == (place.public_id, place.name)
    assert second["geometry"] is None


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]),
    max_size=30,
)
NAMES = TEXT.filter(lambda text: any(char.isalnum() for char in text))


class AnyPlace(TestCase):
    """Whatever staff typed comes back as it is."""

    def setUp(self) -> None:
        make_haidian()

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(
        name=NAMES,
        texts=st.fixed_dictionaries(
            dict.fromkeys(("alias", "address_note", "services_text", "note", "source"), TEXT)
        ),
        where=st.tuples(st.floats(39.5, 40.9), st.floats(115.5, 117.3)),
        who=st.sampled_from(["", "everyone", "members,mothers"]),
        step_free=st.sampled_from([None, True, False]),
        write=st.sampled_from([as_csv, as_workbook]),
    )
    def test_it_comes_back_as_it_was(
        self, name: str, texts: dict[str, str], where: Any, who: str, step_free: Any, write: Any
    ) -> None:
        Place.objects.all().delete()
        make_place(
            name=name,
            latitude=where[0],
            longitude=where[1],
            access_who=who,
            step_free=step_free,
            amenities=["water"],
            services=["legal_aid"],
            organization=make_organization("110108"),
            **texts,
        )
        assert again(write(export_rows(Place.objects.all(), "gcj02"))) == []


def test_names_that_mean_two_things_are_told_by_their_codes() -> None:
    make_amenity("rest_room", name="法律援助")
    make_place(amenities=["rest_room"], services=["legal_aid"], organization=make_organization())
    make_service("jobs", name="休息")
    make_place(services=["jobs"], organization=make_organization())
    assert again(as_csv(export_rows(Place.objects.all(), "gcj02"))) == []
