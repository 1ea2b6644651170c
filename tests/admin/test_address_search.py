"""The address search behind the point picker, with a stand-in for the vendor, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from network.datum import from_wgs84
from network.geocoding import service
from network.models import Place
from tests.admin.conftest import ADMIN, Tree, change_url
from tests.builders import make_user
from tests.geocoding.standin import KEY, StandIn, amap, stand_in

SEARCH = f"{ADMIN}place/search/"
HERE = (39.9075, 116.3913)


@pytest.fixture
def vendor(settings: Any, tmp_path: Path) -> Iterator[StandIn]:
    """Amap, as the settings name it."""
    settings.VAR_DIR = tmp_path
    with stand_in() as server:
        settings.GEOCODER = service("amap", key=KEY, url=server.url, pause="0")
        yield server


def test_candidates_are_told_in_wgs84(signed_in: Client, vendor: StandIn) -> None:
    vendor.answer = amap(from_wgs84(*HERE, datum="gcj02"))
    told = signed_in.post(SEARCH, {"text": "长安街1号"}).json()
    (row,) = told["candidates"]
    assert (row["latitude"], row["longitude"]) == pytest.approx(HERE, abs=1e-6)
    assert (row["label"], told["message"]) == ("北京市长安街1号", "")


def test_what_is_not_shown_is_said(signed_in: Client, vendor: StandIn) -> None:
    vendor.answer = amap((31.2, 121.4))
    told = signed_in.post(SEARCH, {"text": "南京路"}).json()
    assert told == {"candidates": [], "message": "1 result outside Beijing is not shown."}
    vendor.answer = amap()
    assert "Nothing was found" in signed_in.post(SEARCH, {"text": "x"}).json()["message"]


def test_a_failure_is_a_sentence_without_the_key(signed_in: Client, vendor: StandIn) -> None:
    vendor.answer = {"status": "0", "info": f"INVALID {KEY}", "infocode": "10001"}
    answer = signed_in.post(SEARCH, {"text": "长安街"})
    assert answer.json()["candidates"] == []
    assert "refuses this site's key" in answer.json()["message"]
    assert KEY not in answer.content.decode()


@pytest.mark.parametrize("values", [{}, {"text": ""}, {"text": "长" * 5000}, {"text": "a\x00"}])
def test_any_text_is_answered(signed_in: Client, vendor: StandIn, values: dict[str, str]) -> None:
    vendor.answer = amap()
    assert signed_in.post(SEARCH, values).json()["message"]


def test_only_who_edits_may_ask(client: Client, tree: Tree, vendor: StandIn) -> None:
    client.force_login(make_user("auditor", organization=tree.haidian, role="auditor"))
    assert client.post(SEARCH, {"text": "长安街"}).status_code == 403
    assert client.get(SEARCH).status_code == 405
    assert vendor.asked == []


def test_the_form_offers_it_only_where_it_is_set_up(
    signed_in: Client, own_place: Place, settings: Any
) -> None:
    assert "data-search-go" not in signed_in.get(change_url(own_place)).content.decode()
    told = signed_in.post(SEARCH, {"text": "长安街"}).json()
    assert "No address search is set up" in told["message"]
    settings.GEOCODER = service("amap", key=KEY)
    page = signed_in.get(change_url(own_place)).content.decode()
    assert "data-search-go" in page
    assert KEY not in page
