"""A site to measure: its own folder under var/bench, SQLite, the demo network at a size."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Site:
    """The project with `count` invented places, prepared once and kept."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.folder = ROOT / "var" / "bench" / str(count)
        self.port = _free_port()
        # Compiled modules are kept, as on any installation.
        left_out = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
        self.env = {k: v for k, v in os.environ.items() if k not in left_out} | {
            "VAR_DIR": str(self.folder),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }

    @property
    def url(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Make the database and the first edition unless they are there."""
        if (self.folder / "ready").exists():
            self.manage("prepare")
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.manage("prepare")
        self.manage("demo", *(["--count", str(self.count)] if self.count != 10_560 else []))
        self.manage("publish")
        (self.folder / "ready").touch()

    def manage(self, *arguments: str) -> None:
        """Run a command, without publishing behind our back."""
        env = self.env | {"PUBLISH_AFTER_COMMIT": "0"}
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def served(self, workers: int = 2) -> Iterator[subprocess.Popen[bytes]]:
        """Run gunicorn with the shipped configuration."""
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
        env = self.env | {"WEB_CONCURRENCY": str(workers)}
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            self._wait(server)
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        while server.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=60):  # noqa: S310  # http
                    return
            except urllib.error.URLError:
                time.sleep(0.02)
        raise SystemExit(f"the server did not start: see {self.folder / 'server.log'}")


def workers_of(server: subprocess.Popen[bytes]) -> list[int]:
    """Process numbers of a gunicorn's workers."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return [int(pid) for pid in children.split()]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
