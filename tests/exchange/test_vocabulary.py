"""Free text becomes amenities and services; what is not recognised is kept."""

from __future__ import annotations

import time

import pytest

from network.exchange.vocabulary import Found, Words
from network.models import Amenity, Service


@pytest.fixture
def words() -> Words:
    return Words(
        [
            Amenity(code="water", name="饮水", aliases="热水\n热/冷水\n热\\冷水"),
            Amenity(code="first_aid", name="急救药箱", aliases="医药箱\n急救医药箱"),
            Amenity(code="rest", name="休息区", aliases="休息"),
            Amenity(code="wifi", name="无线网", aliases="Wi-Fi\nWiFi\n上网"),
            Amenity(code="tv", name="电视", name_en="TV"),
            Amenity(code="meal", name="热饭"),
        ],
        [Service(code="legal_aid", name="法律援助", aliases="法律服务")],
    )


@pytest.mark.parametrize(
    "text",
    [
        "饮水、休息",
        "饮水；休息",
        "饮水，休息",
        "饮水,休息",
        "饮水;休息",
        "饮水/休息",
        "饮水|休息",
        "饮水\n休息",
        "\n饮水　休息。\n",
        "饮水 休息等；      ",
        "饮水以及休息",
        "饮水休息",
    ],
)
def test_every_separator_and_none(words: Words, text: str) -> None:
    assert words.read(text) == Found(("rest", "water"))


@pytest.mark.parametrize(
    ("text", "amenities"),
    [
        ("医药箱饮水", ("first_aid", "water")),
        ("急救医药箱", ("first_aid",)),
        ("热/冷水", ("water",)),
        ("热\\冷水,热饭", ("meal", "water")),
        ("免费WIFI", ("wifi",)),
        ("ＷｉＦｉ", ("wifi",)),
        ("wi-fi", ("wifi",)),
        ("water", ("water",)),
        ("first_aid, tv", ("first_aid", "tv")),
    ],
)
def test_aliases_codes_and_widths(words: Words, text: str, amenities: tuple[str, ...]) -> None:
    assert words.read(text) == Found(amenities)


def test_amenities_and_services_are_told_apart(words: Words) -> None:
    assert words.read("饮水、法律援助服务等") == Found(("water",), ("legal_aid",))


def test_latin_words_stand_alone(words: Words) -> None:
    assert words.read("CCTV") == Found(unknown=("CCTV",))


def test_what_is_unknown_is_kept_whole(words: Words) -> None:
    found = words.read("饮水、老年人免费法律服务、打气筒")
    assert found == Found(("water",), ("legal_aid",), ("老年人免费法律服务", "打气筒"))


def test_nothing_is_nothing(words: Words) -> None:
    assert not words.read("等；")


def test_without_any_vocabulary_all_is_unknown() -> None:
    assert Words([], []).read("饮水、休息").unknown == ("饮水", "休息")


def test_a_cell_ten_times_as_long_takes_ten_times_as_long() -> None:
    words = Words([Amenity(code="water", name="饮水", aliases="热/冷水")], [])

    def seconds(count: int) -> float:
        start = time.perf_counter()
        words._read("饮水、热/冷水、" * count)
        return time.perf_counter() - start

    short = min(seconds(300) for _turn in range(3))
    assert (
        min(seconds(3000) for _turn in range(3)) < 40 * short
    )  # a hundred times, if each meets each
