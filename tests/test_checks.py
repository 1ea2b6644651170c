"""Misconfiguration stops the start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from network.checks import (
    no_demo_account_in_production,
    sign_in_is_safe,
    static_files_collected,
)
from tests.builders import make_user

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.django_db
def test_a_demo_account_stops_production_and_only_production(settings: Any) -> None:
    make_user("demo-city", is_demo=True)
    settings.IS_PRODUCTION = True
    problems = no_demo_account_in_production(None)
    assert [problem.id for problem in problems] == ["network.E001"]
    assert "demo-city" in problems[0].msg
    settings.IS_PRODUCTION = False
    assert no_demo_account_in_production(None) == []


@pytest.mark.parametrize(
    ("second_factor", "proxies", "found"),
    [(True, 1, []), (False, 1, ["network.W002"]), (True, 0, ["network.W003"])],
)
def test_what_makes_signing_in_too_easy_or_too_hard_is_named(
    settings: Any, second_factor: bool, proxies: int, found: list[str]
) -> None:
    settings.BEHIND_TLS, settings.SECOND_FACTOR = True, second_factor
    settings.PROXIES = proxies
    assert [problem.id for problem in sign_in_is_safe(None)] == found


def test_a_start_without_static_files_is_one_sentence(settings: Any, tmp_path: Path) -> None:
    assert static_files_collected(None) == []
    settings.STATIC_ROOT = tmp_path
    assert [problem.id for problem in static_files_collected(None)] == ["network.E002"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "set DJANGO_SECRET_KEY as well"),
        ({"DJANGO_SECRET_KEY": "x"}, "set ALLOWED_HOSTS to your host names"),
    ],
)
def test_production_without_its_settings_stops_with_one_sentence(
    given: dict[str, str], sentence: str
) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SECRET_KEY", "ALLOWED_HOSTS")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env=env | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"} | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]
