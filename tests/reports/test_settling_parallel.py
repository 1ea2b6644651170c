"""Two approvers at one report: one decides, the other is told; on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from network.models import Change, Place, Report
from tests.builders import make_organization, make_place, make_user
from tests.reports.test_parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(tmp_path: Path, settings: Any) -> Report:
    """Somebody says that the place is gone."""
    settings.REPORT_PHOTOS_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Report.objects.create(place=make_place(), kind="gone")


def clients(number: int) -> list[Client]:
    """So many approvers of the place's organization."""
    made = [Client(headers={"accept-language": "en"}) for _ in range(number)]
    for which, client in enumerate(made):
        user = make_user(f"approver{which}", organization=make_organization(), role="approver")
        client.force_login(user)
    return made


def test_one_of_two_presses_counts(report: Report) -> None:
    place, staff = report.place, clients(2)
    seen = Place.objects.get(pk=place.pk).version
    before = Change.objects.filter(model="place").count()

    def press(which: int) -> str:
        data = {"_apply": f"{report.pk}:close", "seen_version": seen, "report": [report.pk]}
        page = staff[which].post(f"/admin/network/report/place/{place.pk}/", data, follow=True)
        return page.content.decode()

    pages = at_once(2, press)
    assert sum("report settled" in page for page in pages) == 1
    assert sum("Someone else has changed this place" in page for page in pages) == 1
    assert Change.objects.filter(model="place").count() == before + 1
    assert Place.objects.get(pk=place.pk).status == "closed"


def test_accepting_and_dismissing_at_once_agree(report: Report) -> None:
    place, staff = report.place, clients(2)
    seen = Place.objects.get(pk=place.pk).version
    url = f"/admin/network/report/place/{place.pk}/"
    acts = [
        {"_apply": f"{report.pk}:close", "seen_version": seen},
        {"_dismiss": "1", "answer": "在的"},
    ]
    at_once(2, lambda which: staff[which].post(url, acts[which] | {"report": [report.pk]}))
    status = Place.objects.get(pk=place.pk).status
    report.refresh_from_db()
    assert (report.status, status) in {("accepted", "closed"), ("dismissed", "published")}
