"""How quickly a worker is ready and what memory it needs of its own."""

from __future__ import annotations

import re
import time
from pathlib import Path

from bench.http import nearest_script, wrk
from bench.site import Site, workers_of
from bench.table import runs, show

ROUNDS = 3


def measure(site: Site, *, start: str, memory: str) -> None:
    """Print the table; the start includes the master's, so a worker's own is shorter."""
    starts, private, shared = [], [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with site.served() as server:
            starts.append(time.perf_counter() - began)
            wrk(f"{site.url}/api/v1/nearest", script=nearest_script(), seconds=2)
            for pid in workers_of(server):
                own, common = _memory(pid)
                private.append(own)
                shared.append(common)
    show(
        f"Workers, {site.count:,} places",
        ("what", "result", "target"),
        [
            ("start of gunicorn to the first ready answer, s", runs(starts, "{:.2f}"), start),
            ("private memory of a worker, MB", runs(private), memory),
            ("pages it shares, MB", runs(shared), "–"),
        ],
    )


def _memory(pid: int) -> tuple[float, float]:
    """Private and shared megabytes."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = {name: int(value) for name, value in re.findall(r"(\w+):\s+(\d+) kB", text)}
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    shared = kilobytes["Shared_Clean"] + kilobytes["Shared_Dirty"]
    return private / 1000, shared / 1000
