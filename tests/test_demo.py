"""The invented network: exact, the same on every run, and gone without a trace."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import opening_hours
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from network.demo import ACCOUNTS, PASSWORD
from network.demo.ground import load_ground, short_name, short_name_en
from network.demo.invent import Invented
from network.demo.mix import load_mix, scaled, spread
from network.demo.rows import add_places, invented
from network.fixtures_csv import FixtureError, read_lines
from network.fixtures_io import load_folder
from network.models import Category, Change, Place, Status, User
from tests.builders import make_place

BEIJING = Path(settings.BASE_DIR) / "fixtures" / "beijing"
REPORTED = {
    "service_centre": 17,
    "service_station": 367,
    "workers_home": 381,
    "warm_heart_station": 8300,
    "wellness_station": 390,
    "mother_baby_room": 1095,
}


@pytest.fixture(scope="module")
def places() -> list[Invented]:
    return list(invented(BEIJING))


@pytest.fixture
def beijing(db: None) -> None:
    load_folder(BEIJING)


def few(count: int = 60) -> int:
    return add_places(invented(BEIJING, count=count))


# What is invented


def test_the_mix_is_the_reported_one(places: list[Invented]) -> None:
    counts = Counter(place.category for place in places)
    assert len(places) == 10_560
    assert {code: counts[code] for code in REPORTED} == REPORTED
    assert counts["drivers_home"] == 1
    assert counts.total() - sum(REPORTED.values()) - 1 == 9


def test_two_runs_are_equal(places: list[Invented]) -> None:
    assert list(invented(BEIJING)) == places


def test_the_first_place_never_changes(places: list[Invented]) -> None:
    """Guards against a dependence on hash order, time or machine."""
    place = next(p for p in places if p.category == "warm_heart_station")
    assert (place.public_id, place.name, place.latitude, place.longitude) == FIRST


FIRST = ("kjntsz3z6t", "东华门槿荷大厦暖心驿站", 39.918006, 116.395852)


def test_public_ids_differ(places: list[Invented]) -> None:
    assert len({place.public_id for place in places}) == len(places)


def test_all_lie_within_the_city(places: list[Invented]) -> None:
    assert all(settings.NETWORK.contains(p.latitude, p.longitude) for p in places)


def test_districts_have_places_as_they_have_people(places: list[Invented]) -> None:
    lines = read_lines(BEIJING / "demo_districts.csv", required=["district", "people"])
    people = {line.cells["district"]: line.real("people") for line in lines}
    counts = Counter(p.area.district for p in places if p.category == "warm_heart_station")
    for district, number in people.items():
        assert counts[district] == pytest.approx(8300 * number / sum(people.values()), abs=1)


def test_every_street_has_its_station_and_every_district_its_centre(places: list[Invented]) -> None:
    ground = load_ground(BEIJING)
    owners = {(p.category, p.area.organization) for p in places}
    assert len(ground.streets) == 344
    assert all(("service_station", area.organization) in owners for area in ground.streets)
    assert all(("service_centre", area.organization) in owners for area in ground.seats)


def test_hours_are_readable_and_some_unknown(places: list[Invented]) -> None:
    values = {place.hours for place in places}
    assert "" in values
    assert "24/7" in values
    assert all(opening_hours.validate(value) for value in values if value)


def test_phones_are_invented(places: list[Invented]) -> None:
    assert all(p.phone == "" or p.phone.startswith("010-8000") for p in places)


@pytest.mark.parametrize("count", [1, 7, 1000, 10_560, 1_000_000])
def test_another_total_is_exact(count: int) -> None:
    mix = load_mix(BEIJING, load_ground(BEIJING))
    assert sum(share.count for share in scaled(mix, count)) == count


def test_a_place_keeps_its_id_in_a_larger_network(places: list[Invented]) -> None:
    more = {place.public_id for place in invented(BEIJING, count=11_000)}
    known = {place.public_id for place in places if place.category == "warm_heart_station"}
    assert known < more


def test_spreading_is_even_to_within_one() -> None:
    share = next(s for s in load_mix(BEIJING, load_ground(BEIJING)) if s.count == 8300)
    whole = sum(area.weight for area in share.areas)
    counts = Counter(area.organization for area in spread(share, one_each=False))
    for area in share.areas:
        assert abs(counts[area.organization] - 8300 * area.weight / whole) < 1


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("望京街道", "望京"),
        ("于家务回族乡", "于家务"),
        ("张镇", "张镇"),
        ("朝阳区", "朝阳"),
        ("北京经济技术开发区", "北京经济技术开发区"),
    ],
)
def test_names_are_shortened(name: str, short: str) -> None:
    assert short_name(name) == short


def test_english_names_are_shortened() -> None:
    assert short_name_en("Labagoumen Manchu Township") == "Labagoumen"


# What is stored


@pytest.mark.slow
def test_the_command_adds_10560_once(beijing: None) -> None:
    real = Place.objects.count()
    call_command("demo", verbosity=0)
    call_command("demo", verbosity=0)
    assert Place.objects.filter(is_demo=True, source="demo").count() == 10_560
    assert Place.objects.count() == real + 10_560
    assert not Place.objects.drafts().filter(is_demo=True).exists()


def test_each_place_has_one_change_through_demo(beijing: None) -> None:
    assert few() == 60
    changes = Change.objects.filter(model="place", through="demo")
    assert changes.count() == 60
    assert set(changes.values_list("action", flat=True)) == {"create"}
    assert any(change.after["amenities"] for change in changes)


def test_stored_places_are_as_invented(beijing: None) -> None:
    few()
    for each in invented(BEIJING, count=60):
        place = Place.objects.get(public_id=each.public_id)
        assert place.organization.code == each.area.organization
        assert (place.latitude, place.longitude) == (each.latitude, each.longitude)
        assert set(place.amenities.values_list("code", flat=True)) == set(each.amenities)
        assert set(place.services.values_list("code", flat=True)) == set(each.services)
        place.full_clean()


def test_adding_again_adds_only_what_is_missing(beijing: None) -> None:
    few(60)
    changes = Change.objects.count()
    assert few(60) == 0
    assert Change.objects.count() == changes
    few(90)
    assert Place.objects.filter(is_demo=True).count() >= 90


def test_clear_removes_exactly_the_invented(beijing: None) -> None:
    real = make_place(name="真的")
    replaced = make_place(name="旧的", status=Status.CLOSED)
    before = set(Place.objects.values_list("pk", flat=True))
    call_command("demo", count=50, verbosity=0)
    staff = User.objects.create_user("real-clerk")
    successor = Place.objects.filter(is_demo=True).first()
    Place.objects.filter(pk=replaced.pk).update(replaced_by=successor)
    call_command("demo", clear=True, verbosity=0)
    assert set(Place.objects.values_list("pk", flat=True)) == before
    assert real.pk in before
    assert list(User.objects.all()) == [staff]


def test_accounts_edit_the_city_a_district_and_a_street(beijing: None) -> None:
    call_command("demo", count=600, verbosity=0)
    users = {user.username: user for user in User.objects.filter(is_demo=True, is_staff=True)}
    assert users.keys() == ACCOUNTS.keys()
    assert all(user.check_password(PASSWORD) for user in users.values())
    seen = {name: Place.objects.editable_by(user).count() for name, user in users.items()}
    assert seen["demo-city"] == Place.objects.count()
    assert seen["demo-city"] > seen["demo-district"] > seen["demo-street"] > 0
    assert [name for name, user in users.items() if user.is_superuser] == ["demo-city"]


def test_the_command_prints_the_accounts(beijing: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", count=1)
    printed = capsys.readouterr().out
    assert all(f"{name} / {PASSWORD}" in printed for name in ACCOUNTS)


@pytest.mark.django_db
def test_without_reference_data_the_command_says_what_to_do() -> None:
    Category.objects.all().delete()
    with pytest.raises(CommandError, match="load_fixtures"):
        call_command("demo", count=1)


@pytest.mark.parametrize("count", ["0", "-1", "1000001", "many", "٣"])
def test_a_count_out_of_range_is_refused(count: str) -> None:
    with pytest.raises(CommandError):
        call_command("demo", "--count", count)


@pytest.mark.django_db
def test_a_city_without_a_demo_says_so(tmp_path: Path, settings: Any) -> None:
    settings.NETWORK_DIR = tmp_path
    with pytest.raises(CommandError, match="csv"):
        call_command("demo")


def test_an_account_of_an_unknown_body_is_refused(beijing: None, tmp_path: Path) -> None:
    from network.demo.accounts import add_accounts

    text = "username,organization,role,superuser\ndemo-street,nowhere,editor,\n"
    (tmp_path / "demo_accounts.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FixtureError, match="nowhere"):
        add_accounts(tmp_path)
