"""A place's own page: hours of the week, the door, phones, ways there, what became of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from network import datum
from network.edition import publish, store
from network.models import Holiday, Place, Status
from network.pages.directions import ways
from network.pages.placepage import phones
from tests.builders import make_place

pytestmark = pytest.mark.django_db
Publish = Callable[..., Place]
OPEN, SHUT = "24/7", "24/7 off"


def page(client: Client, place: Place, **options: Any) -> str:
    answer = client.get(f"/places/{place.public_id}", **options)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def rows(html: str) -> list[str]:
    """The lines of the week's table as plain words."""
    table = html[html.index('<table class="week">') : html.index("</table>")]
    lines = re.findall(r"<tr.*?</tr>", table)
    return [" ".join(re.sub("<[^>]+>", " ", line).split()) for line in lines]


def test_the_week_begins_today(english: Client, published: Publish) -> None:
    lines = rows(page(english, published(hours="Mo-Su 09:00-12:00,13:00-26:00")))
    assert len(lines) == 7
    assert lines[0].startswith("Today ")
    assert lines[0].endswith("09:00–12:00, 13:00–02:00 the next day")


def test_a_day_off_is_named_and_doubted(english: Client, published: Publish) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Holiday.objects.create(date=tomorrow, kind="off", name="国庆节")
    assert (
        "National Day · May differ on the holiday: call first"
        in rows(page(english, published(hours="Mo-Su 09:00-17:00")))[1]
    )


def test_a_make_up_day_is_named(english: Client, published: Publish) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Holiday.objects.create(date=tomorrow, kind="makeup", name="国庆节")
    assert "make-up workday" in rows(page(english, published(hours="24/7")))[1]


def test_days_before_it_opens_again_are_closed(english: Client, published: Publish) -> None:
    until = timezone.localdate() + dt.timedelta(days=2)
    place = published(hours="24/7", status=Status.CLOSED_FOR_NOW, closed_until=until)
    lines = rows(page(english, place))
    assert ["Closed for now" in line for line in lines[:4]] == [True, True, False, False]


def test_unknown_hours_are_said_plainly(english: Client, published: Publish) -> None:
    html = page(english, published(hours="", hours_text="工作时间"))
    assert "The hours are not known. Call first." in html
    assert '<p class="written" lang="zh-Hans">As written at the door: 工作时间' in html


def test_the_door_is_told(english: Client, published: Publish) -> None:
    door = {"access_who": "outdoor_workers", "access_needs": "scan", "step_free": False}
    html = page(english, published(**door, free_of_charge=True, floor="3层", entrance="东门"))
    for words in ("For outdoor workers · Scan a code", "Steps at the entrance", "Free of charge"):
        assert words in html
    assert '<span lang="zh-Hans">东门 · 3层</span>' in html


def test_an_unknown_door_is_said_to_be_unknown(english: Client, published: Publish) -> None:
    assert "Who may enter is not known" in page(english, published())


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("82469318-864", ["82469318,864"]),
        ("010-82469318转5", ["01082469318,5"]),
        ("010-82469318 / 13800138000", ["01082469318", "13800138000"]),
        ("12351", ["12351"]),
        ("", []),
    ],
)
def test_each_number_can_be_called(text: str, dialled: list[str]) -> None:
    assert [phone.dialled for phone in phones(text)] == dialled


def test_where_it_is_closed_the_nearest_open_ones_are_shown(
    english: Client, published: Publish
) -> None:
    here = {"latitude": 39.9, "longitude": 116.4}
    make_place(name="近关", hours=SHUT, **here)
    make_place(name="远开", hours=OPEN, latitude=39.95, longitude=116.4)
    html = page(english, published(hours=SHUT, **here))
    assert "Open now, near here" in html
    assert "远开" in html
    assert "近关" not in html


def test_where_it_is_open_the_nearest_are_shown(english: Client, published: Publish) -> None:
    make_place(name="近关", hours=SHUT, latitude=39.9, longitude=116.4)
    html = page(english, published(hours=OPEN, latitude=39.9, longitude=116.4))
    assert "Also near" in html
    assert "近关" in html


def test_a_chain_of_replacements_leads_to_its_end(client: Client, published: Publish) -> None:
    last = published()
    gone = {"status": Status.CLOSED, "latitude": None, "longitude": None}
    middle = make_place(replaced_by=last, **gone)
    first = published(replaced_by=middle, **gone)
    answer = client.get(f"/places/{first.public_id}")
    assert (answer.status_code, answer["Location"]) == (301, f"/places/{last.public_id}")


def test_each_way_leads_to_the_same_spot_in_its_own_datum() -> None:
    lat, lon = 39.9075, 116.3913
    urls = {way.code: urlsplit(way.url) for way in ways("驿站 & (东门)", lat, lon)}
    queries = {code: parse_qs(url.query) for code, url in urls.items()}
    apple = tuple(map(float, queries["apple"]["daddr"][0].split(",")))
    baidu = tuple(map(float, queries["baidu"]["location"][0].split(",")))
    assert datum.to_wgs84(*apple, datum="gcj02") == pytest.approx((lat, lon), abs=2e-6)
    assert datum.to_wgs84(*baidu, datum="bd09") == pytest.approx((lat, lon), abs=2e-6)
    assert queries["google"]["destination"] == queries["apple"]["daddr"]
    assert queries["tencent"]["tocoord"] == queries["apple"]["daddr"]
    longitude, latitude, name = queries["amap"]["to"][0].split(",")
    assert f"{latitude},{longitude}" == queries["apple"]["daddr"][0]
    assert queries["baidu"]["title"] == queries["tencent"]["to"] == ["驿站 & (东门)"]
    assert name == "驿站 & (东门)"
    assert urls["geo"].path == "39.907500,116.391300"


def test_the_qr_code_holds_the_page_s_address(client: Client, published: Publish) -> None:
    place = published()
    answer = client.get(f"/places/{place.public_id}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert client.get("/places/nothing/qr.svg").status_code == 404


def test_what_the_page_is_called_elsewhere(english: Client, published: Publish) -> None:
    place = published(name='"驿站" <b>', address="东街1号")
    html = page(english, place)
    assert f'<link rel="canonical" href="http://testserver/places/{place.public_id}">' in html
    assert 'property="og:title" content="&quot;驿站&quot; &lt;b&gt;"' in html
    assert "东街1号" in re.findall(r'name="description" content="([^"]*)"', html)[0]


def test_what_visitors_reported_is_shown_until_its_day(english: Client, db: None) -> None:
    today = timezone.localdate()
    place = make_place()
    place.warnings.create(kind="locked", reported_on=today, until=today + dt.timedelta(days=3))
    publish.publish()
    store.refresh()
    assert re.search(r'<p class="warning">Reported locked on', page(english, place))
