"""Bring an installation up to its code: catalogues, database, reference data, static files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from network.catalogues import compile_catalogues
from network.edition import publish, trigger

Say = Callable[[str], object]


def prepare(*, demo: bool, say: Say) -> None:
    """Do what is not done yet; quick when there is nothing to do."""
    stamps = _Stamps(settings.VAR_DIR / "prepared.json")
    compile_catalogues()
    with trigger.paused():
        migrate(say)
        fixtures = sorted(settings.NETWORK_DIR.iterdir())
        stamps.run("fixtures", _digest(fixtures), lambda: _load_fixtures(say))
        if demo:
            stamps.run("demo", "made", lambda: _invent(say))
    publish.publish()
    publish.pack_newest()
    stamps.run("static", _digest(_static_files()), lambda: _collect_static(say))


def migrate(say: Say) -> None:
    """Apply the migrations that are missing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def _load_fixtures(say: Say) -> None:
    say(f"Loading the reference data of {settings.NETWORK.city_en} …")
    call_command("load_fixtures", verbosity=0)


def _invent(say: Say) -> None:
    say("Inventing the demo network …")
    call_command("demo", verbosity=0)


def _collect_static(say: Say) -> None:
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)


class _Stamps:
    """Remembers which steps were done for which state of their input."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def run(self, name: str, state: str, step: Callable[[], object]) -> None:
        """Take the step unless it was done for this state; a failure leaves it undone."""
        if self._done.get(name) == state:
            return
        step()
        self._done[name] = state
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._done))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> list[Path]:
    return sorted(
        Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    )
