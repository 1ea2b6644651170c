"""A file is taken over whole or, with every fault named, not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from network.datum import wgs84_to_gcj02
from network.models import Boundary, Change, District
from tests.boundaries.ground import EAST, WEST, both, feature, load, square, write
from tests.builders import make_place

pytestmark = pytest.mark.django_db
Pair = tuple[District, District]


def run(path: Path, datum: str = "wgs84") -> str:
    out = io.StringIO()
    call_command("import_boundaries", str(path), datum=datum, stdout=out)
    return out.getvalue()


def refusal(path: Path, datum: str = "wgs84") -> str:
    """The sentences, with nothing changed."""
    before = list(Boundary.objects.values_list("pk", "source"))
    with pytest.raises(CommandError) as caught:
        run(path, datum)
    assert list(Boundary.objects.values_list("pk", "source")) == before
    return str(caught.value)


def shifted(ring: list[list[float]]) -> list[list[float]]:
    return [list(wgs84_to_gcj02(y, x)[::-1]) for x, y in ring]


def test_it_is_taken_over(pair: Pair, tmp_path: Path) -> None:
    make_place(district=pair[0], latitude=39.95, longitude=116.45)
    changes = Change.objects.count()
    text = run(write(tmp_path, both()))
    assert "2" in text
    assert Boundary.objects.get(district=pair[0]).rings == [WEST]
    assert Boundary.objects.get(district=pair[1]).source == "districts.geojson (wgs84)"
    assert Change.objects.count() == changes


def test_another_file_takes_its_place(pair: Pair, tmp_path: Path) -> None:
    load(tmp_path)
    smaller = square(116.41, 39.8, 116.6, 40.1)
    with pytest.raises(CommandError):  # the check point is in nobody's district now
        run(write(tmp_path, both(east=smaller)))
    assert Boundary.objects.get(district=pair[1]).rings == [EAST]
    run(write(tmp_path, both(east=square(116.4, 39.7, 116.6, 40.1))))
    assert Boundary.objects.count() == 2
    assert Boundary.objects.get(district=pair[1]).rings != [EAST]


def test_gcj02_is_converted(pair: Pair, tmp_path: Path) -> None:
    run(write(tmp_path, both(shifted(WEST), shifted(EAST))), "gcj02")
    (ring,) = Boundary.objects.get(district=pair[0]).rings
    assert ring[0] == pytest.approx(WEST[0], abs=1e-5)


@pytest.mark.parametrize(("is_shifted", "datum"), [(True, "wgs84"), (False, "gcj02")])
def test_the_wrong_datum_is_known_by_the_check_points(
    pair: Pair, tmp_path: Path, is_shifted: bool, datum: str
) -> None:
    features = both(shifted(WEST), shifted(EAST)) if is_shifted else both()
    text = refusal(write(tmp_path, features), datum)
    assert "海淀区" in text
    assert "朝阳区" in text
    assert datum in text


@pytest.mark.parametrize(
    "properties",
    [
        {"adcode": "110108"},
        {"adcode": 110108, "name": "Haidian"},
        {"gb": "156110108"},
        {"code": "110108000000"},
    ],
    ids=str,
)
def test_a_district_is_known_by_its_code(
    pair: Pair, tmp_path: Path, properties: dict[str, Any]
) -> None:
    west = feature("", WEST, properties=properties)
    run(write(tmp_path, [west, both()[1]]))
    assert Boundary.objects.filter(district=pair[0]).exists()


def test_shapes_of_other_districts_are_left_out_and_told(pair: Pair, tmp_path: Path) -> None:
    text = run(write(tmp_path, [*both(), feature("天津市", square(117, 39, 118, 40))]))
    assert "1 " in text
    assert Boundary.objects.count() == 2


BOW = [[116.2, 39.8], [116.4, 40.1], [116.4, 39.8], [116.2, 40.1], [116.2, 39.8]]
FAULTS: list[tuple[Any, str]] = [
    ([both()[0]], "朝阳区"),
    ([], "朝阳区、海淀区"),
    ([*both(), both()[0]], "海淀区"),
    (both(west=WEST[:-1]), "海淀区"),
    (both(west=WEST[:2]), "海淀区"),
    (both(west=BOW), "海淀区"),
    (both(west=[WEST[0]] * 5), "海淀区"),
    (both(west=[[x, 91.0] for x, _y in WEST]), "海淀区"),
    (both(west=[["x", 1.0], *WEST]), "海淀区"),  # type: ignore[list-item]  # as files have it
    (both(west=[[y, x] for x, y in WEST]), "海淀区"),
    (both(west=[[x - 90, y] for x, y in WEST]), "海淀区"),
    (both(west=7), "海淀区"),  # type: ignore[arg-type]  # as files have it
    ([feature("海淀区", WEST, geometry=None), both()[1]], "海淀区"),
    ([feature("海淀区", WEST, geometry={"type": "Point", "coordinates": [1, 2]})], "海淀区"),
    ([feature("海淀区", WEST, square(117, 39.8, 117.1, 39.9)), both()[1]], "海淀区"),
    ([feature("海淀区"), both()[1]], "海淀区"),
    ([{"properties": None}], "海淀区"),
]


@pytest.mark.parametrize(("features", "named"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_and_nothing_is_changed(
    pair: Pair, tmp_path: Path, features: Any, named: str
) -> None:
    load(tmp_path)
    assert named in refusal(write(tmp_path, features))


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"features": 7}', "[" * 100_000, "\xff"])
def test_what_is_no_geojson_is_refused(pair: Pair, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text, encoding="latin-1")
    assert refusal(path)


def test_a_file_that_is_not_there_or_not_in_degrees(pair: Pair, tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "none.geojson")
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    assert "crs" in refusal(write(tmp_path, both(), crs=crs))


def test_a_hole_is_no_part_of_its_district(pair: Pair, tmp_path: Path) -> None:
    hole = square(116.25, 39.9, 116.3, 40.0)
    run(write(tmp_path, [feature("海淀区", WEST, hole), both()[1]]))
    assert Boundary.objects.get(district=pair[0]).rings == [WEST, hole]
