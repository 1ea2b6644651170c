"""The find page's question: streets, times, and the links that change them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.models import Place
from network.pages import choices
from tests.builders import make_district, make_subdistrict


def test_a_street_is_a_place_to_look_from(client: Client, published: Callable[..., Place]) -> None:
    published(district=make_district(), subdistrict=make_subdistrict())
    page = client.get("/?street=110108012").content.decode()
    assert "海淀街道中心附近" in page
    assert re.search(r'<option value="110108012"[^>]* selected', page)


def test_open_now_leaves_unknown_hours_out_and_says_so(
    client: Client, published: Callable[..., Place]
) -> None:
    published(name="一直开", hours="24/7")
    published(name="不知道", hours="", latitude=39.9081)
    page = client.get("/?lat=39.908&lon=116.397&open=now").content.decode()
    assert "一直开" in page
    assert "另有 1 个地方时间不详" in page
    assert "不知道" not in page
    assert "不知道" in client.get("/?lat=39.908&lon=116.397&open=now&unknown=1").content.decode()


def test_a_time_gone_by_means_its_next_return(
    client: Client, published: Callable[..., Place]
) -> None:
    published(hours="24/7")
    page = client.get("/?open=2026-01-02T03:00").content.decode()
    assert f"open={choices.tonight()}" in page


def test_the_night_is_the_next_one() -> None:
    night = dt.datetime.fromisoformat(choices.tonight())
    ahead = night - timezone.localtime().replace(tzinfo=None)
    assert dt.timedelta(0) < ahead <= dt.timedelta(days=1, minutes=1)


@pytest.mark.parametrize("query", ["open=soon", "open=2026-13-01T00:00", "street=1"])
def test_a_wrong_time_or_street_is_explained(
    client: Client, published: Callable[..., Place], query: str
) -> None:
    published()
    assert client.get(f"/?{query}").status_code == 400


def test_an_unchanged_question_needs_no_script(
    client: Client, published: Callable[..., Place]
) -> None:
    published(hours="24/7", access_who="everyone", access_needs="scan")
    page = client.get("/").content.decode()
    assert 'data-state="open" data-slot="state">24 小时<' in page
    assert "谁都能进 · 扫码开门" in page


def test_links_keep_large_type(client: Client, published: Callable[..., Place]) -> None:
    published()
    page = client.get("/?large=1").content.decode()
    assert re.search(r"<html[^>]* data-large", page)
    assert 'href="/?open=now&amp;large=1"' in page


def test_the_list_waits_for_one_stylesheet(client: Client) -> None:
    head: Any = re.search(r"<head.*?</head>", client.get("/").content.decode(), re.DOTALL)
    without = re.sub(r"<noscript>.*?</noscript>", "", head[0], flags=re.DOTALL)
    assert without.count('rel="stylesheet"') == 1
