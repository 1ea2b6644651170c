"""The command: one table, one sentence when it can't be done."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from network.models import Change, Import, Place, StagedPlace
from tests.exchange.sheets import HEADER, make_haidian, station, table, workbook

pytestmark = pytest.mark.django_db
OPTIONS = ("--category", "warm_heart_station", "--datum", "gcj02", "--district", "110108")


@pytest.fixture(autouse=True)
def _haidian() -> None:
    make_haidian()


def run(path: Path, *more: str, options: tuple[str, ...] = OPTIONS) -> str:
    out = StringIO()
    call_command("import_places", str(path), *options, *more, stdout=out)
    return out.getvalue()


def sheet(tmp_path: Path, *rows: list[object]) -> Path:
    path = tmp_path / "站点.xlsx"
    path.write_bytes(workbook(HEADER, *rows))
    return path


def test_an_import_says_what_it_did(tmp_path: Path) -> None:
    out = run(sheet(tmp_path, station("甲"), station("乙", address="二号", position=("", ""))))
    assert " 1 · " in out.splitlines()[0]
    assert sorted(Place.objects.values_list("name", "status")) == [
        ("乙", "draft"),
        ("甲", "published"),
    ]
    batch = Import.objects.get()
    assert (batch.state, batch.file_name, batch.user) == ("applied", "站点.xlsx", None)


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    before = Change.objects.count()
    run(sheet(tmp_path, station()), "--dry-run")
    assert not Place.objects.exists()
    assert not Import.objects.exists()
    assert not StagedPlace.objects.exists()
    assert Change.objects.count() == before


def test_draft_and_organization(tmp_path: Path) -> None:
    run(sheet(tmp_path, station()), "--draft", "--organization", "bj")
    place = Place.objects.get()
    assert (place.status, place.organization.code) == ("draft", "bj")


def test_the_report_is_saved(tmp_path: Path) -> None:
    run(sheet(tmp_path, station()), "--dry-run", "--report", str(tmp_path / "out.xlsx"))
    assert load_workbook(tmp_path / "out.xlsx").active.max_row == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_tables_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "站点.csv"
    path.write_bytes(table(HEADER, station("暖心驿站"), encoding=encoding))
    run(path)
    assert Place.objects.get().name == "暖心驿站"


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"", OPTIONS),
        (b"a,b\n1,2\n", OPTIONS),
        (b"name\0,x\n", OPTIONS),
        (b"name\nx\n", ("--category", "none", "--datum", "gcj02")),
    ],
    ids=["empty", "no name", "nul", "category"],
)
def test_what_can_not_be_done_is_one_sentence(
    tmp_path: Path, content: bytes, options: tuple[str, ...]
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        run(path, options=options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", ["--category", "--datum"])
def test_category_and_datum_are_never_assumed(tmp_path: Path, missing: str) -> None:
    at = OPTIONS.index(missing)
    with pytest.raises(CommandError, match=missing):
        run(sheet(tmp_path, station()), options=OPTIONS[:at] + OPTIONS[at + 2 :])


def test_a_report_that_can_not_be_saved_stops_the_import(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(sheet(tmp_path, station()), "--report", str(tmp_path / "none" / "out.xlsx"))
    assert not Place.objects.exists()
