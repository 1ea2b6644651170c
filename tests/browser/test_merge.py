"""Likely duplicates and merging in Chromium: seen, pressed, accessible, on desk and phone."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from network.models import Organization, Place
from tests.browser.conftest import axe, sign_in
from tests.builders import make_organization, make_place, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 39.95, "longitude": 116.33}


@pytest.fixture
def union() -> Organization:
    """The district whose officer sits at the page."""
    return make_organization(
        "110108", name="海淀区总工会", level="district", parent=make_organization()
    )


@pytest.fixture
def two(union: Organization) -> list[Place]:
    """One place recorded twice, and another pair that is two."""
    make_place(name="中关村驿站", organization=union, latitude=39.98, longitude=116.31)
    make_place(name="中关村驿站", organization=union, latitude=39.981, longitude=116.31)
    shared = {"organization": union, "amenities": ["water"], **HERE}
    return [
        make_place(name="学院路暖心驿站", phone="010-82469318", note="钥匙在前台", **shared),
        make_place(
            name="学院路街道工会暖心驿站",
            hours="24/7",
            verified_on=dt.date(2026, 3, 5),
            note="周一盘点",
            **shared | {"latitude": 39.9502, "amenities": ["wifi"]},
        ),
    ]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_pair_is_merged_and_another_called_two(
    page: Page, union: Organization, two: list[Place], size: str
) -> None:
    make_user("officer", organization=union, role="approver")
    sign_in(page, "officer")
    page.goto("/admin/network/place/duplicates/")
    expect(page.locator(".pair")).to_have_count(2)
    assert axe(page) == []
    page.locator(".pair", has_text="中关村").get_by_role("button", name="不是重复").click()
    expect(page.locator(".pair")).to_have_count(1)
    page.locator(".pair").get_by_role("link", name="合并").click()
    page.wait_for_url("**/merge/**")
    assert axe(page) == []
    page.locator(".merge-stays a").click()
    expect(page.locator(".is-kept")).to_contain_text("学院路暖心驿站")
    page.locator("input[name=name]").nth(1).check()
    page.click("button.main-button")
    page.wait_for_url("**/import/**")
    expect(page.locator(".import-rows tbody tr")).to_have_count(2)
    assert axe(page) == []
    page.click("[name=_apply]")
    expect(page.locator(".messagelist")).to_be_visible()
    for place in two:
        place.refresh_from_db()
    assert two[1].replaced_by == two[0]
    assert (two[0].name, two[0].hours) == ("学院路街道工会暖心驿站", "24/7")
    page.goto("/admin/network/place/duplicates/?show=two")
    expect(page.locator(".pair")).to_have_count(1)
    assert axe(page) == []
