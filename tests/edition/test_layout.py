"""An edition is complete or absent; old ones go, damaged ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from network.edition import layout
from network.edition.store import Store
from tests.edition.networks import make_edition, row, source


def write(folder: Path, number: int, places: int = 2) -> None:
    make_edition(folder, source([row(n, 39.9, 116.4) for n in range(places)]), number=number)


def test_the_last_three_are_kept(tmp_path: Path) -> None:
    for number in range(1, 6):
        write(tmp_path, number)
    assert layout.numbers(tmp_path) == [3, 4, 5]


def test_left_overs_of_a_killed_publisher_are_removed(tmp_path: Path) -> None:
    (tmp_path / "new-7").mkdir(parents=True)
    write(tmp_path, 8)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["8"]


@pytest.mark.parametrize("name", ["summaries.bin", "latitude.npy", "reference.json"])
@pytest.mark.parametrize("damage", ["cut", "flip", "remove"])
def test_a_damaged_edition_is_refused_and_the_last_good_one_serves(
    tmp_path: Path, name: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, 1)
    write(tmp_path, 2, places=3)
    path = tmp_path / "2" / name
    content = path.read_bytes()
    if damage == "remove":
        path.unlink()
    else:
        flipped = bytes([content[-1] ^ 1])
        path.write_bytes(content[:-1] if damage == "cut" else content[:-1] + flipped)
    store = Store(tmp_path)
    assert store.refresh()
    assert store._current.number == 1
    assert "damaged or missing" in caplog.text
    assert name in caplog.text


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"number": 2}'])
def test_a_manifest_that_says_nothing_is_refused(tmp_path: Path, manifest: str) -> None:
    write(tmp_path, 1)
    write(tmp_path, 2)
    (tmp_path / "2" / layout.MANIFEST).write_text(manifest)
    with pytest.raises(layout.DamagedEdition):
        layout.read_manifest(tmp_path, 2)


def test_a_store_swaps_to_a_newer_edition_and_keeps_the_older(tmp_path: Path) -> None:
    write(tmp_path, 1)
    store = Store(tmp_path)
    store.refresh()
    write(tmp_path, 2, places=3)
    assert store.refresh()
    assert not store.refresh()
    older = store.numbered(1)
    assert older is not None
    assert (older.count, store._current.count) == (2, 3)
    assert store.numbered(9) is None


def test_an_empty_network_is_an_edition_too(tmp_path: Path) -> None:
    edition = make_edition(tmp_path, source([]))
    assert edition.nearest(39.9, 116.4) == []
    assert edition.search("a", limit=3) == []
    assert edition.tile(0, 0, 0).rows == []
    assert edition.row("p0") is None
