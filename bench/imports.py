"""The import of a long sheet on SQLite: dry run, apply, and how long others' writes waited."""

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


def show_tables() -> None:
    """Print the tables of 10,000 and of 50,000 rows."""
    for count, targets in ((10_000, ("5", "15", "1")), (50_000, ("–", "–", "5"))):
        results = [measure(count) for _round in range(ROUNDS)]
        rows = []
        for what in ("new places", "changed places", "nothing new"):
            taken = [result[what] for result in results]
            rows.append((what, *(runs([t[part] for t in taken], "{:.2f}") for part in PARTS)))
        rows.append(("at most", *targets))
        show(f"Import, {count:,} rows, SQLite", ("sheet with", *(f"{p}, s" for p in PARTS)), rows)


PARTS = ("dry run", "apply", "lock held")


def measure(rows: int) -> dict[str, Any]:
    """Seconds by sheet and part, measured in a database and a process of their own.

    "dry run" is reading to report; "apply" is the whole command, reading included.
    """
    with tempfile.TemporaryDirectory(prefix="bench-imports-") as folder:
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
            "VAR_DIR": folder,
            "PUBLISH_AFTER_COMMIT": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.imports", str(rows)],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.PIPE,
        )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _measure_here(count: int, folder: Path) -> dict[str, dict[str, float]]:
    import django

    django.setup()
    from django.core.management import call_command

    from bench.sheets import write_sheet

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    first, second = folder / "first.xlsx", folder / "second.xlsx"
    write_sheet(first, count)
    write_sheet(second, count, phones=1_000_000)
    return {
        "new places": _times(first),
        "changed places": _times(second),
        "nothing new": _times(second),
    }


def _times(sheet: Path) -> dict[str, float]:
    from network.exchange.imports import Options, apply_import, make_plan, plan_import
    from network.exchange.report import Report

    options = Options(category="warm_heart_station", datum="gcj02", district="110108")
    start = time.perf_counter()
    Report.of(make_plan(sheet, options)).table()
    dry = time.perf_counter()
    applied = apply_import(plan_import(sheet, options))
    end = time.perf_counter()
    return {"dry run": dry - start, "apply": end - dry, "lock held": applied.seconds}


if __name__ == "__main__":
    print(json.dumps(_measure_here(int(sys.argv[1]), Path(os.environ["VAR_DIR"]))))
