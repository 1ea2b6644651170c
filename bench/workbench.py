"""The admin's import of a long sheet on SQLite: preview, apply and taking back, as requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.table import runs, show

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
COUNT = 10_000
TARGETS = {"preview": "10", "apply": "15", "take back": "15"}
IMPORTS = "/admin/network/import/"


def show_table() -> None:
    """Print seconds from the press of each button to its page."""
    results = [_measure() for _round in range(ROUNDS)]
    rows = [
        (f"{sheet}: {part}", runs([r[sheet][part] for r in results], "{:.2f}"), TARGETS[part])
        for sheet in results[0]
        for part in TARGETS
    ]
    show(f"Import in the admin, {COUNT:,} rows, SQLite", ("what", "seconds", "at most"), rows)


def _measure() -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="bench-workbench-") as folder:
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
            "VAR_DIR": folder,
            "PUBLISH_AFTER_COMMIT": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECOND_FACTOR": "0",  # the officer is signed in by the bench itself
        }
        command = [sys.executable, "-m", "bench.workbench"]
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    result: dict[str, dict[str, float]] = json.loads(done.stdout)
    return result


def _measure_here(folder: Path) -> dict[str, dict[str, float]]:
    import django

    django.setup()
    from django.core.management import call_command

    from bench.sheets import write_sheet

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    first, second = folder / "first.xlsx", folder / "second.xlsx"
    write_sheet(first, COUNT)
    write_sheet(second, COUNT, phones=1_000_000)
    officer = _officer()
    new = _times(officer, first)
    _press(officer, first, "preview")
    _press(officer, first, "apply")
    return {"new places": new, "changed places": _times(officer, second)}


def _officer() -> Any:
    from django.test import Client

    from network.models import Organization, User

    user = User.objects.create_user(
        "officer",
        organization=Organization.objects.get(parent=None),
        role="approver",
        is_staff=True,
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _times(client: Any, sheet: Path) -> dict[str, float]:
    taken = {}
    for part in TARGETS:
        start = time.perf_counter()
        _press(client, sheet, part)
        taken[part] = time.perf_counter() - start
    return taken


def _press(client: Any, sheet: Path, part: str) -> None:
    from network.models import Category, Import, Organization

    if part == "preview":
        with sheet.open("rb") as file:
            fields = {
                "file": file,
                "category": Category.objects.get(code="warm_heart_station").pk,
                "datum": "gcj02",
                "organization": Organization.objects.get(code="110108").pk,
            }
            answer = client.post(f"{IMPORTS}add/", fields, follow=True)
    else:
        batch = Import.objects.filter(undoes=None).latest("pk")
        page, data = ("change", {"_apply": "1"}) if part == "apply" else ("undo", {})
        answer = client.post(f"{IMPORTS}{batch.pk}/{page}/", data, follow=True)
    if answer.status_code != 200 or not answer.redirect_chain:
        raise SystemExit(f"{part} did not work: {answer.status_code}")


if __name__ == "__main__":
    print(json.dumps(_measure_here(Path(os.environ["VAR_DIR"]))))
