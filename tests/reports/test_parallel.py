"""Two at once: on both databases, with real threads."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from network.edition import publish, store
from network.models import Place, Report, ReportPhoto, ReportTally
from network.reports.limits import count_attempt
from tests.builders import make_place
from tests.reports.conftest import NOON
from tests.reports.sending import fields, picture, upload

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    """Call it so many times, all starting together."""
    barrier = Barrier(number)

    def one(which: int) -> Any:
        try:
            barrier.wait()
            return act(which)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.fixture
def spot() -> Place:
    """A place on the map."""
    made = make_place()
    publish.publish()
    store.refresh()
    return made


def test_one_key_is_one_report(spot: Place, photos_folder: Path) -> None:
    key = str(uuid.uuid4())

    def post(_which: int) -> Any:
        values = fields(place=spot.public_id, key=key, photo=[upload(picture())])
        return Client().post("/api/v1/reports", values)

    answers = at_once(3, post)
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, b'{"report":"%b","status":"received"}' % key.encode())
    }
    assert Report.objects.count() == 1
    assert ReportPhoto.objects.count() == 1


def test_no_attempt_is_lost() -> None:
    def attempt(which: int) -> None:
        for turn in range(5):
            count_attempt(sender="x", device="", place=which * 100 + turn, now=NOON)

    at_once(4, attempt)
    assert max(ReportTally.objects.values_list("count", flat=True)) == 20
