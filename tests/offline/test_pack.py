"""What the offline pack says, by whom it is made, and how it is served."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client

from network.edition import layout, pack, packs, publish, store
from network.edition.build import build
from network.edition.edition import Edition
from network.edition.source import Source
from tests.builders import make_district, make_place
from tests.edition.networks import make_edition
from tests.offline import networks

MADE = dt.datetime(2026, 9, 30, 4, tzinfo=dt.UTC)


def edition_of(folder: Path, rows: Source) -> Edition:
    """Published with its pack, as `publish` does it."""
    content = build(rows, spell=networks.spell, today=MADE.date())
    edition = Edition(folder, layout.write(folder, content, number=1, made_at=MADE))
    packs.make(folder, 1)
    return edition


def read(folder: Path, edition: Edition, code: str = "") -> dict[str, Any]:
    data = packs.read(folder, edition, code)
    assert data is not None
    value: dict[str, Any] = json.loads(brotli.decompress(data))
    return value


def column(packed: Any) -> list[Any]:
    if isinstance(packed, dict) and "all" in packed:
        width = packed["width"]
        return [packed["all"][at : at + width] for at in range(0, len(packed["all"]), width)]
    return packed if isinstance(packed, list) else [packed["of"][at] for at in packed["at"]]


def ids(edition: Edition) -> list[str]:
    return [key.decode() for key in edition.columns.public_id]


@pytest.fixture
def edition(editions: Path) -> Edition:
    return edition_of(editions, networks.source(networks.rows()))


def test_all_places_are_in_it_in_the_order_of_the_edition(edition: Edition, editions: Path) -> None:
    found = read(editions, edition)
    assert column(found["places"]["id"]) == ids(edition)
    assert column(found["places"]["name"]) == [
        edition.fields(i)["name"] for i in range(edition.count)
    ]


def test_positions_come_back_to_the_last_decimal(edition: Edition, editions: Path) -> None:
    found, total = read(editions, edition), 0
    for difference, latitude in zip(found["lat"], edition.columns.latitude, strict=True):
        total += difference
        assert total / 1_000_000 == latitude


def test_an_edition_without_a_pack_gets_one_when_it_is_asked_for(
    edition: Edition, editions: Path
) -> None:
    first = read(editions, edition)
    bare = make_edition(editions, networks.source(networks.rows()), number=2, made_at=MADE)
    assert read(editions, bare)["lat"] == first["lat"]
    names = {path.name for path in (editions / packs.FOLDER).glob("*.br")}
    assert names == {"1-all.json.br", "2-all.json.br"}


def test_the_publisher_s_pack_replaces_the_quick_one(editions: Path) -> None:
    bare = make_edition(editions, networks.source(networks.rows()), made_at=MADE)
    quick = packs.read(editions, bare)
    packs.make(editions, bare.number)
    small = packs.read(editions, bare)
    assert quick is not None
    assert small is not None
    assert len(small) < len(quick)
    assert brotli.decompress(small) == brotli.decompress(quick)


def test_packs_go_with_their_editions(editions: Path) -> None:
    for number in range(1, layout.KEPT + 2):
        make_edition(editions, networks.source(networks.rows(5)), number=number, made_at=MADE)
        packs.make(editions, number)
    names = {path.name for path in (editions / packs.FOLDER).glob("*.br")}
    assert names == {f"{number}-all.json.br" for number in range(2, layout.KEPT + 2)}


def test_only_one_worker_makes_a_pack(editions: Path) -> None:
    bare = make_edition(editions, networks.source(networks.rows(5)))
    with packs._turn(editions / packs.FOLDER), pytest.raises(packs.Busy):
        packs.read(editions, bare)


def test_a_large_network_is_packed_by_districts(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "SPLIT_ABOVE", 100)
    edition = edition_of(editions, networks.source(networks.rows()))
    assert not (editions / packs.FOLDER).exists()
    index = read(editions, edition)["parts"]
    assert {part["code"] for part in index} == {*networks.DISTRICTS, pack.NOWHERE}
    assert sum(part["count"] for part in index) == edition.count
    parts = [read(editions, edition, part["code"]) for part in index]
    held = [key for part in parts for key in column(part["places"]["id"])]
    assert sorted(held) == sorted(ids(edition))
    assert all(part["near"] for part in index)
    assert packs.read(editions, edition, "110999") is None


def test_a_part_knows_only_the_hours_of_its_places(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "SPLIT_ABOVE", 1)
    rows = networks.rows(40)
    edition = edition_of(editions, networks.source(rows))
    part = read(editions, edition, networks.DISTRICTS[0])
    assert len(part["tables"]) == len(part["hints"]) == len(part["places"]["hours"]["of"])
    assert {
        edition.fields(row)["hours"] for row in edition.rows_in("district", networks.DISTRICTS[0])
    } == set(column(part["places"]["hours"]))


@pytest.fixture
def published(db: None) -> Edition:
    make_place(name="望京驿站", district=make_district())
    publish.publish()
    store.refresh()
    return store.current()


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_a_pack_is_served_as_the_client_can_read_it(
    published: Edition, client: Client, accepted: str, encoding: str | None, decode: Any
) -> None:
    answer = client.get(f"/pack/{published.number}.json", headers={"accept-encoding": accepted})
    assert answer.status_code == 200
    assert answer.get("Content-Encoding") == encoding
    assert "immutable" in answer["Cache-Control"]
    assert "Accept-Encoding" in answer["Vary"]
    assert "Cookie" not in answer["Vary"]
    assert json.loads(decode(answer.content))["places"]["name"] == ["望京驿站"]


def test_a_pack_of_an_edition_that_is_gone_is_gone(published: Edition, client: Client) -> None:
    answer = client.get("/pack/12.json")
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert client.get(f"/pack/{published.number}/110108.json").status_code == 404


def test_no_pack_before_anything_is_published(client: Client) -> None:
    assert client.get("/pack/0.json").status_code == 410


@pytest.mark.django_db
def test_ids_of_merged_places_lead_to_the_one_that_stays(editions: Path) -> None:
    last = make_place()
    middle = make_place(status="closed", replaced_by=last)
    first = make_place(status="closed", replaced_by=middle)
    make_place(status="closed")
    make_place(status="closed", replaced_by=make_place(status="draft"))
    publish.publish()
    store.refresh()
    found = read(editions, store.current())
    assert found["moved"] == {place.public_id: last.public_id for place in (middle, first)}
