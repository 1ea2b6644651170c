"""Many write the same places at once, with real threads: nothing is lost, nothing breaks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client

from bench.races import MIX, PLACES, THREADS, Race
from network import recorder
from network.models import Change, Place
from tests.admin.test_imports import haidian
from tests.builders import make_place, make_user
from tests.exchange.sheets import make_haidian

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_no_accepted_save_is_lost() -> None:
    make_haidian()
    user = make_user("officer", organization=haidian(), role="approver")
    draft = {"status": "draft", "latitude": None, "longitude": None}
    places = [
        make_place(name=f"站{n}", address=f"{n}号", organization=haidian(), **draft)
        for n in range(PLACES // 2)
    ]
    clients = [Client() for _n in range(THREADS // 2)]
    for client in clients:
        client.force_login(user)
    outcome = Race(places, user, clients).run(100)
    assert (outcome.lost, outcome.broken) == ([], [])
    assert outcome.accepted.total() + outcome.refused.total() == 100
    assert outcome.accepted.keys() >= {"form", "update", "import"}
    assert (outcome.accepted + outcome.refused).keys() == MIX.keys()


def test_a_long_update_waits_for_a_save_that_waits_for_none() -> None:
    places = [make_place()]
    model = places[0]
    Place.objects.bulk_create(
        Place(name=f"站{n}", category=model.category, organization=model.organization)
        for n in range(recorder.CHUNK)
    )
    last = Place.objects.latest("pk")
    held, done = Event(), Event()

    def save() -> None:
        try:
            with transaction.atomic():
                place = Place.objects.select_for_update().get(pk=last.pk)
                held.set()
                done.wait(1)  # the update is under way, or waits already
                place.phone = "1"
                place.save()
        finally:
            connection.close()

    def update() -> None:
        try:
            held.wait(30)
            Place.objects.update(note="全部")
        finally:
            connection.close()
            done.set()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(save), pool.submit(update)]:
            future.result()
    last.refresh_from_db()
    assert (last.phone, last.note, last.version) == ("1", "全部", 3)
    assert not Place.objects.exclude(note="全部").exists()
    assert Change.objects.filter(object_pk=last.pk, action="update").count() == 2
