"""The import and the conflict in Chromium: seen, pressed, accessible, on desk and phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from network.models import Import, Organization, Place
from tests.browser.conftest import axe, sign_in
from tests.builders import make_category, make_organization, make_place, make_user
from tests.exchange.sheets import HEADER, make_haidian, station, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IMPORTS = "/admin/network/import/"


@pytest.fixture
def union() -> Organization:
    """The district whose officer sits at the page."""
    make_haidian()
    return make_organization("110108")


@pytest.fixture
def desk(page: Page, union: Organization) -> Page:
    """The page, signed in as the district's approver."""
    make_user("officer", organization=union, role="approver")
    return sign_in(page, "officer")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet with one sound row, one without coordinates, one to be refused."""
    path = tmp_path / "街道驿站.xlsx"
    rows = [
        station("甲", service="饮水、太空舱"),
        station("乙", address="二号", position=("", "")),
        station("", address="三号"),
    ]
    path.write_bytes(workbook(HEADER, *rows))
    return path


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_sheet_is_looked_at_applied_and_taken_back(desk: Page, sheet: Path) -> None:
    desk.goto(f"{IMPORTS}add/")
    assert axe(desk) == []
    desk.set_input_files("#id_file", sheet)
    desk.select_option("#id_category", str(make_category().pk))
    desk.click("button.main-button")
    expect(desk.locator(".import-decide .state")).to_contain_text("坐标来自哪里")
    expect(desk.locator("[name=_apply]")).to_have_count(0)
    desk.select_option("#id_datum", "gcj02")
    desk.click("[name=_again]")
    expect(desk.locator(".import-decide")).to_contain_text("将写入 2 个服务点")
    expect(desk.locator(".import-rows tbody tr")).to_have_count(3)
    assert axe(desk) == []
    desk.locator(".list-tabs a", has_text="草稿").click()
    expect(desk.locator(".import-rows tbody tr")).to_have_count(1)
    desk.click("[name=_apply]")
    expect(desk.locator(".messagelist")).to_contain_text("已新增 2 个")
    assert Place.objects.count() == 2
    desk.get_by_role("link", name="撤回").click()
    desk.wait_for_url("**/undo/")
    assert axe(desk) == []
    desk.click("button.main-button")
    expect(desk.locator(".messagelist")).to_contain_text("已撤回：2 个")
    assert not Place.objects.exists()
    assert Import.objects.filter(state="undone").count() == 1
    desk.goto(IMPORTS)
    assert axe(desk) == []


def test_two_people_at_one_record(desk: Page, union: Organization) -> None:
    place = make_place(name="望京驿站", organization=union, phone="010-1")
    desk.goto(f"/admin/network/place/{place.pk}/change/")
    desk.fill("#id_phone", "010-2")
    Place.objects.filter(pk=place.pk).update(phone="010-3", floor="2层")
    desk.click("[name=_save]")
    conflict = desk.locator(".conflict")
    expect(conflict).to_contain_text("010-3")
    expect(desk.locator("#id_phone")).to_have_value("010-2")
    expect(desk.locator("#id_floor")).to_have_value("2层")
    conflict.locator("[name=theirs]").check()
    desk.click("[name=_save]")
    expect(desk.locator(".messagelist")).to_be_visible()
    place.refresh_from_db()
    assert (place.phone, place.floor) == ("010-3", "2层")


def test_the_list_is_exported(desk: Page, union: Organization) -> None:
    make_place(name="望京驿站", organization=union)
    desk.goto("/admin/network/place/")
    desk.locator(".export summary").click()
    assert axe(desk) == []
    with desk.expect_download() as download:
        desk.locator(".export a", has_text="CSV").first.click()
    assert "望京驿站" in Path(download.value.path()).read_text("utf-8-sig")
