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


# A child for each statement inside the one transaction that writes, killed before it; the last
# is not killed. Prints what was there at the beginning, after each child, and at the end.
KILLED = """
import hashlib, os, signal
import django; django.setup()
from django.db import connection
from network import staging
from network.exchange.imports import apply_import
from network.exchange.undo import undo
from network.models import *

inner = staging._apply

def forked(act):
    if not (child := os.fork()):
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def tell():
    rows = [list(m.objects.order_by("pk").values_list()) for m in (Place, PlaceAmenity, Change)]
    states = Import.objects.filter(undoes=None).order_by("pk").values_list("state", flat=True)
    print(hashlib.sha256(repr(rows).encode()).hexdigest(), *states, flush=True)

def killed(step, act):
    def stop(execute, sql, *arguments):
        nonlocal step
        step -= 1
        if not step:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *arguments)

    def writing(*arguments):
        with connection.execute_wrapper(stop):
            return inner(*arguments)

    staging._apply = writing
    act(Import.objects.get(pk={batch}))

for act in (apply_import, lambda batch: undo(batch, user=None)):
    print("before", flush=True)
    forked(tell)
    step = 1
    while (code := forked(lambda: killed(step, act))) == -signal.SIGKILL:
        forked(tell)
        step += 1
    assert code == 0
    print("over", flush=True)
    forked(tell)
"""
UPDATES = """
from network.exchange.imports import apply_import, plan_import
from tests.exchange.sheets import *
make_haidian()
def sheet(count, **cells):
    rows = [station(f"站{n}", address=f"{n}号", service="饮水", **cells) for n in range(count)]
    return plan_import(workbook(HEADER, *rows), make_options())
apply_import(sheet(5))
print(sheet(8, number="62130974").pk)
"""


def test_killed_before_any_of_its_statements_it_did_nothing(tmp_path: Path) -> None:
    for site in site_in(tmp_path / "site"):
        site.env["PUBLISH_AFTER_COMMIT"] = "0"
        batch = int(site.python(UPDATES))
        told = subprocess.run(
            [sys.executable, "-c", KILLED.format(batch=batch)],
            cwd=ROOT,
            env=site.env | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
            timeout=300,
            check=True,
        ).stdout
        _start, *acts = told.split("before\n")
        assert len(acts) == 2
        for act, became in zip(acts, ("applied", "undone"), strict=True):
            killed, after = act.split("over\n")
            before, *states = killed.splitlines()
            assert len(states) > 8  # statements
            assert set(states) == {before}
            assert after.split()[0] != before.split()[0]
            assert after.split()[1:] == ["applied", became]
