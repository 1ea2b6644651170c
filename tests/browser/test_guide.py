"""The staff guide's days, lived through in Chromium; the guide's pictures are taken here.

`GUIDE_PICTURES=docs/guide python -m pytest tests/browser/test_guide.py -n 0` takes them anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as site
from django.utils import timezone
from playwright.sync_api import Page, expect

from network.edition import publish, store
from network.models import Import, Organization, Place, Report, User
from tests.browser.conftest import TILES, sign_in
from tests.builders import make_category, make_organization, make_place, make_user
from tests.exchange.sheets import HEADER, make_haidian, station, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOCS = Path(site.BASE_DIR) / "docs"
GUIDES = ("staff-guide.zh.md", "staff-guide.en.md")
PICTURES = (
    "still-right.png",
    "waits.png",
    "preview.png",
    "bulk.png",
    "coming.png",
    "decide.png",
    "front.png",
    "overview.png",
    "reports.png",
    "duplicates.png",
)
Picture = Callable[[Page, str], None]


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    """Takes a picture of the screen, into the guide when asked to."""
    folder = Path(os.environ.get("GUIDE_PICTURES") or tmp_path)

    def take(page: Page, name: str) -> None:
        assert name in PICTURES
        page.wait_for_load_state()
        page.screenshot(path=folder / name)

    return take


@pytest.fixture
def district() -> Organization:
    """The district, two of its streets' stations, and what is wrong with them."""
    make_haidian()
    body = make_organization("110108")
    made = {"organization": body, "category": make_category(), "hours": "Mo-Fr 09:00-17:00"}
    first = make_place(name="中关村暖心驿站", address="中关村大街1号", phone="010-62130974", **made)
    make_place(name="中关村暖心驿站", address="中关村大街甲1号", **made)
    make_place(name="苏州街暖心驿站", latitude=39.98, longitude=116.306, **made)
    Report.objects.create(place=first, kind="locked", text="下午三点门锁着，没人")
    return body


@pytest.mark.parametrize("size", ["phone"])
def test_a_clerk_at_the_door(page: Page, district: Organization, picture: Picture) -> None:
    make_user("clerk", organization=district, role="editor", last_name="李", first_name="敏")
    place = Place.objects.get(name="苏州街暖心驿站")
    page.context.route(f"https://{TILES}/**", lambda route: route.abort())  # a map without ground
    sign_in(page, "clerk")
    page.goto(f"/admin/network/place/at/{place.public_id}/")
    right = page.locator("[name=_still_right]").first
    right.scroll_into_view_if_needed()
    picture(page, "still-right.png")
    right.click()
    expect(page.locator(".messagelist")).to_be_visible()
    place.refresh_from_db()
    assert place.verified_on == timezone.localdate()
    page.goto(f"/admin/network/place/at/{place.public_id}/")
    page.locator("[name=status][value=closed]").evaluate("radio => radio.click()")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist")).to_contain_text("已提交审批")
    page.locator(".messagelist a").click()
    expect(page.locator(".import-decide")).to_contain_text("正在等待")
    picture(page, "waits.png")
    place.refresh_from_db()
    assert place.status == "published"


def test_an_officer_with_a_sheet(
    page: Page, district: Organization, picture: Picture, tmp_path: Path
) -> None:
    make_user("officer", organization=district, role="approver", last_name="王", first_name="强")
    sheet = tmp_path / "街道驿站.xlsx"
    rows = [
        station("北下关暖心驿站", service="饮水、微波炉"),
        station("双榆树暖心驿站", address="双榆树北路2号", position=("", "")),
        station("", address="三号"),
    ]
    sheet.write_bytes(workbook(HEADER, *rows))
    sign_in(page, "officer")
    page.goto("/admin/network/import/add/")
    page.set_input_files("#id_file", sheet)
    page.select_option("#id_category", str(make_category().pk))
    page.locator("[name=datum][value=gcj02]").check()
    page.click("button.main-button")
    expect(page.locator(".import-rows tbody tr")).to_have_count(3)
    picture(page, "preview.png")
    page.click("[name=_apply]")
    expect(page.locator(".messagelist")).to_contain_text("已新增 2 个")
    page.goto("/admin/network/place/?q=暖心")
    for box in page.locator("input.action-select").all()[:3]:
        box.check()
    page.select_option("select[name=action]", "bulk_hours")
    page.click("button[name=index]")
    page.locator("[name=template][value=summer]").check()
    page.fill("[name=first]", "2027-06-01")
    page.fill("[name=last]", "2027-08-31")
    picture(page, "bulk.png")
    page.click("button.main-button")
    expect(page.locator(".coming-days li").first).to_be_visible()
    picture(page, "coming.png")
    page.click("[name=_apply]")
    expect(page.locator(".messagelist")).to_contain_text("已修改 3 个")
    page.locator("a", has_text="撤回").click()
    page.click("button.main-button")
    expect(page.locator(".messagelist")).to_contain_text("已撤回：3 个")


def test_an_officer_of_the_city(page: Page, district: Organization, picture: Picture) -> None:
    city = make_organization()
    make_user("chief", organization=city, role="approver", last_name="赵", first_name="静")
    clerk = make_user(
        "clerk", organization=district, role="editor", last_name="李", first_name="敏"
    )
    place = Place.objects.get(name="苏州街暖心驿站")
    _ask_to_close(place, clerk)
    sign_in(page, "chief")
    picture(page, "front.png")
    page.locator(".queue-card a", has_text="待审批").click()
    page.locator("#result_list tbody th a").first.click()
    picture(page, "decide.png")
    page.click("[name=_apply]")
    expect(page.locator(".messagelist")).to_contain_text("已修改 1 个")
    publish.publish()
    store.refresh()
    page.goto("/admin/network/report/")
    picture(page, "reports.png")
    page.goto("/admin/network/place/duplicates/")
    expect(page.locator("#content-main")).to_contain_text("中关村暖心驿站")
    picture(page, "duplicates.png")
    page.goto("/admin/overview/")
    picture(page, "overview.png")
    assert Import.objects.get().state == "applied"


def _ask_to_close(place: Place, clerk: User) -> None:
    """As the clerk's form does."""
    from network.admin.holding import hold
    from network.approval import HeldBackError
    from network.exchange.rewrites import states_of
    from network.recorder import State

    was = states_of([place.pk])[place.pk]
    becomes = State(was.version, was.values | {"status": "closed"})
    hold(HeldBackError([(place.pk, was, becomes)]), clerk)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_shows_these_pictures_and_no_others(guide: str) -> None:
    shown = re.findall(r"\]\(guide/([\w.-]+)\)", (DOCS / guide).read_text())
    assert sorted(shown) == sorted(PICTURES)
    assert all((DOCS / "guide" / name).stat().st_size for name in shown)
