"""Racing saves of the same places: forms, updates, imports, undo, restore; nothing may be lost."""

from __future__ import annotations

import dataclasses
import io
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.table import show

if TYPE_CHECKING:
    from network.models import Place, User

ROOT = Path(__file__).resolve().parents[1]
SAVES, PLACES, THREADS = 1_000, 12, 8
SEVERAL = 3  # places that an update or an import writes
# How often of a hundred saves.
MIX = {"form": 50, "update": 15, "import": 15, "restore": 12, "undo": 8}


@dataclasses.dataclass
class Outcome:
    """What became of the saves, by kind; `broken` are answers that should never be given."""

    accepted: Counter[str]
    refused: Counter[str]
    lost: list[str]
    broken: list[str]
    seconds: float = 0.0


class Race:
    """Threads that write the same places; every save says what it wrote by a text of its own."""

    def __init__(self, places: Sequence[Place], user: User, clients: Sequence[Any]) -> None:
        self.keys = [place.pk for place in places]
        self.user = user
        self.clients = list(clients)
        self.outcome = Outcome(Counter(), Counter(), [], [])
        self._written: list[tuple[str, str, list[int]]] = []  # field, text, places
        self._raised = 0  # of the change counter
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def run(self, saves: int, *, seed: int = 1) -> Outcome:
        """Race, then compare what was accepted with what the history and the rows say."""
        from network.models import Change, ChangeCounter

        rng = random.Random(seed)
        kinds = rng.choices([*MIX], [*MIX.values()], k=saves)
        last = Change.objects.latest("pk").pk
        counted = ChangeCounter.objects.get().value
        start = time.perf_counter()
        with ThreadPoolExecutor(len(self.clients)) as pool:
            for done in [
                pool.submit(self._worker, client, kinds[number :: len(self.clients)], number)
                for number, client in enumerate(self.clients)
            ]:
                done.result()
        self.outcome.seconds = time.perf_counter() - start
        self._compare(last, counted)
        return self.outcome

    def _worker(self, client: Any, kinds: Sequence[str], seed: int) -> None:
        from django.db import connection

        rng = random.Random(seed)
        try:
            for kind in kinds:
                self._save(kind, client, rng)
        finally:
            connection.close()

    def _save(self, kind: str, client: Any, rng: random.Random) -> None:
        with self._lock:
            text = f"{kind}-{next(self._numbers)}"
        try:
            raised = getattr(self, f"_{kind}")(text, client, rng)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is counted and shown
            self._note(self.outcome.broken, f"{kind}: {type(error).__name__}: {error}")
            return
        with self._lock:
            (self.outcome.refused if raised is None else self.outcome.accepted)[kind] += 1
            self._raised += raised or 0

    def _note(self, where: list[Any], what: Any) -> None:
        with self._lock:
            where.append(what)

    # Saves: each returns by how much it raised the change counter, None if it was refused

    def _form(self, text: str, client: Any, rng: random.Random) -> int | None:
        from network.models import Place

        place = Place.objects.get(pk=rng.choice(self.keys))
        sent = {
            "seen_version": place.version,
            "name": place.name,
            "category": place.category_id,
            "organization": place.organization_id,
            "status": place.status,
            "address": place.address,
            "position": "",
            "position_datum": "gcj02",
            "note": place.note,
            "floor": place.floor,
            "phone": text,
        }
        answer = client.post(f"/admin/network/place/{place.pk}/change/", sent)
        if answer.status_code == 302 and "/login/" not in answer["Location"]:
            self._note(self._written, ("phone", text, [place.pk]))
            return 1
        if answer.status_code != 200 or b'class="conflict' not in answer.content:
            raise ValueError(f"answered {answer.status_code}")
        return None

    def _update(self, text: str, _client: Any, rng: random.Random) -> int:
        from network.models import Place

        keys = rng.sample(self.keys, SEVERAL)
        Place.objects.filter(pk__in=keys).update(note=text)
        self._note(self._written, ("note", text, keys))
        return 1

    def _import(self, text: str, _client: Any, rng: random.Random) -> int | None:
        from network.exchange.imports import Options, apply_import, plan_import
        from network.models import Place
        from network.staging import StagingError

        keys = rng.sample(self.keys, SEVERAL)
        places = Place.objects.filter(pk__in=keys).select_related("category")
        rows = [f"{place.public_id},{place.name},{text}" for place in places]
        sheet = "\n".join(["公开编号,名称,楼层", *rows]).encode()
        options = Options(category=places[0].category.code, datum="gcj02")
        batch = plan_import(sheet, options, user=self.user)
        try:
            applied = apply_import(batch, user=self.user)
        except StagingError:
            return None
        self._note(self._written, ("floor", text, keys))
        return int(applied.updated > 0)

    def _undo(self, _text: str, _client: Any, rng: random.Random) -> int | None:
        from network.exchange.errors import ExchangeError
        from network.exchange.undo import undo
        from network.models import Import
        from network.staging import StagingError

        batches = list(Import.objects.filter(state="applied", undoes=None).order_by("-pk")[:5])
        if not batches:
            return None
        try:
            applied = undo(rng.choice(batches), user=self.user)
        except (ExchangeError, StagingError):
            return None
        return int(applied.updated > 0)

    def _restore(self, _text: str, client: Any, rng: random.Random) -> int | None:
        from network.models import Change, Place

        place = Place.objects.get(pk=rng.choice(self.keys))
        changes = Change.objects.filter(model="place", object_pk=place.pk, action="update")
        change = changes.order_by("-pk").first()
        if change is None:
            return None
        sent = {"fields": [*change.before], "seen_version": place.version}
        url = f"/admin/network/place/{place.pk}/restore/{change.pk}/"
        answer = client.post(url, sent)
        if answer.status_code != 302:
            raise ValueError(f"answered {answer.status_code}")
        return int("/history/" in answer["Location"]) or None

    # What is left of them

    def _compare(self, last: int, counted: int) -> None:
        from network.models import Change, ChangeCounter, Place

        lost = self.outcome.lost
        changes = list(
            Change.objects.filter(model="place", pk__gt=last, object_pk__in=self.keys).order_by(
                "pk"
            )
        )
        told = {(c.object_pk, name, value) for c in changes for name, value in _texts(c.after)}
        for field, text, keys in self._written:
            lost += [f"{text} of {key}" for key in keys if (key, field, text) not in told]
        for place in Place.objects.filter(pk__in=self.keys):
            lost += _gaps(place, [c for c in changes if c.object_pk == place.pk])
        grown = ChangeCounter.objects.get().value - counted
        if grown != self._raised:
            lost.append(f"counter: {grown} for {self._raised} writes")


def _texts(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in values.items() if isinstance(value, str)]


def _gaps(place: Place, changes: Sequence[Any]) -> list[str]:
    """Where one change did not see what the one before it left, or the row what the last did."""
    now: dict[str, Any] = {}
    found: list[str] = []
    for change in changes:
        for name, value in change.before.items():
            if name in now and now[name] != value:
                found.append(f"{name} of {place.pk}: {now[name]} overwritten unseen")
        now |= change.after
    found += [
        f"{name} of {place.pk} is {getattr(place, name)}, not {value}"
        for name, value in now.items()
        if getattr(place, name) != value
    ]
    if place.version != 1 + len(changes):
        found.append(f"version {place.version} of {place.pk} after {len(changes)} changes")
    return found


def show_table() -> None:
    """Print what became of 1,000 racing saves on each database."""
    results = {name: _measure(*command) for name, command in DATABASES.items()}
    rows = [
        (
            name,
            *(f"{r['accepted'].get(kind, 0)} / {r['refused'].get(kind, 0)}" for kind in MIX),
            str(len(r["lost"])),
            str(len(r["broken"])),
            f"{r['seconds']:.0f} s",
        )
        for name, r in results.items()
    ]
    kinds = [f"{kind}, saved / refused" for kind in MIX]
    header = ("database", *kinds, "lost", "broken", "took")
    show(f"{SAVES:,} racing saves of {PLACES} places, {THREADS} threads", header, rows)
    for result in results.values():
        for what in (*result["lost"], *result["broken"]):
            print(what, file=sys.stderr)


DATABASES = {
    "SQLite": (sys.executable, "-m", "bench.races"),
    "PostgreSQL": (
        *(sys.executable, "-m", "tools.postgres", "run", "--"),
        *(sys.executable, "-m", "bench.races"),
    ),
}


def _measure(*command: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-races-") as folder:
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
            "SECOND_FACTOR": "0",  # the officer is signed in by the bench itself
            "VAR_DIR": folder,
            "PUBLISH_AFTER_COMMIT": "0",
            "DJANGO_SECRET_KEY": "only-for-the-bench",
            "ALLOWED_HOSTS": "localhost",
            "BEHIND_TLS": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _measure_here() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from network.models import Category, Organization, Place, User

    call_command("migrate", verbosity=0, stdout=io.StringIO())
    call_command("load_fixtures", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    body = Organization.objects.get(parent=None)
    category = Category.objects.get(code="warm_heart_station")
    user = User.objects.create_user("officer", organization=body, role="approver", is_staff=True)
    places = [
        Place(name=f"驿站{n}", address=f"{n}号", category=category, organization=body)
        for n in range(PLACES)
    ]
    Place.objects.bulk_create(places)
    clients = [Client(headers={"host": "localhost"}) for _n in range(THREADS)]
    for client in clients:
        client.force_login(user)
    return vars(Race(places, user, clients).run(SAVES))


if __name__ == "__main__":
    print(json.dumps(_measure_here()))
