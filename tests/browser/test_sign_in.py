"""The door in Chromium: set up with the shown secret, sign in with a code, be locked out."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from network.models import User
from tests.admin.doors import RIGHT, WRONG, code_of
from tests.browser.conftest import DESKTOP, PHONE, Visitor, axe, sign_in
from tests.builders import make_organization, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    """As outside the demo."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def officer() -> User:
    """Who signs in for the first time."""
    return make_user("officer", organization=make_organization(), role="approver")


def give_password(page: Page, password: str = RIGHT) -> None:
    page.goto("/admin/network/place/")
    page.fill("#id_username", "officer")
    page.fill("#id_password", password)
    page.click("input[type=submit]")
    page.wait_for_load_state()


def app_of(page: Page) -> TOTPDevice:
    """An app that was given the secret by typing."""
    page.click(".sign-in-steps summary")
    secret = page.locator(".sign-in-secret").inner_text().replace(" ", "")
    return TOTPDevice(key=base64.b32decode(secret).hex())


def is_well_drawn(page: Page) -> bool:
    """Nothing for axe to find, nothing wider than the screen, the picture there."""
    assert axe(page) == []
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    drawn = "[...document.images].every((image) => image.naturalWidth > 0)"
    return page.evaluate(drawn) and not page.evaluate(wide)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_the_first_sign_in_to_a_remembered_device(page: Page, officer: User) -> None:
    page.goto("/admin/")
    assert is_well_drawn(page)
    give_password(page)
    page.wait_for_url("**/login/set-up/")
    assert is_well_drawn(page)
    app = app_of(page)
    page.fill("#id_code", code_of(app))
    page.click("input[type=submit]")
    expect(page.locator(".sign-in-codes li")).to_have_count(10)
    assert is_well_drawn(page)
    page.click("a.main-button")
    page.wait_for_url("**/admin/network/place/")

    page.click("#logout-form button")
    expect(page.locator("h1")).to_have_text("已退出登录")
    assert is_well_drawn(page)
    give_password(page)
    page.wait_for_url("**/login/code/")
    assert is_well_drawn(page)
    page.fill("#id_code", "not-a-code")
    page.click("input[type=submit]")
    expect(page.locator(".errorlist")).to_contain_text("验证码不正确")
    assert is_well_drawn(page)
    page.fill("#id_code", code_of(app, steps=1))
    page.check("#id_remember")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/network/place/")

    page.click("#logout-form button")
    give_password(page)
    page.wait_for_url("**/admin/network/place/")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_who_is_locked_out_is_told_what_to_do(
    live_server: Any, chromium: Any, size: str, officer: User
) -> None:
    visitor = Visitor(chromium, live_server.url)
    visitor.expected.append("429")  # Chromium writes down every answer of this kind
    page = visitor.blank(**(PHONE if size == "phone" else DESKTOP))
    for _ in range(6):
        give_password(page, WRONG)
    expect(page.get_by_role("alert")).to_contain_text("错误次数过多")
    assert is_well_drawn(page)
    visitor.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_about_signing_in(page: Page, officer: User, settings: Any) -> None:
    colleague = make_user("colleague", organization=officer.organization)
    TOTPDevice.objects.create(user=colleague, name="authenticator")
    settings.SECOND_FACTOR = False
    sign_in(page, "officer")
    page.goto("/admin/second-factor/")
    assert is_well_drawn(page)
    page.click("button.main-button")
    page.fill("#id_code", code_of(app_of(page)))
    page.click("input[type=submit]")
    page.goto("/admin/second-factor/")
    assert is_well_drawn(page)
    page.goto("/admin/network/signin/")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    assert is_well_drawn(page)
    page.goto(f"/admin/network/user/{colleague.pk}/sign-in/")
    assert is_well_drawn(page)
    page.click("[name=_reset]")
    expect(page.locator(".messagelist")).to_contain_text("colleague")
    assert not TOTPDevice.objects.filter(user=colleague).exists()
