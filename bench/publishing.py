"""From a commit to its being visible in every worker, under load."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request

from bench.http import Load, nearest_script, wrk
from bench.site import ROOT, Site
from bench.table import runs, show

ROUNDS = 3
PAUSE_MS = 20  # some 350 requests a second: busy, not saturated, as the publisher is niced
WRITE = """
import time
from network.models import Place
place = Place.objects.order_by("pk").first()
place.address = f"长安街 {time.time_ns()} 号"
place.save()
print(time.time())
"""


def measure(site: Site, *, target: str) -> None:
    """Print the table."""
    seconds, loads = [], []
    with site.served():
        for turn in range(ROUNDS):
            taken, load = _once(site, turn)
            seconds.append(taken)
            loads.append(load)
    show(
        f"Publish, {site.count:,} places, 2 workers, 8 connections pausing {PAUSE_MS} ms",
        ("what", "result", "target"),
        [
            ("commit to visible in every worker, s", runs(seconds, "{:.2f}"), target),
            ("p99 of nearest meanwhile, ms", runs([r.p99_ms for r in loads], "{:.1f}"), "20"),
            ("failed requests meanwhile", str(sum(r.errors for r in loads)), "0"),
        ],
    )


def _once(site: Site, turn: int) -> tuple[float, Load]:
    loads: list[Load] = []
    seconds = 8 if site.count < 100_000 else 75

    def load() -> None:
        script = nearest_script(seed=turn, pause_ms=PAUSE_MS)
        loads.append(wrk(f"{site.url}/api/v1/nearest", script=script, seconds=seconds))

    before = _edition(site)
    thread = threading.Thread(target=load)
    thread.start()
    time.sleep(1)
    committed = _write(site)
    while not all(_edition(site) > before for _ in range(20)):
        time.sleep(0.02)
    taken = time.time() - committed
    thread.join()
    return taken, loads[0]


def _write(site: Site) -> float:
    env = site.env | {"PUBLISH_AFTER_COMMIT": "1"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE]
    # Not its error stream: the publisher holds that open until it has made the pack too.
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout.split()[-1])


def _edition(site: Site) -> int:
    """Each question over a connection of its own, so that every worker is asked."""
    with urllib.request.urlopen(f"{site.url}/api/v1/edition", timeout=30) as answer:  # noqa: S310  # http
        number: int = json.loads(answer.read())["edition"]
        return number
