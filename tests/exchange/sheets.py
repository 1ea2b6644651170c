"""Small sheets with the quirks of real ones, and what they are imported into."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from network.exchange.diff import Planned
from network.exchange.imports import Options, Plan, make_plan
from network.exchange.problems import Problem
from tests.builders import (
    make_amenity,
    make_category,
    make_district,
    make_organization,
    make_service,
    make_subdistrict,
)

Cells = Sequence[Any]
HEADER = ("", "name ", "address", "经纬度", "", "service", "number")
# In GCJ-02, as Amap shows them; in WGS-84 about 0.006° west and 0.001° south of it.
HERE = (116.339179, 39.95804)


def make_haidian() -> None:
    """Haidian with two streets, two districts around it, a federation each, and some words."""
    make_category()
    haidian = make_district()
    chaoyang = make_district("110105", name="朝阳区", latitude=39.93, longitude=116.46)
    mentougou = make_district("110109", name="门头沟区", latitude=39.939, longitude=116.096)
    city = make_organization()
    for district in (haidian, chaoyang, mentougou):
        make_organization(
            district.code,
            name=f"{district.name}总工会",
            level="district",
            parent=city,
            district=district,
        )
    make_subdistrict("110108007", name="北下关街道", district=haidian)
    make_subdistrict("110108005", name="八里庄街道", district=haidian)
    make_subdistrict("110108027", name="四季青地区", district=haidian)
    make_subdistrict("110105010", name="八里庄街道", district=chaoyang)
    make_amenity("water", name="饮水", aliases="热水\n热/冷水")
    make_amenity("first_aid", name="急救药箱", aliases="医药箱\n急救医药箱")
    make_amenity("rest", name="休息区", aliases="休息")
    make_amenity("wifi", name="无线网", aliases="Wi-Fi\nWiFi\n上网")
    make_service("legal_aid", name="法律援助", aliases="法律服务")


def workbook(*rows: Cells) -> bytes:
    """An XLSX file of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]  # a new book has a sheet
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows: Cells, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A CSV file of these rows."""
    return "\r\n".join(delimiter.join(map(str, row)) for row in rows).encode(encoding)


def plan(*rows: Cells, header: Cells = HEADER, **options: Any) -> Plan:
    """The plan of a workbook with the header of a Haidian sheet."""
    return make_plan(workbook(header, *rows), make_options(**options), file_name="站点.xlsx")


def make_options(**options: Any) -> Options:
    """Warm-heart stations of Haidian, in GCJ-02."""
    told = {"category": "warm_heart_station", "datum": "gcj02", "district": "110108"}
    return Options(**(told | options))


def station(name: str = "北下关街道工会服务站", **cells: Any) -> list[Any]:
    """One row under HEADER; cells by name."""
    longitude, latitude = cells.get("position", HERE)
    return [
        "",
        name,
        cells.get("address", "学院南路47号一层东厅"),
        longitude,
        latitude,
        cells.get("service", ""),
        cells.get("number", ""),
    ]


def only(made: Plan) -> Planned:
    """The one row of a plan."""
    (row,) = made.rows
    return row


def codes(row: Planned) -> list[str]:
    """The codes of a row's problems."""
    return [problem.code for problem in row.record.problems]


def find(row: Planned, code: str) -> Problem:
    """The row's problem of this code."""
    return next(problem for problem in row.record.problems if problem.code == code)


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw_workbook(sheet: str, *, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose one sheet is this XML, which no library would write."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | (more or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells: str, *, dimension: str = "A1") -> str:
    """Sheet XML around rows."""
    return (
        f'<worksheet xmlns="{SPREADSHEET}"><dimension ref="{dimension}"/>'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
