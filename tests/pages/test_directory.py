"""Directories and the sitemap list every place, page by page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client

from network.edition import layout, publish, store
from network.edition.build import build
from network.models import Place
from network.pages import directory
from tests.builders import make_category, make_district, make_place, make_subdistrict
from tests.offline import networks

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> dict[str, Place]:
    """Two districts, one of them with a street, three places, one without a district."""
    haidian, chaoyang = make_district(), make_district("110105", name="朝阳区", name_en="Chaoyang")
    street = make_subdistrict()
    places = {
        "street": make_place(name="街道驿站", district=haidian, subdistrict=street, phone="12351"),
        "district": make_place(name="区驿站", district=haidian),
        "other": make_place(name="朝阳之家", district=chaoyang, category=make_category("home")),
        "nowhere": make_place(name="无区驿站"),
    }
    publish.publish()
    store.refresh()
    return places


def listed(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall(r'<h2><a href="/places/[^>]*>([^<]*)</a></h2>', answer.content.decode())


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/districts/110108/", {"街道驿站", "区驿站"}),
        ("/districts/110105/", {"朝阳之家"}),
        ("/streets/110108012/", {"街道驿站"}),
        ("/categories/home/", {"朝阳之家"}),
        ("/categories/warm_heart_station/", {"街道驿站", "区驿站", "无区驿站"}),
    ],
)
def test_a_directory_lists_its_places(
    client: Client, city: dict[str, Place], path: str, names: set[str]
) -> None:
    assert set(listed(client, path)) == names


def test_pages_part_the_list(
    client: Client, city: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 2)
    path = "/categories/warm_heart_station/"
    pages = [listed(client, f"{path}?page={number}") for number in (1, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert len({*pages[0], *pages[1]}) == 3
    assert client.get(f"{path}?page=3").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "１", "00000000099"])
def test_a_page_that_is_none_is_not_found(
    client: Client, city: dict[str, Place], page: str
) -> None:
    assert client.get("/districts/110108/", {"page": page}).status_code == 404


def test_of_many_pages_only_some_are_linked() -> None:
    assert list(directory.shown_pages(1, 1)) == [1]
    assert list(directory.shown_pages(40, 83)) == [1, None, 38, 39, 40, 41, 42, None, 83]


@pytest.mark.parametrize("path", ["/districts/1/", "/streets/1/", "/categories/none/"])
def test_an_unknown_code_is_not_found(client: Client, city: dict[str, Place], path: str) -> None:
    assert client.get(path).status_code == 404


def test_one_finds_the_way_down_and_up(client: Client, city: dict[str, Place]) -> None:
    assert 'href="/districts/110108/"' in client.get("/districts/").content.decode()
    assert 'href="/streets/110108012/"' in client.get("/districts/110108/").content.decode()
    assert 'href="/districts/110108/"' in client.get("/streets/110108012/").content.decode()


def test_an_unchanged_directory_is_not_sent_again(client: Client, city: dict[str, Place]) -> None:
    etag = client.get("/districts/110108/")["ETag"]
    again = client.get("/districts/110108/", headers={"if-none-match": etag})
    assert again.status_code == 304 or again["ETag"] != etag


def locations(client: Client, path: str) -> list[str]:
    root = ElementTree.fromstring(client.get(path).content)  # noqa: S314  # our own
    return [str(one.text) for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_sitemap_is_dated_by_the_network_s_clocks(client: Client, editions: Path) -> None:
    late = dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC)  # half past one of the next morning
    content = build(networks.source(networks.rows()), spell=networks.spell, today=late.date())
    layout.write(editions, content, number=1, made_at=late)
    store.refresh()
    assert "<lastmod>2026-11-21</lastmod>" in client.get("/sitemap.xml").content.decode()


def test_crawlers_may_read_all_of_a_directory(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    rules = RobotFileParser()
    rules.parse(lines)
    assert rules.can_fetch("*", "http://testserver/districts/110105/?page=2")
    assert rules.can_fetch("*", "http://testserver/categories.css?v=3")
    assert rules.can_fetch("*", "http://testserver/")
    assert "Disallow: /?*" in lines  # a star is no more than a sign to this parser
    assert not rules.can_fetch("*", "http://testserver/admin/")


def test_the_sitemap_lists_every_page(client: Client, city: dict[str, Place]) -> None:
    parts = locations(client, "/sitemap.xml")
    urls = [url for part in parts for url in locations(client, part)]
    for place in city.values():
        assert f"http://testserver/places/{place.public_id}" in urls
    for url in urls:
        assert client.get(url).status_code == 200, url
    assert client.get("/sitemap/9.xml").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_nothing_published_is_no_error(client: Client, db: None) -> None:
    for path in ("/districts/", "/categories/", "/about", "/sitemap.xml", "/sitemap/0.xml"):
        assert client.get(path).status_code == 200


def test_the_about_page_tells_the_truth_it_can(
    english: Client, published: Callable[..., Place]
) -> None:
    published()
    html = english.get("/about").content.decode()
    for words in ("CC BY 4.0", "12351", "it is not stored", "30 days after"):
        assert words in html


@pytest.mark.parametrize(("count", "words"), [(1, "1 place, as of"), (2, "2 places, as of")])
def test_the_about_page_counts_one_place_and_several(
    english: Client, count: int, words: str, db: None
) -> None:
    for number in range(count):
        make_place(name=f"驿站{number}")
    publish.publish()
    store.refresh()
    html = english.get("/about").content.decode()
    assert f"<p>{words}" in html
