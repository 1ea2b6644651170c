"""The lock files, the set-up script and the cluster that the tests run on."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
POSTGRES = [sys.executable, "-m", "tools.postgres", "run", "--"]


def pins(lock: Path) -> dict[str, set[str]]:
    """Versions by package; a package has two where Python versions need different ones."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^(\S+)==(\S+)", lock.read_text(), re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK], ids=lambda path: path.name)
def test_every_locked_package_has_a_hash_and_no_address(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"://|--index|--find-links|\s@\s", lock.read_text()) == []


def test_the_lock_holds_every_dependency_in_a_wanted_version() -> None:
    wanted = [Requirement(text) for text in project()["project"]["dependencies"]]
    locked = pins(RUN_LOCK)
    for requirement in wanted:
        versions = locked[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), requirement


def test_the_development_lock_holds_every_tool_in_a_wanted_version() -> None:
    wanted = [Requirement(text) for text in project()["dependency-groups"]["dev"]]
    locked = pins(DEV_LOCK)
    for requirement in wanted:
        versions = locked[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), requirement


def test_the_tests_run_with_the_versions_that_are_served() -> None:
    assert pins(RUN_LOCK).items() <= pins(DEV_LOCK).items()


def test_a_machine_that_lacks_venv_gets_one_sentence(tmp_path: Path) -> None:
    for name in ("tools/setup.sh", "requirements.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    programs = {
        "id": "echo 1000",
        "sudo": "exit 1",
        "python3": 'case "$2" in *ensurepip*) exit 1 ;; esac',
    }
    for name, body in programs.items():
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    done = subprocess.run(
        ["sh", "tools/setup.sh", "run"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "PYTHON": "python3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "sudo apt install python3-venv" in done.stderr


def leftovers(folder: Path) -> list[str]:
    """Processes and folders of clusters made in this folder."""
    commands = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(process.read_bytes().decode(errors="replace"))
        except OSError:  # it ended while we looked
            continue
    alive = [command for command in commands if f"{folder}/service-network-" in command]
    return alive + [path.name for path in folder.iterdir()]


@pytest.fixture
def short_folder() -> Any:
    """A folder that root and `postgres` can enter, with a name short enough for a socket."""
    folder = Path("/tmp") / f"t{os.getpid()}"  # noqa: S108 (made anew, else it fails)
    folder.mkdir(mode=0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
def test_the_cluster_goes_when_the_command_fails(short_folder: Path) -> None:
    code = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); exit(7)"
    environment = os.environ | {"TMPDIR": str(short_folder)}
    done = subprocess.run(
        [*POSTGRES, sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.returncode == 7
    assert leftovers(short_folder) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_cluster_goes_when_it_is_interrupted(short_folder: Path, number: int) -> None:
    command = [*POSTGRES, "sh", "-c", "echo started; exec sleep 60"]
    environment = os.environ | {"TMPDIR": str(short_folder)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "started\n"
        running.send_signal(number)
        assert running.wait(timeout=30) == 128 + number
    assert leftovers(short_folder) == []
