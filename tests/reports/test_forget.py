"""What is kept for a while only."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from network.models import DaySalt, Place, Report, ReportPhoto, ReportStatus, ReportTally
from network.reports.forget import forget
from network.reports.settle import settle
from tests.builders import make_user
from tests.reports.conftest import NOON, Send
from tests.reports.sending import picture, upload


def days(number: float) -> dt.datetime:
    return NOON + dt.timedelta(days=number)


@pytest.fixture
def settled(send: Send, photos_folder: Path) -> Report:
    """A report with everything, settled at noon; its file is as old."""
    send(at=NOON, contact="138", text="锁着", photo=[upload(picture())])
    report = Report.objects.get()
    settle([report], user=make_user(), status=ReportStatus.ACCEPTED, answer="修好了")
    for path in photos_folder.iterdir():
        os.utime(path, (NOON.timestamp(),) * 2)
    return report


def test_contact_and_photos_go_thirty_days_after_settling(
    settled: Report, photos_folder: Path
) -> None:
    forget(days(29.9))
    settled.refresh_from_db()
    assert settled.contact == "138"
    assert ReportPhoto.objects.exists()
    assert forget(days(30)) == 1
    settled.refresh_from_db()
    assert (settled.contact, settled.text, settled.answer) == ("", "锁着", "修好了")
    assert not ReportPhoto.objects.exists()
    assert not list(photos_folder.iterdir())


def test_an_open_report_keeps_its_contact(send: Send) -> None:
    send(at=NOON, contact="138")
    forget(days(300))
    assert Report.objects.get().contact == "138"


def test_after_eight_days_nothing_tells_senders_apart(send: Send) -> None:
    send(at=NOON)
    forget(days(7))
    assert Report.objects.exclude(device="").exclude(network="").exists()
    assert DaySalt.objects.exists()
    forget(days(9))
    report = Report.objects.get()
    assert (report.device, report.network) == ("", "")
    assert not DaySalt.objects.exists()
    assert not ReportTally.objects.filter(expires_at__lte=days(9)).exists()


def test_a_days_first_report_forgets(settled: Report, send: Send) -> None:
    send(at=days(31))
    settled.refresh_from_db()
    assert settled.contact == ""


def test_opening_the_queue_forgets(settled: Report, client: Client, clock: object) -> None:
    clock(days(31))  # type: ignore[operator]  # a fixture
    client.force_login(make_user("root", is_superuser=True))
    client.get("/admin/network/report/")
    settled.refresh_from_db()
    assert settled.contact == ""


def test_the_command_says_what_it_did(settled: Report, clock: object) -> None:
    clock(days(31))  # type: ignore[operator]  # a fixture
    out = StringIO()
    call_command("forget_contacts", stdout=out)
    assert "contacts deleted: 1" in out.getvalue()


def test_files_of_deleted_places_go_too(settled: Report, place: Place, photos_folder: Path) -> None:
    place.delete()
    forget(days(2))
    assert not list(photos_folder.iterdir())


def test_a_publish_forgets_too(settled: Report, clock: Callable[[dt.datetime], None]) -> None:
    clock(days(30))
    call_command("publish", force=True, stdout=StringIO())
    settled.refresh_from_db()
    assert settled.contact == ""
