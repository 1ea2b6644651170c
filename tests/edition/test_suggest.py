"""Suggestions: areas, kinds and things by name, pinyin or initials, then places."""

from __future__ import annotations

from pathlib import Path

import pytest

from network.edition import layout, pinyin
from network.edition.build import build
from network.edition.edition import Edition
from network.models import Amenity, Category, District, Subdistrict
from tests.edition.networks import NOW, row, source


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """A district with two streets, one of them without places."""
    district = District(pk=1, code="110105", name="朝阳区", name_en="Chaoyang")
    streets = [
        Subdistrict(pk=1, code="110105026", name="望京街道", district=district),
        Subdistrict(pk=2, code="110105001", name="建外街道", district=district),
    ]
    places = [
        row(n, 39.9 + n * 0.01, 116.4, name=name, district_id=1, subdistrict_id=1)
        for n, name in enumerate(("朝阳驿站", "望京驿站"))
    ]
    rows = source(
        places,
        districts=[district],
        subdistricts=streets,
        categories=[Category(pk=k, code=f"c{k}", name="暖心驿站") for k in (1, 2, 3)],
        amenities=[Amenity(pk=1, code="microwave", name="热饭", name_en="Microwave")],
    )
    content = build(rows, spell=pinyin.spell, today=NOW.date())
    return Edition(tmp_path, layout.write(tmp_path, content, number=1, made_at=NOW))


def shown(edition: Edition, typed: str) -> list[tuple[str, str]]:
    found = edition.suggest(typed, limit=10, near=None)
    return [(one["kind"], one["name"]) for one in found]


@pytest.mark.parametrize("typed", ["朝阳", "chaoy", "cyq", "CHAOYANG"])
def test_a_district_comes_first(edition: Edition, typed: str) -> None:
    assert shown(edition, typed)[0] == ("district", "朝阳区")


def test_initials_count_from_the_first_on(edition: Edition) -> None:
    assert shown(edition, "wjj") == [("street", "望京街道")]
    assert shown(edition, "jjd") == []
    assert ("street", "望京街道") in shown(edition, "jingjie")


def test_streets_without_places_are_not_offered(edition: Edition) -> None:
    assert ("street", "建外街道") not in shown(edition, "建外")


def test_things_and_places_are_offered(edition: Edition) -> None:
    assert shown(edition, "rf") == [("amenity", "热饭")]
    assert shown(edition, "望京") == [
        ("street", "望京街道"),
        ("place", "望京驿站"),
        ("place", "朝阳驿站"),  # by its street
    ]


def test_what_begins_so_comes_before_what_holds_it(edition: Edition) -> None:
    kinds = [kind for kind, _name in shown(edition, "驿站")]
    assert kinds == ["category", "category", "place", "place"]


@pytest.mark.parametrize("typed", ["", "   ", "没有", "\x1f"])
def test_nothing_typed_nothing_offered(edition: Edition, typed: str) -> None:
    assert shown(edition, typed) == []
