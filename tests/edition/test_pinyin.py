"""Names are spelled as pypinyin spells them, with our own readings of places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from network.edition.pinyin import spell

WORDS = "朝阳 望京 街道 第 暖心驿站 银行 大厦 重庆 长沙 人民 行 长 乐 大栅栏 〇 𠮷 一".split()


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("大栅栏街道", "dashilanjiedao", "dsljd"),
        ("第10驿站（北门）", "di10yizhan（beimen）", "d1yz（bm）"),
        ("ATM a座", "atm azuo", "az"),
        ("", "", ""),
    ],
)
def test_a_name_is_spelled(name: str, pinyin: str, initials: str) -> None:
    assert spell(name) == (pinyin, initials)


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=8).map("".join))
def test_spelling_by_words_changes_nothing(name: str) -> None:
    syllables = lazy_pinyin(name)
    assert spell(name)[0] == "".join(syllables).lower()
