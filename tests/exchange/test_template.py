"""The sheet to fill in: what stands in its notes is read without a remark."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from network.exchange.headers import WORDS
from network.exchange.template import FIELDS, HEADERS, Template, template
from network.models import Import, Place
from tests.admin.test_imports import IMPORTS, act, desk, officer, upload
from tests.builders import make_category

__all__ = ["desk", "officer"]  # fixtures
pytestmark = pytest.mark.django_db


def downloaded(client: Client) -> Workbook:
    answer = client.get(f"{IMPORTS}template/{make_category().code}.xlsx")
    assert answer.status_code == 200
    assert 'filename="warm_heart_station-template.xlsx"' in answer["Content-Disposition"]
    return load_workbook(io.BytesIO(answer.content))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def examples(book: Workbook) -> dict[str, str]:
    """Header and example, as the notes tell them."""
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    return {str(row[0]): str(row[2]) for row in rows[4:]}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_examples_of_the_notes_are_read_without_a_remark(desk: Client, language: str) -> None:
    desk.cookies["django_language"] = language
    book = downloaded(desk)
    told = examples(book)
    assert list(told) == list(HEADERS)
    book.worksheets[0].append([told[header] for header in HEADERS])
    page = upload(desk, data=saved(book))
    assert not page.context["remarks"]
    ((line,), fields) = page.context["lines"], [c["field"] for c in page.context["form"].columns]
    assert (line["row"], line["remarks"]) == (2, [])
    assert fields == list(FIELDS)
    act(desk, "_apply")
    place = Place.objects.get()
    assert (place.status, place.phone, place.step_free) == ("published", told["电话"], True)
    assert place.subdistrict
    assert (place.subdistrict.name, place.hours) == (told["街道"], "Mo-Fr 09:00-17:00")
    assert place.amenities.count() == 2


def test_every_choice_is_read_as_what_it_is(desk: Client) -> None:
    made = Template(make_category(), settings.NETWORK)
    book = downloaded(desk)
    sheet: Any = book.worksheets[0]
    everything = {
        name: "、".join(words)
        for name, words in made.choices.items()
        if name not in ("district", "step_free", "free_of_charge")
    }
    values = made.examples() | everything
    sheet.append([values.get(field, "") for field in FIELDS])
    page = upload(desk, data=saved(book))
    assert page.context["lines"][0]["remarks"] == []


def test_the_cells_offer_choices(desk: Client) -> None:
    book = downloaded(desk)
    validations: list[DataValidation] = book.worksheets[0].data_validations.dataValidation
    found = {str(one.sqref).split("2:")[0]: one for one in validations}
    letters = {field: chr(65 + number) for number, field in enumerate(FIELDS)}
    lists: Any = book["lists"]
    assert lists.sheet_state == "hidden"

    def offered(field: str) -> list[str]:
        cells = str(found[letters[field]].formula1).removeprefix("lists!").replace("$", "")
        return [row[0].value for row in lists[cells]]

    assert offered("district") == ["朝阳区", "海淀区", "门头沟区"]
    assert offered("step_free") == ["是", "否"]
    assert offered("amenities") == ["急救药箱", "休息区", "饮水", "无线网"]
    assert found[letters["step_free"]].showErrorMessage
    assert not found[letters["amenities"]].showErrorMessage
    street = str(found[letters["subdistrict"]].formula1)
    assert "MATCH($D2,lists!$A$1:$A$4,0)" in street
    pairs = [(row[0].value, row[1].value) for row in lists["A1:B4"]]
    assert pairs[0] == ("朝阳区", "八里庄街道")
    assert [district for district, _street in pairs[1:]] == ["海淀区"] * 3  # they stand together


def test_an_empty_template_is_no_import(desk: Client) -> None:
    page = upload(desk, data=saved(downloaded(desk)))
    assert "There is nothing to write" in page.content.decode()
    assert Import.objects.get().writes == 0


def test_the_add_page_offers_them(desk: Client) -> None:
    page = desk.get(f"{IMPORTS}add/").content.decode()
    assert f'href="{IMPORTS}template/warm_heart_station.xlsx"' in page
    assert desk.get(f"{IMPORTS}template/nothing.xlsx").status_code == 404


def test_the_headers_are_what_the_import_reads() -> None:
    assert all(
        header in WORDS[field].split() for header, field in zip(HEADERS, FIELDS, strict=True)
    )


def test_a_category_may_be_called_what_no_sheet_may(officer: Any) -> None:
    odd = make_category("odd", name="a/b[c]:*?\\" * 5)
    with translation.override("en"):
        book = load_workbook(io.BytesIO(template(odd, settings.NETWORK)))
    assert book.sheetnames[1:] == ["How to fill it in", "lists"]
