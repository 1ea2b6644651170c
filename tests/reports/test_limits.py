"""One phone sends a few, a carrier's address many, and a forged header changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client, RequestFactory

from network.address import client_address, network_of, sender_of
from network.models import Place, Report, ReportTally
from network.reports.limits import TooManyReports, count_attempt
from tests.reports.conftest import NOON, Send
from tests.reports.sending import HOME, PHONE, WORK, fields


def test_a_fourth_report_of_one_place_by_one_phone_must_wait(
    english: Client, send: Send, place: Place
) -> None:
    answers = [send(at=NOON + dt.timedelta(minutes=10)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert answers[3]["Retry-After"] == "3000"
    page = answers[3].content.decode()
    assert "try again in 50 minutes" in page
    assert 'value="locked" required checked' in page
    assert Report.objects.count() == 3


def test_after_the_hour_it_goes_on(send: Send) -> None:
    for _ in range(4):
        send(at=NOON)
    assert send(at=NOON + dt.timedelta(hours=1)).status_code == 303


def attempt(sender: str = HOME, device: str = "", place: int = 1) -> None:
    count_attempt(sender=sender, device=device, place=place, now=NOON)


def refused(number: int, **options: Any) -> bool:
    """Whether the attempt after so many is the first that is refused."""
    for _ in range(number):
        attempt(**options)
    with pytest.raises(TooManyReports):
        attempt(**options)
    return True


@pytest.mark.django_db
def test_an_address_may_send_six_about_a_place() -> None:
    assert refused(6)


@pytest.mark.django_db
def test_an_address_may_send_thirty_an_hour() -> None:
    for number in range(30):
        attempt(place=number)
    with pytest.raises(TooManyReports):
        attempt(place=99)
    attempt(sender=WORK, place=99)


@pytest.mark.django_db
def test_a_phone_may_send_ten_an_hour_from_wherever_it_is() -> None:
    for number in range(10):
        attempt(sender=f"10.0.0.{number}", device=PHONE, place=number)
    with pytest.raises(TooManyReports):
        attempt(sender="10.0.1.1", device=PHONE, place=99)


@pytest.mark.parametrize("path", ["/places/{}/report", "/api/v1/reports"])
def test_photos_of_a_flood_are_refused_unread(
    client: Client, place: Place, clock: Any, path: str
) -> None:
    clock(NOON)
    for number in range(30):
        attempt(sender=sender_of("127.0.0.1"), place=number)
    body = Unread()
    sent: dict[str, Any] = {"CONTENT_LENGTH": "9000000", "wsgi.input": body}
    answer = client.generic(
        "POST", path.format(place.public_id), content_type="multipart/form-data; boundary=x", **sent
    )
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert not body.was_read


class Unread:
    """A body that notes whether anyone wanted it."""

    was_read = False

    def read(self, *_size: int) -> bytes:
        """Nothing."""
        self.was_read = True
        return b""

    readline = read


def test_sending_again_is_not_counted(send: Send) -> None:
    key = "6f1d5f4e-7d2f-4f0e-9f3e-2f6a1c8b9d10"
    assert {send(at=NOON, key=key).status_code for _ in range(9)} == {303}


def test_the_interface_says_when_to_come_again(client: Client, place: Place, clock: Any) -> None:
    clock(NOON)
    values = [fields(place=place.public_id) for _ in range(4)]
    answer = [client.post("/api/v1/reports", each) for each in values][-1]
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert answer.json()["error"]["code"] == "too_many"


def test_no_address_is_kept(send: Send) -> None:
    send(at=NOON)
    kept = repr([*ReportTally.objects.values(), *Report.objects.values()])
    assert HOME not in kept
    assert "203.0.113" not in kept
    assert PHONE not in kept


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", HOME),
        (1, "6.6.6.6, 5.5.5.5", "5.5.5.5"),
        (1, "5.5.5.5", "5.5.5.5"),
        (2, "6.6.6.6, 5.5.5.5, 10.0.0.1", "5.5.5.5"),
        (2, "5.5.5.5", HOME),
        (1, "nonsense", HOME),
        (1, "", HOME),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().post("/", REMOTE_ADDR=HOME, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


@pytest.mark.parametrize(
    ("address", "network", "sender"),
    [
        ("203.0.113.7", "203.0.113.0/24", "203.0.113.7/32"),
        ("::ffff:203.0.113.7", "203.0.113.0/24", "203.0.113.7/32"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48", "2001:db8:1:2::/64"),
        ("", "", ""),
    ],
)
def test_addresses_are_shortened(address: str, network: str, sender: str) -> None:
    assert (network_of(address), sender_of(address)) == (network, sender)
