"""Requests a worker makes to itself before it accepts others: imports, caches, files."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)


def warm_up(application: Application) -> None:
    """Ask for a page, the nearest places and a tile; a failure is logged, not hidden."""
    started = time.perf_counter()
    network = settings.NETWORK
    body = f'{{"lat":{network.latitude},"lon":{network.longitude}}}'.encode()
    for method, path, content in (
        ("GET", "/", b""),
        ("POST", "/api/v1/nearest", body),
        ("GET", "/healthz", b""),
    ):
        status = _ask(application, method, path, content)
        if not status.startswith("200"):
            logger.error("warm-up: %s %s gave %s", method, path, status)
    logger.info("warm after %.2f s", time.perf_counter() - started)


def _ask(application: Application, method: str, path: str, body: bytes) -> str:
    statuses: list[str] = []
    answer = application(_environ(method, path, body), lambda status, *_: statuses.append(status))
    for _part in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
    return statuses[0]


def _environ(method: str, path: str, body: bytes) -> dict[str, Any]:
    host = next((h for h in settings.ALLOWED_HOSTS if not h.startswith((".", "*"))), "localhost")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if settings.BEHIND_TLS else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": "https" if settings.BEHIND_TLS else "http",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
