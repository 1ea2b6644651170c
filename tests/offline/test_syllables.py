"""The device's spelling."""

import pytest

from network.edition import pinyin
from network.edition.syllables import Readings, learn
from network.edition.text import normalise
from tests.offline import networks

RARE = ("长哨营", "长安街", "朝阳西安站", "银行行长", "西安", "先", "a长", "儿女 er", "绿女")


def rows(names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(name, *pinyin.spell(name)) for name in map(normalise, names)]


@pytest.mark.parametrize("names", [networks.NAMES, RARE])
def test_every_name_is_spelled_as_search_holds_it(names: tuple[str, ...]) -> None:
    spelling = learn(rows(names))
    readings = Readings()
    readings.add(spelling.readings.items())
    for number, (name, *spelled) in enumerate(rows(names)):
        assert spelling.odd.get(number, readings.spell(name)) == tuple(spelled)


def test_what_a_character_is_read_elsewhere_is_kept_by_row() -> None:
    spelling = learn(rows(("长安街", "长哨营", "长子营")))
    assert spelling.readings["长"] == "chang"
    assert list(spelling.odd) == [2]


def test_most_names_need_no_spelling_of_their_own() -> None:
    assert not learn(rows(("望京暖心驿站", "望京西驿站", "京西暖心站"))).odd
