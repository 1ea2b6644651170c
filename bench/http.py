"""Requests per second over HTTP against an empty view in the same run."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import tempfile
from pathlib import Path

from bench.site import Site
from bench.table import ratio, runs, show

SCRIPT = """
math.randomseed({seed})
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  local lat = 39.75 + math.random() * 0.35
  local lon = 116.15 + math.random() * 0.5
  local body = string.format('{{"lat":%.5f,"lon":%.5f,"limit":10{more}}}', lat, lon)
  return wrk.format(nil, nil, nil, body)
end
"""
FILTERED = ',"category":["warm_heart_station"],"amenity":["drinking_water","microwave"]'
OPEN = ',"open":"now"'
ROUNDS = 3
SECONDS = 5


@dataclasses.dataclass(frozen=True)
class Load:
    """What one run of wrk says."""

    per_second: float
    p99_ms: float
    errors: int


def wrk(url: str, *, script: str = "", gzip: bool = False, seconds: int = SECONDS) -> Load:
    """Load the URL with eight connections from one thread."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency"]
    if gzip:
        command += ["-H", "Accept-Encoding: gzip"]
    with tempfile.TemporaryDirectory() as folder:
        if script:
            path = Path(folder) / "load.lua"
            path.write_text(script)
            command += ["-s", str(path)]
        done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    return parse(done.stdout)


def parse(text: str) -> Load:
    """Read wrk's report."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    assert rate, text
    assert p99, text
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    socket = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    errors = int(bad[1]) if bad else 0
    errors += sum(map(int, socket.groups())) if socket else 0
    return Load(float(rate[1]), float(p99[1]) * scale, errors)


def nearest_script(more: str = "", seed: int = 1, pause_ms: int = 0) -> str:
    """wrk's script of random points in the city; each connection may pause between requests."""
    script = SCRIPT.format(seed=seed, more=more.replace("%", "%%"))
    return script + (f"delay = function() return {pause_ms} end\n" if pause_ms else "")


def measure(site: Site) -> None:
    """Print the table of requests per second."""
    rows = []
    with site.served():
        wrk(f"{site.url}/api/v1/nearest", script=nearest_script(), seconds=2)
        for name, more, gzip, floor in (
            ("nearest, limit 10", "", False, 60),
            ("nearest, gzip on both", "", True, 50),
            ("with category and two amenities", FILTERED, False, 45),
            ("with category and two amenities, gzip on both", FILTERED, True, 40),
            ("open now", OPEN, False, 60),
            ("open now, gzip on both", OPEN, True, 50),
            ("open now with category and two amenities", OPEN + FILTERED, False, 45),
            ("open now with category and two amenities, gzip on both", OPEN + FILTERED, True, 40),
        ):
            empty, ours = [], []
            for turn in range(ROUNDS):
                empty.append(wrk(f"{site.url}/empty", gzip=gzip))
                script = nearest_script(more, seed=turn)
                ours.append(wrk(f"{site.url}/api/v1/nearest", script=script, gzip=gzip))
            rates, floors = [r.per_second for r in ours], [r.per_second for r in empty]
            rows.append(
                (
                    name,
                    runs(rates),
                    runs(floors),
                    ratio(rates, floors),
                    f"{floor} %",
                    runs([r.p99_ms for r in ours], "{:.1f}"),
                    str(sum(r.errors for r in ours)),
                )
            )
    show(
        f"HTTP, {site.count:,} places, gunicorn gthread, 2 workers of 4 threads, wrk -t1 -c8",
        ("load", "requests/s", "empty view/s", "of empty", "at least", "p99 ms", "errors"),
        rows,
    )
