"""Distances, phones and colours as people and browsers read them."""

from __future__ import annotations

import pytest
from django.utils import translation

from network.pages.colours import DARK, LIGHT, TEXT, contrast, parse, stylesheet, until
from network.pages.placepage import dialled
from network.pages.presenters import distance


@pytest.mark.parametrize(
    ("metres", "words", "walk"),
    [
        (0, "10 m", "1 min walk"),
        (183, "180 m", "3 min walk"),
        (994, "990 m", "14 min walk"),
        (996, "1.0 km", "14 min walk"),
        (1250, "1.3 km", "18 min walk"),
        (9960, "10 km", "over 2 h walk"),
        (25400, "25 km", "over 2 h walk"),
    ],
)
def test_distances_are_rounded_as_one_walks_them(metres: int, words: str, walk: str) -> None:
    with translation.override("en"):
        assert str(distance(metres)) == words
        assert distance(metres).walk == walk


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("010-82469318", "01082469318"),
        ("82469318-864", "82469318,864"),
        ("010-82469318-864", "01082469318,864"),
        ("82469318转8", "82469318,8"),
        ("12351", "12351"),
    ],
)
def test_phones_become_what_a_phone_dials(written: str, number: str) -> None:
    assert dialled(written) == number


@pytest.mark.parametrize("color", ["#ffffff", "#000000", "#ffee00", "#10161d", "#0b5cad"])
def test_any_category_colour_stays_legible(color: str) -> None:
    for ground in (LIGHT, DARK):
        assert contrast(until(parse(color), ground, TEXT), ground) >= TEXT


def test_each_category_has_its_variables() -> None:
    sheet = stylesheet([{"code": "home", "color": "#237a34"}])
    assert ".cat-home{--cat:#237a34;" in sheet
