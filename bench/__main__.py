"""`python -m bench [part …]`: print the README's tables; all parts without arguments."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
from importlib import import_module

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Parts with databases of their own, and what prints their tables.
ALONE = {"workbench": "show_table", "imports": "show_tables", "races": "show_table"}
PARTS = ("http", "engine", "publish", "workers", "front", "offline", *ALONE)
CITY, COUNTRY = 10_560, 1_000_000


def main() -> None:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--country", action="store_true", help="also with 1,000,000 places")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if not shutil.which("wrk"):
        raise SystemExit("The bench needs wrk: apt install wrk")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for count in (CITY, COUNTRY) if chosen.country else (CITY,):
        _measure(set(chosen.parts or PARTS), count)


def _measure(parts: set[str], count: int) -> None:
    import django

    django.setup()
    from bench import engine, http, publishing, workers
    from bench.site import Site

    small = count == CITY
    site = Site(count)
    if parts - ALONE.keys():
        site.prepare()
    if "http" in parts:
        http.measure(site)
    if "engine" in parts:
        engine.measure(site)
    if "publish" in parts:
        publishing.measure(site, target="2" if small else "60")
    if "workers" in parts:
        workers.measure(site, start="2" if small else "5", memory="150" if small else "400")
    if "front" in parts:
        from bench import front

        front.measure(site)
    if "offline" in parts and small:
        from bench import offline

        offline.measure(site)
    for part in (part for part in ALONE if part in parts and small):
        getattr(import_module(f"bench.{part}"), ALONE[part])()


main()
