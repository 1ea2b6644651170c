"""Work in a process aside gives the same edition, or says that it failed."""

from __future__ import annotations

import os
from typing import NoReturn

import numpy as np
import pytest

from network.edition.aside import AsideFailed, aside
from network.edition.build import build
from tests.edition.networks import NOW, row, source


def test_the_result_comes_from_another_process() -> None:
    assert aside(os.getpid)() != os.getpid()


def test_an_edition_made_in_two_processes_is_the_same() -> None:
    rows = source([row(n, 39.9 + n / 1000, 116.4, alias=f"别名{n}") for n in range(50)])
    one = build(rows, spell=lambda name: (name, name), today=NOW.date())
    two = build(rows, spell=lambda name: (name, name), today=NOW.date(), begin=aside)
    assert one.blobs == two.blobs
    assert one.columns.keys() == two.columns.keys()
    assert all(np.array_equal(one.columns[name], two.columns[name]) for name in one.columns)


def test_a_process_that_dies_is_said_to_have_failed() -> None:
    def die() -> NoReturn:
        os._exit(9)

    with pytest.raises(AsideFailed):
        aside(die)()
