"""The encoding is told by the bytes, or the file is refused."""

from __future__ import annotations

import codecs

import pytest

from network.exchange.decode import decode
from network.exchange.errors import ExchangeError

TEXT = "名称,地址,电话\r\n北下关街道工会服务站,学院南路47号,62130974\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with bom", "utf-16", "big", "little, no bom", "big, no bom", "gb18030"],
)
def test_each_encoding_reads_the_same(data: bytes) -> None:
    assert decode(data) == TEXT


def test_rare_characters_of_gb18030() -> None:
    assert decode("名称,𠀀㐀".encode("gb18030")) == "名称,𠀀㐀"


def test_mixed_encodings_are_refused_with_the_line() -> None:
    with pytest.raises(ExchangeError, match="3"):
        decode(TEXT.encode() + "另一个站".encode("gb18030"))


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 3, "naïve café".encode("cp1252"), b"\xff\xfe\x00\xd8"]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        decode(data)
