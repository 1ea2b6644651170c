"""A published place, and a way to report from anywhere at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from network.edition import moment, publish, store
from network.models import Place
from tests.builders import make_organization, make_place
from tests.reports.sending import HOME, fields

Send = Callable[..., Any]
NOON = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)  # in Beijing


@pytest.fixture(autouse=True)
def photos_folder(tmp_path: Path, settings: Any) -> Path:
    """Photos of this test only."""
    settings.REPORT_PHOTOS_DIR = tmp_path / "photos"
    return tmp_path / "photos"


@pytest.fixture
def place(db: None) -> Place:
    """A place on the map."""
    owner = make_organization("110108", name="海淀区总工会", name_en="Haidian Federation")
    made = make_place(name="门口驿站", name_en="Gate station", organization=owner)
    publish.publish()
    store.refresh()
    return made


@pytest.fixture
def english(client: Client) -> Client:
    """A client that asks for English."""
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Sets the time, also for what pages judge."""

    def turn(now: dt.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        monkeypatch.setattr("network.edition.moment.now_minute", lambda: moment.as_minute(now))

    return turn


@pytest.fixture
def send(client: Client, place: Place, clock: Callable[[dt.datetime], None]) -> Send:
    """Reports through the form; `at` sets the time, `where` the address."""

    def post(*, at: dt.datetime | None = None, where: str = HOME, **values: Any) -> Any:
        if at:
            clock(at)
        url = f"/places/{values.pop('public_id', place.public_id)}/report"
        return client.post(url, fields(**values), REMOTE_ADDR=where)

    return post
