"""The front page, the overview and the reports in Chromium: seen, pressed, accessible."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from network.models import Organization, Place, Report
from network.reports.photos import Photo
from network.reports.photos import store as store_photos
from tests.browser.conftest import axe, sign_in
from tests.builders import (
    make_category,
    make_district,
    make_organization,
    make_place,
    make_user,
)
from tests.reports.sending import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/network/report/"
OVERVIEW = "/admin/overview/"
BOTH = pytest.mark.parametrize("size", ["desktop", "phone"])


@pytest.fixture
def union(tmp_path: Path, settings: Any) -> Organization:
    """The district whose officer sits at the page, with a street and their places."""
    settings.REPORT_PHOTOS_DIR = tmp_path / "photos"
    city = make_organization()
    district = make_organization("110108", name="海淀区总工会", level="district", parent=city)
    street = make_organization("110108012", name="海淀街道总工会", level="street", parent=district)
    baby = make_category("mother_baby_room", name="母婴关爱室", icon="baby", reported_count=9)
    there = {"district": make_district(), "hours": "24/7", "access_who": "everyone"}
    today = timezone.localdate()
    for body in (district, street):
        make_place(organization=body, verified_on=today, amenities=["water"], phone="1", **there)
        make_place(organization=body, category=baby, district=make_district())
    make_place(organization=street, status="draft", latitude=None, longitude=None, is_demo=True)
    return district


@pytest.fixture
def desk(page: Page, union: Organization) -> Page:
    """The page, signed in as the district's approver."""
    make_user("officer", organization=union, role="approver")
    return sign_in(page, "officer")


@pytest.fixture
def reports(union: Organization) -> list[Report]:
    """A pin, a locked door and refused entry at one place, wrong hours at another."""
    here, there = Place.objects.filter(status="published").order_by("pk")[:2]
    pin = Report.objects.create(place=here, kind="pin", latitude=39.951, longitude=116.331)
    store_photos(pin, [Photo(picture(), 40, 30)])
    kinds = [(here, "locked", "门锁着"), (here, "refused", ""), (there, "hours", "周末不开")]
    others = [Report.objects.create(place=p, kind=kind, text=text) for p, kind, text in kinds]
    return [pin, *others]


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@BOTH
def test_a_number_of_the_front_page_leads_to_its_rows(desk: Page, reports: list[Report]) -> None:
    desk.reload()
    assert axe(desk) == []
    assert fits(desk)
    card = desk.locator(".queue-card", has_text="信息不全")
    number = int(card.locator("b").inner_text())
    card.locator("a").click()
    expect(desk.locator("#result_list tbody tr")).to_have_count(number)
    desk.goto("/admin/")
    expect(desk.locator(".queue-card", has_text="纠错待处理").locator("b")).to_have_text("4")


def test_a_finished_clerk_is_thanked(page: Page, union: Organization) -> None:
    body = make_organization("110105", name="朝阳区总工会", level="district", parent=union.parent)
    make_user("clerk", organization=body)
    sign_in(page, "clerk")
    expect(page.locator(".all-done")).to_contain_text("都处理完了")
    assert axe(page) == []


@BOTH
def test_the_overview_is_read_and_drilled_into(desk: Page) -> None:
    desk.goto(OVERVIEW)
    assert axe(desk) == []
    assert fits(desk)
    expect(desk.locator(".figures")).to_have_count(5)
    bars = desk.locator(".figures-freshness .figures-chart rect")
    expect(bars).to_have_count(3)  # the track, verified today, never
    desk.select_option("#category", "mother_baby_room")
    desk.locator(".overview-choice button").click()
    desk.wait_for_url(re.compile("category=mother_baby_room"))
    desk.locator(".figures-bodies").get_by_role("link", name="海淀街道总工会").click()
    desk.wait_for_url(re.compile("body=110108012"))
    expect(desk.locator("h1")).to_contain_text("海淀街道总工会")
    desk.locator(".figures-completeness tr", has_text="电话").locator("a").first.click()
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
    with desk.expect_download() as download:
        desk.goto(OVERVIEW)
        desk.get_by_role("link", name="CSV").click()
    assert "母婴关爱室" in Path(download.value.path()).read_text("utf-8-sig")


def test_the_overview_on_paper_is_tables_only(desk: Page) -> None:
    desk.goto(OVERVIEW)
    desk.emulate_media(media="print")
    for hidden in ("#header", "#nav-sidebar", ".overview-tools"):
        expect(desk.locator(hidden)).to_be_hidden()
    expect(desk.locator(".figures-recorded table")).to_be_visible()


@BOTH
def test_one_press_takes_a_report_into_the_record(desk: Page, reports: list[Report]) -> None:
    desk.goto(QUEUE)
    assert axe(desk) == []
    assert fits(desk)
    expect(desk.locator(".report-card")).to_have_count(2)
    card = desk.locator(".report-card", has_text="门锁着")
    for box in card.locator("[name=report]").all()[1:]:
        box.uncheck()
    card.get_by_role("button", name="把图钉移到那里").click()
    expect(desk.locator(".messagelist")).to_contain_text("信息已修改")
    place = Place.objects.get(pk=reports[0].place_id)
    assert (place.latitude, place.longitude) == (39.951, 116.331)
    assert Report.objects.open().count() + Report.objects.filter(status="accepted").count() == 4
    desk.locator(".messagelist a").click()
    expect(desk.locator(".history").first).to_contain_text(str(reports[0].pk))


@BOTH
def test_the_reports_of_one_place_are_settled_there(desk: Page, reports: list[Report]) -> None:
    desk.goto(QUEUE)
    desk.locator(".report-card h2 a", has_text=reports[0].place.name).click()
    assert axe(desk) == []
    assert fits(desk)
    desk.locator(".report-access summary").first.click()
    desk.locator(f"[name=who-{reports[2].pk}]").scroll_into_view_if_needed()
    assert axe(desk) == []
    desk.get_by_role("button", name="不属实").click()
    expect(desk.locator(".messagelist")).to_contain_text("请说明为什么不属实")
    desk.select_option("[name=ready]", "right")
    desk.get_by_role("button", name="不属实").click()
    desk.wait_for_url(re.compile(f"{QUEUE}$"))
    assert Report.objects.filter(status="dismissed").count() == 3


@BOTH
def test_words_are_finished_in_the_form(desk: Page, reports: list[Report]) -> None:
    desk.goto(QUEUE)
    card = desk.locator(".report-card", has_text="周末不开")
    card.get_by_role("button", name="带着这些话打开表单").click()
    expect(desk.locator(".from-reports")).to_contain_text("周末不开")
    expect(desk.locator("#id_hours_text")).to_have_value("周末不开")
    assert fits(desk)
    desk.fill("#id_hours_text", "周一至周五 9:00-17:00，周末不开")
    desk.click("[name=_save]")
    expect(desk.locator(".messagelist")).to_contain_text("已采纳 1 条反映")
    assert not Report.objects.open().filter(pk=reports[3].pk).exists()


def test_enter_in_the_answer_presses_nothing(desk: Page, reports: list[Report]) -> None:
    desk.goto(f"{QUEUE}place/{reports[0].place_id}/")
    desk.locator("[name=answer]").press("Enter")
    expect(desk.locator(".report-card")).to_be_visible()
    assert Report.objects.open().count() == 4
