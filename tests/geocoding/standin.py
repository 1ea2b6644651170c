"""Stand-ins for the vendors' services: real HTTP, answers as their documentation shows them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "secret-key-27182"


class StandIn(ThreadingHTTPServer):
    """Answers what it is told to, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: Any = {}
        self.status = 200
        self.delay = 0.0
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.times: list[float] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append((parts.path, query, self.headers["User-Agent"]))
        self.server.times.append(time.monotonic())
        time.sleep(self.server.delay)
        body = self.server.answer
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Silent."""


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """One that runs."""
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# What each says of one address; the positions are in the vendor's datum.


def tianditu(latitude: float, longitude: float) -> dict[str, Any]:
    """Of the geocoding service: numbers as text."""
    place = {"lon": str(longitude), "lat": str(latitude), "level": "门址", "keyWord": "长安街1号"}
    return {"msg": "ok", "location": place, "searchVersion": "6.4.9V", "status": "0"}


def amap(*positions: tuple[float, float]) -> dict[str, Any]:
    """Of /v3/geocode/geo: what is not known is an empty list."""
    rows = [
        {"formatted_address": f"北京市长安街{n}号", "street": [], "location": f"{lon},{lat}"}
        for n, (lat, lon) in enumerate(positions, 1)
    ]
    return {
        "status": "1",
        "info": "OK",
        "infocode": "10000",
        "count": str(len(rows)),
        "geocodes": rows,
    }


def nominatim(*positions: tuple[float, float]) -> list[dict[str, Any]]:
    """Of /search."""
    return [
        {"display_name": f"长安街{n}号, 北京市", "lat": str(lat), "lon": str(lon)}
        for n, (lat, lon) in enumerate(positions, 1)
    ]


ANSWERS: dict[str, Callable[..., Any]] = {
    "tianditu": tianditu,
    "amap": amap,
    "nominatim": nominatim,
}
