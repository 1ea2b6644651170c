"""The public pages over the test client: what they show, how they travel, what they refuse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.edition import store
from network.models import Place, Status
from tests.builders import make_amenity, make_category, make_district

HERE = {"latitude": 39.9080, "longitude": 116.3970}


def text(response: Any) -> str:
    """The page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_nothing_published_is_an_honest_page(english: Client) -> None:
    response = english.get("/")
    assert response.status_code == 200
    assert "No places have been published yet." in text(response)


def test_the_first_list_needs_no_script(english: Client, published: Callable[..., Place]) -> None:
    place = published(name="Gate station", hours_text="every day 9-17", amenities=["water"])
    response = english.get("/?lat=39.908&lon=116.400")
    assert f'href="/places/{place.public_id}"' in response.content.decode()
    assert "260 m" in text(response)
    assert "4 min walk" in text(response)
    assert "every day 9-17" in text(response)


def test_unknown_hours_are_said_to_be_unknown(
    english: Client, published: Callable[..., Place]
) -> None:
    published(hours="", hours_text="")
    assert "Hours not known" in text(english.get("/"))


def test_directions_are_in_amaps_datum(client: Client, published: Callable[..., Place]) -> None:
    published(name="站,一", latitude=39.9075, longitude=116.3913)
    page = client.get("/").content.decode()
    assert "to=116.397541,39.908901,%E7%AB%99%2C%E4%B8%80&amp;mode=walk" in page


def test_a_district_is_a_place_to_look_from(
    english: Client, published: Callable[..., Place]
) -> None:
    published(district=make_district())
    response = english.get("/?district=110108")
    assert "Near the centre of Haidian" in text(response)


def test_filters_choose_and_their_chips_take_back(
    english: Client, published: Callable[..., Place]
) -> None:
    published(name="With water", amenities=["water"])
    published(name="Without", category=make_category("home", name="Home"))
    response = english.get("/?amenity=water&category=warm_heart_station")
    assert "With water" in text(response)
    assert "Without" not in text(response)
    assert 'href="/?category=warm_heart_station"' in response.content.decode()


def test_words_are_searched_for(english: Client, published: Callable[..., Place]) -> None:
    published(name="东湖渠驿站")
    published(name="Other")
    response = english.get("/", {"q": "donghuqu"})
    assert "东湖渠驿站" in text(response)
    assert "Other" not in re.sub(r"<script.*?</script>", "", response.content.decode())


def test_a_demo_place_is_marked(english: Client, published: Callable[..., Place]) -> None:
    place = published(is_demo=True)
    assert "are invented" in text(english.get("/"))
    assert "This place is invented" in text(english.get(f"/places/{place.public_id}"))


def test_closed_for_now_names_the_day(english: Client, published: Callable[..., Place]) -> None:
    soon = dt.date.today() + dt.timedelta(days=40)  # noqa: DTZ011  # any day ahead will do
    published(status=Status.CLOSED_FOR_NOW, closed_until=soon)
    assert f"open again on {soon:%B} {soon.day}" in text(english.get("/"))


def test_a_closure_ends_by_itself(english: Client, published: Callable[..., Place]) -> None:
    published(status=Status.CLOSED_FOR_NOW, closed_until=dt.date(2026, 1, 2))
    assert "open again" not in re.sub(r"<script.*?</script>", "", english.get("/").content.decode())


@pytest.mark.parametrize(
    "query",
    [
        "lat=nan&lon=116",
        "lat=39.9",
        "lat=91&lon=116",
        "lat=inf&lon=inf",
        "lat=&lon=",
        "district=999999",
        "category=none",
        "amenity=%00",
        "limit=-1",
        "limit=1000000000",
        "limit=٣",
        "q=" + "x" * 101,
    ],
)
def test_a_wrong_query_is_explained(
    client: Client, published: Callable[..., Place], query: str
) -> None:
    published()
    response = client.get(f"/?{query}")
    assert response.status_code == 400
    assert "<h1>" in response.content.decode()
    assert not response.has_header("ETag")


def test_names_cannot_become_markup(client: Client, published: Callable[..., Place]) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    place = published(name=evil, address=evil, alias=evil, hours_text=evil, services_text=evil)
    for path in ("/", f"/places/{place.public_id}", "/?q=%3C%2Fscript%3E"):
        assert "<img src=x" not in client.get(path).content.decode()


def test_the_place_page_tells_everything(english: Client, published: Callable[..., Place]) -> None:
    make_amenity("water", name="饮水", name_en="Drinking water", icon="water")
    place = published(
        name="Gate station",
        address="Gate street 1",
        address_note="second floor",
        phone="82469318-864",
        amenities=["water"],
        verified_on=dt.date(2026, 11, 18),
    )
    response = english.get(f"/places/{place.public_id}")
    for words in (
        "Gate station",
        "Gate street 1",
        "second floor",
        "Drinking water",
        "Nov. 18, 2026",
    ):
        assert words in text(response)
    assert 'href="tel:82469318,864"' in response.content.decode()


def test_a_replaced_place_leads_to_its_successor(
    client: Client, published: Callable[..., Place]
) -> None:
    successor = published()
    old = published(status=Status.CLOSED, replaced_by=successor, latitude=None, longitude=None)
    response = client.get(f"/places/{old.public_id}")
    assert (response.status_code, response["Location"]) == (301, successor.get_absolute_url())


def test_a_place_closed_for_good_offers_the_nearest(
    english: Client, published: Callable[..., Place]
) -> None:
    near = published(name="Next door")
    old = published(name="Gone station", status=Status.CLOSED)
    response = english.get(f"/places/{old.public_id}")
    assert response.status_code == 410
    assert "Gone station" in text(response)
    assert near.get_absolute_url() in response.content.decode()


def test_an_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/places/nothing").status_code == 404


def test_pages_ask_the_database_nothing(
    client: Client, published: Callable[..., Place], django_assert_num_queries: Any
) -> None:
    place = published()
    with django_assert_num_queries(0):
        for path in ("/", "/?q=1", place.get_absolute_url(), "/places/nothing", "/categories.css"):
            client.get(path)


def test_pages_set_no_cookie(client: Client, published: Callable[..., Place]) -> None:
    place = published()
    assert not client.get("/").cookies
    assert not client.get(place.get_absolute_url()).cookies


def test_an_unchanged_page_is_not_sent_again(
    client: Client, published: Callable[..., Place]
) -> None:
    published()
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= set(again["Vary"].split(", "))


def test_a_new_edition_is_a_new_page(client: Client, published: Callable[..., Place]) -> None:
    published()
    first = client.get("/")["ETag"]
    published()
    assert client.get("/", headers={"if-none-match": first}).status_code == 200


def test_another_language_is_another_page(client: Client, published: Callable[..., Place]) -> None:
    published()
    chinese = client.get("/")["ETag"]
    client.cookies["django_language"] = "en"
    assert client.get("/")["ETag"] != chinese


def test_public_pages_have_no_inline_script_or_style(
    client: Client, published: Callable[..., Place]
) -> None:
    place = published()
    for path in ("/", place.get_absolute_url(), "/places/nothing"):
        page = client.get(path).content.decode()
        scripts = re.findall(r"<script\b([^>]*)>", page)
        assert all("src=" in s or 'type="application/' in s for s in scripts)
        assert not re.search(r"<style\b|\sstyle=|\son\w+=", page)


def test_the_content_security_policy_is_strict(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self'(;|$)", policy)
    assert "unsafe" not in policy


def test_the_language_switch_remembers_and_goes_back(client: Client) -> None:
    response = client.get("/language/en", {"next": "/?district=110108"})
    assert response["Location"] == "/?district=110108"
    assert client.get("/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_the_language_switch_leads_nowhere_else(client: Client, after: str) -> None:
    assert client.get("/language/en", {"next": after})["Location"] == "/"


def test_an_unknown_language_is_not_found(client: Client) -> None:
    assert client.get("/language/xx").status_code == 404


def test_colours_are_kept_for_ever_under_their_edition(
    client: Client, published: Callable[..., Place]
) -> None:
    published(category=make_category(color="#ffee00"))
    number = store.current().number
    assert "immutable" in client.get(f"/categories.css?v={number}")["Cache-Control"]
    assert client.get("/categories.css")["Cache-Control"] == "no-cache"


def test_crawlers_are_told_what_to_leave_alone(client: Client) -> None:
    assert "Disallow: /admin/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico").status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405
