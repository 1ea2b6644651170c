"""The reference data: what Beijing's folder holds, and how any folder is loaded."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from python_calamine import CalamineWorkbook

from network.exchange.vocabulary import Words
from network.fixtures_csv import FixtureError, read_lines
from network.fixtures_io import load_folder
from network.models import (
    Amenity,
    Category,
    Change,
    ChangeCounter,
    District,
    Holiday,
    Organization,
    Place,
    Service,
    Subdistrict,
)

BEIJING = Path(settings.BASE_DIR) / "fixtures" / "beijing"
SHARED = Path(settings.BASE_DIR).parent / "shared" / "data"
PLACES = "public_id,name,category,organization"
MODELS = (Category, Amenity, Service, District, Subdistrict, Organization, Holiday, Place)

pytestmark = pytest.mark.django_db


@pytest.fixture
def beijing() -> dict[str, int]:
    return load_folder(BEIJING)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """An invented city of two districts, as small as a folder can be."""
    network = (BEIJING / "network.toml").read_text(encoding="utf-8")
    tables = {
        "network.toml": network.replace("Asia/Shanghai", "Asia/Tokyo"),
        "categories.csv": "code,name,color\nrest_stop,歇脚点,#0b5cad\n",
        "amenities.csv": "code,name,aliases\nwater,水,喝水|开水\n",
        "districts.csv": "code,name,latitude,longitude\neast,东,30.5,100.5\nwest,西,30.5,100.4\n",
        "subdistricts.csv": "code,name,district\ne1,东一街,east\n",
        # The child stands above its parent: the order of lines does not matter.
        "organizations.csv": "code,name,parent,level\nchild,区会,root,district\nroot,总会,,city\n",
        "places.csv": PLACES + ",district,subdistrict,latitude,longitude,amenities\n"
        "bcdfghjkmn,东一街歇脚点,rest_stop,child,east,e1,30.51,100.51,water\n",
    }
    folder = tmp_path / "town"
    folder.mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def state() -> tuple[Any, ...]:
    versions = [list(m._default_manager.order_by("pk").values("pk", "version")) for m in MODELS]
    return Change.objects.count(), ChangeCounter.objects.get().value, versions


# Beijing's folder


def test_beijing_is_complete(beijing: dict[str, int]) -> None:
    holidays = beijing.pop("holidays")
    assert beijing == {
        "categories": 12,
        "amenities": 31,
        "services": 28,
        "districts": 17,
        "subdistricts": 343,
        "organizations": 361,
        "places": 4,
    }
    assert holidays == Holiday.objects.count() > 700


def test_the_federation_is_a_tree_of_1_17_and_343(beijing: dict[str, int]) -> None:
    levels = Counter(Organization.objects.values_list("level", flat=True))
    assert levels == {"city": 1, "district": 17, "street": 343}
    wangjing = Organization.objects.get(name="望京街道总工会")
    assert wangjing.path == "/bj/110105/110105026/"
    assert all(body.path == body.own_path() for body in Organization.objects.all())


def test_reported_counts_carry_their_source(beijing: dict[str, int]) -> None:
    counted = Category.objects.exclude(reported_count=None)
    assert counted.get(code="warm_heart_station").reported_count == 8300
    assert set(counted.values_list("reported_source", flat=True)) == {"北京市工会五年工作报告"}


def test_category_colours_differ_and_are_readable_under_white(beijing: dict[str, int]) -> None:
    colours = list(Category.objects.values_list("color", flat=True))
    assert len(set(colours)) == len(colours)
    assert min(map(contrast_with_white, colours)) >= 4.5


def contrast_with_white(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def test_everything_has_an_english_name(beijing: dict[str, int]) -> None:
    for model in MODELS[:6]:
        names = model._default_manager.values_list("name_en", flat=True)
        assert all(name and name.isascii() for name in names), model


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110102013", "Dashilan Subdistrict"),
        ("110102012", "Shichahai Subdistrict"),
        ("110105001", "Jianwai Subdistrict"),
        ("110105002", "Chaowai Subdistrict"),
        ("110106015", "Majiapu Subdistrict"),
        ("110111105", "Changyang Town"),
        ("110115111", "Zhangziying Town"),
        ("110105021", "Nanmofang Area"),
        ("110112209", "Yujiawu Hui Township"),
        ("110117214", "Xiong'erzhai Township"),
    ],
)
def test_odd_readings_are_right(code: str, name: str) -> None:
    lines = read_lines(BEIJING / "subdistricts.csv", required=["code", "name_en"])
    assert {line.cells["code"]: line.cells["name_en"] for line in lines}[code] == name


def test_no_word_means_two_things(beijing: dict[str, int]) -> None:
    words = Counter(w for m in (Amenity, Service) for row in m.objects.all() for w in row.words())
    assert [word for word, count in words.items() if count > 1] == []


def test_places_without_a_position_are_drafts(beijing: dict[str, int]) -> None:
    assert Place.objects.drafts().filter(latitude=None).count() == 3
    assert Place.objects.published().get().name == "北京市劳动人民文化宫"
    assert not Place.objects.filter(source="").exists()


@pytest.mark.parametrize("year", [2024, 2025])
def test_holidays_are_the_official_ones(beijing: dict[str, int], year: int) -> None:
    path = SHARED / "holidays_cn" / f"{year}.json"
    if not path.exists():
        print(f"{path} is absent: nothing to compare the holidays with")
        return
    official = {
        (day["date"], "off" if day["isOffDay"] else "makeup")
        for day in json.loads(path.read_text(encoding="utf-8"))["days"]
    }
    ours = Holiday.objects.filter(date__year=year).values_list("date", "kind")
    assert {(day.isoformat(), kind) for day, kind in ours} == official


def test_every_word_of_the_real_sheets_is_known(beijing: dict[str, int]) -> None:
    paths = sorted((SHARED / "haidian").glob("*.xlsx"))
    if not paths:
        print(f"{SHARED / 'haidian'} is absent: no sheet to read")
        return
    words = Words(Amenity.objects.all(), Service.objects.all())
    unknown = {
        word for path in paths for cell in service_cells(path) for word in words.read(cell).unknown
    }
    assert unknown == {"地址变更暂停服务"}  # says that it is closed, not what it offers


def service_cells(path: Path) -> list[str]:
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    column = [str(name).strip() for name in header].index("service")
    return [str(row[column]) for row in rows if str(row[column]).strip()]


# Loading


def test_loading_again_writes_nothing(beijing: dict[str, int]) -> None:
    before = state()
    assert set(load_folder(BEIJING).values()) == {0}
    assert state() == before


def test_refreshing_what_is_fresh_writes_nothing(beijing: dict[str, int]) -> None:
    before = state()
    assert set(load_folder(BEIJING, refresh=True).values()) == {0}
    assert state() == before


def test_each_row_has_one_change_through_fixture(town: Path) -> None:
    written = load_folder(town)
    changes = Change.objects.filter(through="fixture", action="create")
    assert changes.count() == Change.objects.count() == sum(written.values())
    assert changes.get(model="place").after["amenities"] == ["water"]


def test_another_city_is_another_folder(town: Path) -> None:
    load_folder(town)
    place = Place.objects.published().get()
    assert (place.category.code, place.organization.path) == ("rest_stop", "/root/child/")
    assert place.amenities.get().words() == ["水", "喝水", "开水"]
    assert not Holiday.objects.exists()


def test_what_staff_changed_stays(town: Path) -> None:
    load_folder(town)
    Category.objects.update(name="驿站")
    load_folder(town)
    assert Category.objects.get().name == "驿站"


def test_a_refresh_brings_back_what_the_files_say(town: Path) -> None:
    load_folder(town)
    Category.objects.update(name="驿站")
    Place.objects.get().amenities.clear()
    written = load_folder(town, refresh=True)
    assert {name for name, count in written.items() if count} == {"categories", "places"}
    assert Category.objects.get().name == "歇脚点"
    assert Place.objects.get().amenities.count() == 1


def test_what_staff_deleted_stays_deleted(town: Path) -> None:
    load_folder(town)
    Place.objects.all().delete()
    assert load_folder(town)["places"] == 0
    assert load_folder(town, refresh=True)["places"] == 1


FAULTS = {
    "a colour that is none": ("categories", "code,name,color\na,甲,red\n", 2, "color"),
    "a name that is missing": ("categories", "code,name\na,甲\nb,\n", 3, "name"),
    "a code twice": ("categories", "code,name\na,甲\na,乙\n", 3, "code"),
    "a code that is empty": ("categories", "code,name\n,甲\n", 2, "code"),
    "a number that is none": ("districts", "code,name,latitude\na,甲,north\n", 2, "latitude"),
    "a position off the earth": (
        "districts",
        "code,name,latitude,longitude\na,甲,99,9\n",
        2,
        "code",
    ),
    "half a position": ("places", PLACES + ",latitude\nb,甲,rest_stop,root,9\n", 2, "latitude"),
    "an unknown column": ("amenities", "code,name,colour\na,甲,red\n", 1, "colour"),
    "a column of the program": ("places", "public_id,is_demo\na,1\n", 1, "category"),
    "a column twice": ("amenities", "code,name,name\na,甲,乙\n", 1, "name"),
    "a missing key": ("amenities", "name\n甲\n", 1, "code"),
    "a line too short": ("amenities", "code,name,name_en\na,甲\n", 2, "name_en"),
    "an unknown reference": ("subdistricts", "code,name,district\na,甲,nowhere\n", 2, "district"),
    "an empty reference": ("subdistricts", "code,name,district\na,甲,\n", 2, "district"),
    "a circle": (
        "organizations",
        "code,name,level,parent\na,甲,city,b\nb,乙,city,a\n",
        2,
        "parent",
    ),
    "a street of another district": (
        "places",
        PLACES + ",district,subdistrict\nb,甲,rest_stop,root,west,e1\n",
        2,
        "subdistrict",
    ),
    "hours that nobody can read": (
        "places",
        PLACES + ",hours\nb,甲,rest_stop,root,nine to five\n",
        2,
        "hours",
    ),
    "an unknown amenity": (
        "places",
        PLACES + ",amenities\nb,甲,rest_stop,root,water|fire\n",
        2,
        "amenities",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_nothing_is_loaded(town: Path, fault: str) -> None:
    name, text, line, column = FAULTS[fault]
    path = town / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    with translation.override("en"), pytest.raises(FixtureError) as error:
        load_folder(town)
    for word in (f"{path}, line {line}, ", column):
        assert word in str(error.value)
    assert not any(model._default_manager.exists() for model in MODELS)


def test_a_file_in_another_encoding_is_refused(town: Path) -> None:
    (town / "categories.csv").write_bytes("code,name\na,甲\n".encode("gb18030"))
    with pytest.raises(FixtureError, match=r"categories\.csv"):
        load_folder(town)


def test_a_file_saved_by_excel_is_read(town: Path) -> None:
    text = (town / "categories.csv").read_text(encoding="utf-8").replace("\n", "\r\n")
    (town / "categories.csv").write_text(text + ",,\r\n", encoding="utf-8-sig")
    assert load_folder(town)["categories"] == 1


def test_lines_know_their_place_after_a_line_break_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('code,note\na,"one\ntwo"\n\nb,three\n', encoding="utf-8")
    assert [line.number for line in read_lines(path, required=["code"])] == [2, 5]


def test_the_command_says_what_it_wrote(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_fixtures", town)
    assert "districts" in capsys.readouterr().out
    assert District.objects.count() == 2


def test_the_command_refuses_a_folder_that_is_not_there(town: Path) -> None:
    shutil.rmtree(town)
    with pytest.raises(CommandError, match="town"):
        call_command("load_fixtures", town)
