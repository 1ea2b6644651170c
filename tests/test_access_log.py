"""The access log tells that somebody came, not who was where."""

from __future__ import annotations

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config import gunicorn
from config.access_log import AccessLogger, shortened


def logged(path: str, address: str) -> str:
    """The line of a request."""
    settings = Config()
    settings.set("accesslog", "-")
    settings.set("access_log_format", gunicorn.access_log_format)
    lines: list[str] = []
    logger = AccessLogger(settings)
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger.access_log.handlers = [handler]
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"{path}?lat=39.9966&lon=116.4705",
        "PATH_INFO": path,
        "QUERY_STRING": "lat=39.9966&lon=116.4705",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": address,
        "HTTP_REFERER": "http://example.org/?at=39.997,116.470,16",
    }
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    asked = SimpleNamespace(headers=[])
    logger.access(answer, asked, environ, dt.timedelta(milliseconds=3))
    [line] = lines
    return line


def test_it_holds_no_position_and_no_whole_address() -> None:
    line = logged("/tiles/12/16/53965/24829.json", "192.0.2.77")
    assert line.startswith("192.0.2.0 ")
    assert '"GET /tiles/… HTTP/1.1" 200 12 3ms' in line
    for secret in ("77", "53965", "39.99", "example.org"):
        assert secret not in line


def test_other_paths_are_told() -> None:
    assert "/places/abc" in logged("/places/abc", "2001:db8:1:2:3::4")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("::1", "::"),
        ("", "-"),
        ("unix:", "-"),
    ],
)
def test_addresses_are_shortened(address: str, kept: str) -> None:
    assert shortened(address) == kept
