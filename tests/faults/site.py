"""A whole installation of its own: database, editions folder, gunicorn; and ways to hurt it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """Runs the project's own commands in processes, as an operator would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.server: subprocess.Popen[bytes] | None = None
        self._server_database = os.environ.get("DATABASE_URL", "")
        self._name = f"site_{uuid.uuid4().hex[:12]}"
        self.env = os.environ | {
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "ALLOWED_HOSTS": "127.0.0.1 testserver",
            "DJANGO_SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BEHIND_TLS": "0",
        }
        self.env.pop("EDITIONS_DIR", None)
        folder.mkdir(parents=True)
        (folder / "static").symlink_to(settings.STATIC_ROOT)  # collected once for all tests
        if self._server_database:
            self._administrate(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._name)))
            self.env["DATABASE_URL"] = self._url()

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run code with the models and the test builders at hand."""
        names = "from network.models import *; from tests.builders import *\n"
        return self.manage("shell", "--no-imports", "-c", names + code)

    def spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `manage.py` without waiting."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Start gunicorn and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        until(lambda: self.get("/healthz")[0] == 200, seconds=30)

    def stop(self) -> None:
        """Stop gunicorn."""
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(timeout=30)
            self.server = None

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body; status 0 while nothing listens."""
        return self._open(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """Post JSON."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        return self._open(request)

    def json(self, path: str) -> Any:
        """The body of a 200 answer."""
        status, body = self.get(path)
        assert status == 200, body
        return json.loads(body)

    def editions(self) -> list[int]:
        """Numbers of the editions on disk."""
        folder = self.folder / "editions"
        return sorted(int(p.name) for p in folder.iterdir() if p.name.isdecimal())

    def stop_database(self) -> None:
        """Let no connection to the database succeed any more."""
        if self._server_database:
            name = sql.Identifier(self._name)
            self._administrate(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
            self._administrate(
                sql.SQL(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
                ).format(sql.Literal(self._name))
            )
            return
        for path in self.folder.glob("network.sqlite3*"):
            path.unlink()
        (self.folder / "network.sqlite3").mkdir()

    def close(self) -> None:
        """Stop everything and remove the database."""
        self.stop()
        with contextlib.suppress(AssertionError):
            until(lambda: not self._publishing(), seconds=20)
        if self._server_database:
            name = sql.Identifier(self._name)
            self._administrate(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        shutil.rmtree(self.folder, ignore_errors=True)

    def _publishing(self) -> bool:
        pattern = f"VAR_DIR={self.folder}\0".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (process / "cmdline").read_bytes()
                if b"publish" in command and pattern in (process / "environ").read_bytes():
                    return True
        return False

    def _open(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  # our own http
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except (urllib.error.URLError, ConnectionResetError):
            return 0, b""

    def _url(self) -> str:
        base, _, _ = self._server_database.partition("?")
        return f"{base.rsplit('/', 1)[0]}/{self._name}" + self._query()

    def _query(self) -> str:
        _, mark, query = self._server_database.partition("?")
        return mark + query

    def _administrate(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server_database, autocommit=True) as connection:
            connection.execute(statement)


def until(condition: Callable[[], object], *, seconds: float) -> None:
    """Wait for the condition; fails when it does not come true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def site_in(folder: Path) -> Iterator[Site]:
    """A migrated site with a few published places."""
    site = Site(folder)
    site.manage("migrate", "--verbosity", "0")
    site.python("[make_place(name=f'暖心驿站{n}', amenities=['water']) for n in range(20)]")
    site.manage("publish")
    yield site
    site.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
