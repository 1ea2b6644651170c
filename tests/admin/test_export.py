"""The list as a file: what it shows, in the datum asked for, within the rights."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from network.datum import from_wgs84
from network.models import Place
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_place


def exported(client: Client, kind: str = "gcj02.csv", **query: str) -> list[dict[str, str]]:
    answer = client.get(f"{ADMIN}place/export/{kind}", query)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_it_holds_what_the_list_shows(signed_in: Client, own_place: Place, tree: Tree) -> None:
    make_place(name="草稿", organization=tree.street, status="draft")
    make_place(name="别家", organization=tree.chaoyang)
    assert {row["名称"] for row in exported(signed_in)} == {own_place.name, "草稿"}
    assert [row["名称"] for row in exported(signed_in, status__exact="draft")] == ["草稿"]
    assert [row["名称"] for row in exported(signed_in, q="自家")] == [own_place.name]


def test_coordinates_stand_in_the_datum_asked_for(signed_in: Client, own_place: Place) -> None:
    (row,) = exported(signed_in)
    there = from_wgs84(own_place.latitude or 0, own_place.longitude or 0, datum="gcj02")
    assert (float(row["纬度"]), float(row["经度"])) == pytest.approx(there, abs=1e-6)
    (row,) = exported(signed_in, "wgs84.csv")
    assert float(row["经度"]) == own_place.longitude


def test_geojson_is_wgs84_only(signed_in: Client, own_place: Place) -> None:
    answer = signed_in.get(f"{ADMIN}place/export/wgs84.geojson")
    (feature,) = json.loads(answer.content)["features"]
    assert feature["geometry"]["coordinates"] == [own_place.longitude, own_place.latitude]
    assert signed_in.get(f"{ADMIN}place/export/gcj02.geojson").status_code == 404
    assert signed_in.get(f"{ADMIN}place/export/mercator.csv").status_code == 404


def test_the_list_offers_it_with_its_filters(signed_in: Client, own_place: Place) -> None:
    page = signed_in.get(f"{ADMIN}place/", {"status__exact": "published"}).content.decode()
    assert "place/export/gcj02.xlsx?status__exact=published" in page
