"""An import that is killed did nothing and works again; others' writes wait and succeed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import ROOT, Site, site_in

pytestmark = [pytest.mark.faults, pytest.mark.slow]

PLAN = """
from network.exchange.imports import plan_import
from tests.exchange.sheets import *
make_haidian()
rows = [station(f"站{n}", address=f"{n}号", service="饮水") for n in range(300)]
print(plan_import(workbook(HEADER, *rows), make_options()).pk)
"""
# Ends or pauses the process at the import's history statement, when the places are written.
APPLY = """
import os, signal, sys, time
import django; django.setup()
from django.db import connection
from network import staging
from network.models import Import

def stop(execute, sql, *arguments):
    if sql.startswith("INSERT INTO") and "network_change" in sql:
        print("writing", flush=True)
        {act}
    return execute(sql, *arguments)

with connection.execute_wrapper(stop):
    staging.apply(Import.objects.get(pk={batch}))
"""
COUNT = "print(Place.objects.count(), Change.objects.filter(through='import').count())"


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[tuple[Site, int]]:
    """A site with a stored plan of 300 new places."""
    for site in site_in(tmp_path / "site"):
        site.env["PUBLISH_AFTER_COMMIT"] = "0"
        yield site, int(site.python(PLAN))


def start(site: Site, batch: int, act: str) -> subprocess.Popen[str]:
    """Start applying the plan; returns once the places are written but not committed."""
    process = subprocess.Popen(
        [sys.executable, "-c", APPLY.format(act=act, batch=batch)],
        cwd=ROOT,
        env=site.env | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "writing\n"
    return process


def test_a_killed_import_did_nothing_and_works_again(planned: tuple[Site, int]) -> None:
    site, batch = planned
    with start(site, batch, "os.kill(os.getpid(), signal.SIGKILL)") as process:
        assert process.wait(timeout=30) == -9
    assert site.python(COUNT).split() == ["20", "0"]
    site.python(
        "from network.exchange.imports import apply_import\n"
        f"apply_import(Import.objects.get(pk={batch}))"
    )
    assert site.python(COUNT).split() == ["320", "300"]


def test_another_writer_waits_and_succeeds(planned: tuple[Site, int]) -> None:
    site, batch = planned
    with start(site, batch, "time.sleep(3)") as process:
        site.python("place = Place.objects.earliest('pk'); place.note = '同时'; place.save()")
        assert process.wait(timeout=30) == 0
    assert site.python(COUNT).split() == ["320", "300"]
    assert site.python("print(Place.objects.filter(note='同时').count())").split() == ["1"]
