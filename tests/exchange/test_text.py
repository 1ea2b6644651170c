"""One form for what people type; no digit is lost."""

from __future__ import annotations

import re

import pytest

from network.exchange.text import address_key, key, phone, tidy


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  名称 \n 二 ", "名称 二"),
        ("１号楼Ａ座（北）", "1号楼A座（北）"),
        ("站\u3000点", "站 点"),
        ("abc\u202edcba\u200b\ufeff", "abcdcba"),
        ("a\x07b\x00c", "abc"),
        ("a\tb", "a b"),
    ],
)
def test_tidy(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


def test_a_name_is_the_same_however_it_is_written() -> None:
    names = ["三博脑科医院+职工之家", "三博脑科医院 职工之家", "三博脑科医院（职工之家）"]
    assert len(set(map(key, names))) == 1


AREA = re.compile("^(?:北京市|北京|海淀区|海淀)+(?=.)")


def test_an_address_is_the_same_with_and_without_city_and_district() -> None:
    addresses = ["北京市海淀区上地路9号", "海淀区上地路９号", "北京海淀 上地路9号", "上地路9号"]
    assert len({address_key(address, AREA) for address in addresses}) == 1


def test_house_numbers_stay_apart() -> None:
    assert address_key("里19-3-102") != address_key("里193-102")


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("82469318-864", "82469318-864"),
        ("82469318转864", "82469318-864"),
        ("010－51701006", "010-51701006"),
        ("（010）51701006", "010-51701006"),
        ("62130974、62130975", "62130974, 62130975"),
        ("62130974 / 13800000000", "62130974, 13800000000"),
        ("12351", "12351"),
        ("张老师62130974", "张老师62130974"),
    ],
)
def test_phone(typed: str, dialled: str) -> None:
    assert phone(typed) == dialled
