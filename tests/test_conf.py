"""A city is one file: what it must say, and what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from network.conf import load_network


def _plain(rows: str) -> str:
    """On one line, without comments."""
    return " ".join(row.split("#")[0].strip() for row in rows.splitlines())


def write(folder: Path, **changes: object) -> Path:
    text = (settings.NETWORK_DIR / "network.toml").read_text()
    text = re.sub(r"\[\n(.*?)\n\]", lambda rows: "[" + _plain(rows[1]) + "]", text, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if line.split(" = ")[0] not in changes]
    lines += [f"{key} = {value}" for key, value in changes.items() if value is not None]
    (folder / "network.toml").write_text("\n".join(lines))
    return folder


def test_the_shipped_city_reads() -> None:
    network = load_network(settings.NETWORK_DIR)
    assert network.contains(network.latitude, network.longitude)
    assert not network.contains(31.23, 121.47)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hotline": None}, "the key hotline is missing"),
        ({"capital": '"x"'}, "the key capital is unknown"),
        ({"south": '"39"'}, "south must be a number"),
        ({"title": "7"}, "title must be text"),
        ({"sheet_datum": '"utm"'}, "sheet_datum must be"),
        ({"check_points": "[]"}, "check_points must be"),
        ({"check_points": '[["39.9", 116.4, "110101"]]'}, "check_points must be"),
        ({"check_points": "7"}, "check_points must be"),
    ],
)
def test_a_wrong_city_says_what_is_wrong(
    tmp_path: Path, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        load_network(write(tmp_path, **changes))
