"""Files that mean harm, or are merely broken, through the upload: always an answer in words."""

from __future__ import annotations

import datetime
import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from network.exchange import read
from network.exchange.text import ILLEGAL
from network.models import Import, ImportFile, Place, StagedPlace
from tests.admin.test_imports import act, desk, officer, upload
from tests.exchange.sheets import (
    HEADER,
    OFFICE,
    PACKAGE,
    SPREADSHEET,
    raw_workbook,
    sheet_xml,
    station,
    table,
    workbook,
)

__all__ = ["desk", "officer"]  # fixtures
pytestmark = pytest.mark.django_db

NAMED = ["名称", "地址", "经度", "纬度"]
HERE = ("116.339179", "39.95804")
BEYOND = "damaged, locked, or reaches beyond"


def inline(*rows: list[str]) -> bytes:
    """A workbook of these texts as they stand, escapes included."""
    xml = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return raw_workbook(sheet_xml(xml))


def sharing(text: str, *, rows: int, columns: int) -> bytes:
    """A small workbook in which every cell is the same text, packed once."""
    cells = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{chr(65 + c)}{row}" t="s"><v>0</v></c>' for c in range(columns))
        + "</row>"
        for row in range(1, rows + 1)
    )
    kinds = {
        "r1": ("worksheet", "worksheets/sheet1.xml"),
        "r2": ("sharedStrings", "sharedStrings.xml"),
    }
    links = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in kinds.items()
    )
    strings = f'<sst xmlns="{SPREADSHEET}"><si><t>{text}</t></si></sst>'
    more = {
        "xl/sharedStrings.xml": strings.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}'
        "</Relationships>".encode(),
    }
    return raw_workbook(sheet_xml(cells), more=more)


def far_apart() -> bytes:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return raw_workbook(sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'))


def bomb() -> bytes:
    return raw_workbook(sheet_xml(""), more={"xl/media/zeros": bytes(read.MAX_UNPACKED)})


def lying_bomb() -> bytes:
    """400 MB of rows; the archive's directory says 1 KB."""
    data = bytearray(raw_workbook(sheet_xml(" " * 400_000_000)))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", 1024)
    return bytes(data)


def entities() -> bytes:
    lines = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "laughing"}">' for n in range(10)
    )
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称&e9;</t></is></c></row>'
    return raw_workbook(f"<!DOCTYPE x [{lines}]>{sheet_xml(cell)}")


def encrypted_archive() -> bytes:
    """An XLSX under a password of the archive's own: flag bit 0 of every part."""
    data = bytearray(workbook(["名称"], ["甲"]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def no_sheets() -> bytes:
    empty = f'<workbook xmlns="{SPREADSHEET}"><sheets/></workbook>'
    return raw_workbook("", more={"xl/workbook.xml": empty.encode()})


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \r\n \n", "The file is empty"),
    "commas": (lambda: b"," * read.MAX_BYTES, "The file is empty"),
    "one byte too many": (lambda: b"x" * (read.MAX_BYTES + 1), "larger than 10 MB"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(900), "not a spreadsheet"),
    "a document": (document, "not a spreadsheet"),
    "a printout": (lambda: b"%PDF-1.7\n" + bytes(900), "not a spreadsheet"),
    "an old or locked book": (lambda: b"\xd0\xcf\x11\xe0" + bytes(900), "old or a locked Excel"),
    "a locked archive": (encrypted_archive, BEYOND),
    "no sheets": (no_sheets, "The file is empty"),
    "an empty sheet": (workbook, "The file is empty"),
    "a bomb": (bomb, "100 MB"),
    "a bomb that lies": (lying_bomb, BEYOND),
    "entities": (entities, BEYOND),
    "cells far apart": (far_apart, BEYOND),
    "shared text": (lambda: sharing("水" * 30_000, rows=700, columns=1), "20 million"),
    "more shared text": (lambda: sharing("水" * 30_000, rows=4000, columns=20), BEYOND),
    "NUL bytes": ("名称,地址\n甲\0,乙\n".encode, "NUL"),
    "a NUL character": (lambda: inline(["名称"], ["甲&#0;"]), BEYOND),
    "a huge cell": (lambda: "名称\n".encode() + b"x" * 10_000_000, "Row 2"),
    "51 columns": (lambda: table(["名称", *["x"] * 50]), "more than 50 columns"),
    "50,001 rows": (lambda: table(["名称"], *([n] for n in range(50_001))), "50000 rows"),
    "an open quotation mark": ('名称\n"甲\n乙\n'.encode, "quotation mark"),
    "two encodings": (
        lambda: table(["名称"], ["海淀街道工会服务站"]) + "\n驿站".encode("gb18030"),
        "Line 3 is not in UTF-8",
    ),
    "no encoding": (lambda: b"name\n" + bytes(range(0x80, 0xA0)) * 9, "encoding is not clear"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_in_words(desk: Client, kind: str) -> None:
    make, said = REFUSED[kind]
    page = upload(desk, data=make())
    assert page.status_code == 200
    assert said in page.content.decode().replace("&#x27;", "'")
    assert not Import.objects.exists()
    assert not ImportFile.objects.exists()


READ: dict[str, tuple[Callable[[], bytes], dict[int, str]]] = {
    "GB18030": (lambda: table(NAMED, ["甲", "乙", *HERE], encoding="gb18030"), {2: ""}),
    "UTF-16": (lambda: table(NAMED, ["甲", "乙", *HERE], encoding="utf-16"), {2: ""}),
    "dimensions": (
        lambda: raw_workbook(
            sheet_xml(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
                '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c></row>',
                dimension="A1:XFD1048576",
            )
        ),
        {2: "no coordinates"},
    ),
    "degrees that are none": (
        lambda: table(
            NAMED,
            ["甲", "", "nan", "NaN"],
            ["乙", "", "inf", "39.9"],
            ["丙", "", "1e999", "39.9"],
            ["丁", "", "1" * 5000, "39.9"],
            ["戊", "", "12950000.5", "4860000.5"],
            ["己", "", "#REF!", "39.9"],
        ),
        {
            2: "not a number of degrees",
            3: "not a number of degrees",
            4: "not a number of degrees",
            5: "not a number of degrees",
            6: "outside the city",
            7: "not coordinates",
        },
    ),
    "one row exchanged": (
        lambda: table(
            NAMED, ["甲", "a", *HERE], ["乙", "b", *HERE], ["丙", "c", "39.948", "116.349"]
        ),
        {4: "were exchanged"},
    ),
    "formulas": (
        lambda: table(NAMED, ["=cmd|'/C calc'!A0", "＝1+1", *HERE]),
        {2: ""},
    ),
    "controls and bidi": (
        lambda: table(
            [*NAMED, "\u202e怪\x07列\u2066"], ["甲\u202e站", "a\u2066b\x01", *HERE, "\u202ec\x02"]
        ),
        {2: ""},
    ),
    "escaped controls": (
        lambda: inline(
            ["名称", "_x0000_怪_x0001_", "地址_x0000_"], ["甲_x0000_", "乙_x0000_", "丙_xFFFF_"]
        ),
        {2: "no coordinates"},
    ),
}


@pytest.mark.parametrize("kind", READ)
def test_it_is_planned_and_each_doubt_names_its_row(desk: Client, kind: str) -> None:
    make, said = READ[kind]
    page = upload(desk, data=make())
    told = {
        line["row"]: " ".join(text for _f, text in line["remarks"])
        for line in page.context["lines"]
    }
    for row, words in said.items():
        assert words in told[row]
    batch = Import.objects.get()
    assert batch.state == Import.State.PLANNED
    assert not Place.objects.exists()
    stored = "".join(map(str, StagedPlace.objects.values_list()))
    assert not any(map(ILLEGAL.search, (str(batch.report), stored)))
    assert "\u202e" not in stored
    act(desk, "_apply")
    assert Place.objects.count() == batch.writes


def test_a_long_header_is_not_repeated_whole_in_every_row(desk: Client) -> None:
    rows = ([f"站{n}", "是"] for n in range(300))
    upload(desk, data=table(["名称", "怪" * 30_000], *rows))
    notes = StagedPlace.objects.values_list("note", flat=True)
    assert len(notes) == 300
    assert all("怪" in note and "是" in note and len(note) < 100 for note in notes)
    assert len(str(Import.objects.get().report)) < 200_000


MEASURE = """
import runpy, sys
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
finally:
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print("most", status["VmHWM"].split()[0], file=sys.stderr)
"""


@pytest.mark.parametrize("make", [far_apart, lying_bomb, entities, REFUSED["shared text"][0]])
def test_the_process_that_reads_stays_small(make: Callable[[], bytes]) -> None:
    # "-I" hides arguments from nobody: the process finds its own where it looks for them.
    code = MEASURE.replace("sys.argv[1]", "sys.argv.pop(1)", 1)
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(read.PROCESS), str(read.MAX_TEXT)],
        input=make(),
        capture_output=True,
        timeout=read.SECONDS,
        check=False,
    )
    if done.returncode >= 0:  # else it was ended by its limit
        assert int(re.findall(rb"^most (\d+)", done.stderr, re.MULTILINE)[0]) < 1 << 20  # KB
    assert len(done.stdout) < 3 * read.MAX_TEXT


class Broken(Exception):
    """What ends the storing of a plan."""


def breaks(execute: Any, sql: str, *arguments: Any) -> Any:
    """A database that fails at the staged rows."""
    if "INSERT INTO" in sql and "network_stagedplace" in sql:
        raise Broken
    return execute(sql, *arguments)


def test_a_plan_that_can_not_be_stored_whole_is_not_there(desk: Client) -> None:
    with pytest.raises(Broken), connection.execute_wrapper(breaks):
        upload(desk, station("甲"))
    assert not Import.objects.exists()
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize(
    ("state", "hours", "stays"),
    [
        ("planning", 2, False),
        ("planning", 0, True),
        ("planned", 24 * 31, False),
        ("planned", 24, True),
    ],
)
def test_no_plan_is_left_over_for_ever(desk: Client, state: str, hours: int, stays: bool) -> None:
    upload(desk, station("甲"))
    old = Import.objects.get()
    then = timezone.now() - datetime.timedelta(hours=hours)
    Import.objects.update(state=state, created_at=then)
    upload(desk, data=table(HEADER, station("乙")))
    assert Import.objects.filter(pk=old.pk).exists() == stays
    assert StagedPlace.objects.filter(batch=old.pk).exists() == stays
