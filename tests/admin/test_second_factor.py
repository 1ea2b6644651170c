"""The second factor: no staff page without it, each code once, a way out when a phone is lost."""

from __future__ import annotations

import base64
import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.accounts import second_factor
from network.models import SignIn, SignInTally, User
from tests.admin.conftest import ADMIN, Tree
from tests.admin.doors import (
    CODE,
    LOGIN,
    RIGHT,
    SET_UP,
    authenticator,
    code_of,
    is_in,
    sign_in,
    try_password,
)
from tests.admin.test_matrix import RULES, address, registered
from tests.builders import make_user

OPEN = {"login", "logout", "sign_in_code", "sign_in_set_up"}
OWN = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    """As outside the demo."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def device(clerk: User) -> TOTPDevice:
    """The clerk's authenticator."""
    return authenticator(clerk)


def events(user: User) -> list[str]:
    """What was written down, oldest first."""
    rows = SignIn.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("event", flat=True))


def offered(page: str) -> TOTPDevice:
    """An app that has scanned what the page shows."""
    secret = re.search(r'class="sign-in-secret">([A-Z2-7 ]+)<', page)
    assert secret
    key = base64.b32decode(secret[1].replace(" ", "")).hex()
    return TOTPDevice(key=key)


def shown_codes(page: str) -> list[str]:
    return re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>", page)


def test_the_second_factor_is_required_outside_the_demo(settings: Any) -> None:
    for is_demo, in_production, is_required in (
        (True, False, False),
        (True, True, True),
        (False, False, True),
        (False, True, True),
    ):
        settings.IS_PRODUCTION = in_production
        assert second_factor.is_required(User(is_demo=is_demo)) is is_required


def any_address(name: str) -> str:
    """Of whatever record: nobody comes as far as looking it up."""
    if not RULES[name].names:
        return address(name, None)
    return reverse(f"admin:{name}", kwargs=dict.fromkeys(registered()[name].pattern.converters, 1))


@pytest.mark.parametrize("name", sorted(RULES.keys() - OPEN))
def test_no_staff_page_opens_with_a_password_alone(
    client: Client, clerk: User, device: TOTPDevice, name: str
) -> None:
    url = any_address(name)
    try_password(client, clerk.username, RIGHT)  # waits for the code
    signed_in = Client()
    signed_in.force_login(clerk)  # a session of before there was a second factor
    for browser in (Client(), client, signed_in):
        for answer in (browser.get(url), browser.post(url, {"post": "yes"})):
            assert answer.status_code == 302, answer.content
            assert answer["Location"].startswith(LOGIN)


def test_the_demo_signs_in_with_a_password_only(client: Client, tree: Tree, settings: Any) -> None:
    settings.IS_PRODUCTION = False  # also where a DATABASE_URL says so
    make_user("demo-city", organization=tree.city, is_demo=True)
    assert try_password(client, "demo-city", RIGHT)["Location"] == "/admin/"
    assert is_in(client)
    assert client.get(OWN).status_code == 200
    assert client.post(OWN).status_code == 200
    assert client.get(SET_UP).status_code == 302


# Setting up


def test_the_first_sign_in_sets_up_an_authenticator(client: Client, clerk: User) -> None:
    answer = try_password(client, clerk.username, RIGHT, next="/admin/network/place/?q=1")
    assert answer["Location"] == SET_UP
    page = client.get(SET_UP).content.decode()
    app = offered(page)
    assert client.get(SET_UP).content.decode().count(second_factor.written(app.key)) == 1
    answer = client.post(SET_UP, {"code": code_of(app)})
    assert len(shown_codes(answer.content.decode())) == 10
    assert 'href="/admin/network/place/?q=1"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert is_in(client)
    assert events(clerk) == ["set_up", "signed_in"]


def test_the_picture_holds_the_secret_and_names_site_and_account(
    client: Client, clerk: User
) -> None:
    try_password(client, clerk.username, RIGHT)
    page = client.get(SET_UP).content.decode()
    link = html.unescape(re.search(r'href="(otpauth://[^"]+)"', page)[1])  # type: ignore[index]
    assert f":{clerk.username}?" in link.replace("%3A", ":")
    assert f"secret={base64.b32encode(bytes.fromhex(offered(page).key)).decode()}" in link
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert picture
    assert base64.b64decode(picture[1]).startswith(b"<svg")


def test_a_wrong_first_code_sets_nothing_up(client: Client, clerk: User) -> None:
    try_password(client, clerk.username, RIGHT)
    answer = client.post(SET_UP, {"code": "000000"})
    assert answer.status_code == 200
    assert not TOTPDevice.objects.exists()
    assert not is_in(client)


def test_another_with_the_password_is_shown_another_secret(client: Client, clerk: User) -> None:
    thief = Client()
    for browser in (client, thief):
        try_password(browser, clerk.username, RIGHT)
    seen = offered(thief.get(SET_UP).content.decode())
    used = offered(client.get(SET_UP).content.decode())
    assert seen.key != used.key
    client.post(SET_UP, {"code": code_of(used)})
    thief.post(SET_UP, {"code": code_of(seen)})
    assert TOTPDevice.objects.get().key == used.key
    assert not is_in(thief)


def test_a_password_alone_replaces_no_authenticator(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    try_password(client, clerk.username, RIGHT)
    assert client.get(SET_UP)["Location"] == CODE
    app = TOTPDevice(key=client.session["second_step"]["key"])
    assert client.post(SET_UP, {"code": code_of(app)})["Location"] == CODE
    assert TOTPDevice.objects.get() == device


# Codes


def test_a_right_code_lets_in_and_works_once(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    try_password(client, clerk.username, RIGHT)
    code = code_of(device)
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]}"})["Location"] == "/admin/"
    assert is_in(client)
    again = Client()
    try_password(again, clerk.username, RIGHT)
    answer = again.post(CODE, {"code": code})
    assert answer.status_code == 200
    assert not is_in(again)
    assert events(clerk) == ["signed_in", "wrong_code"]


def test_full_width_digits_are_digits(client: Client, clerk: User, device: TOTPDevice) -> None:
    try_password(client, clerk.username, RIGHT)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code_of(device))
    assert client.post(CODE, {"code": wide}).status_code == 302


@pytest.mark.parametrize("code", ["000000", "1234567", "", "not-a-code", "-12345", "1e5", "²²²²²²"])
def test_a_wrong_code_lets_nobody_in(
    client: Client, clerk: User, device: TOTPDevice, code: str
) -> None:
    TOTPDevice.objects.update(key="00" * 20, t0=-(10**9))  # none of these by chance
    try_password(client, clerk.username, RIGHT)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert not is_in(client)


def test_the_sixth_wrong_code_must_wait_wherever_from(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    try_password(client, clerk.username, RIGHT)
    for number in range(5):
        client.post(CODE, {"code": "not-a-code"}, REMOTE_ADDR=f"192.0.2.{number}")
    answer = client.post(CODE, {"code": code_of(device)}, REMOTE_ADDR="192.0.2.99")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    SignInTally.objects.update(until=timezone.now())
    assert client.post(CODE, {"code": code_of(device)}).status_code == 302


def test_no_code_helps_without_the_password(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN
    try_password(client, clerk.username, RIGHT)
    clerk.set_password("another-long-one-2391")
    clerk.save()
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN
    assert not is_in(client)


def test_the_second_step_waits_ten_minutes(client: Client, clerk: User, device: TOTPDevice) -> None:
    try_password(client, clerk.username, RIGHT)
    session = client.session
    kept = session["second_step"]
    session["second_step"] = kept | {"at": kept["at"] - 601}
    session.save()
    answer = client.post(CODE, {"code": code_of(device)}, follow=True)
    assert answer.redirect_chain[0][0] == LOGIN
    assert [str(message) for message in answer.context["messages"]]
    assert not is_in(client)


def test_a_recovery_code_lets_in_once_and_is_told(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    codes = second_factor.new_recovery_codes(clerk)
    assert not {code.replace("-", "") for code in codes} & set(
        StaticToken.objects.values_list("token", flat=True)
    )
    try_password(client, clerk.username, RIGHT)
    answer = client.post(CODE, {"code": codes[3].upper()}, follow=True)
    assert "9" in str(next(iter(answer.context["messages"])))
    assert is_in(client)
    again = Client()
    try_password(again, clerk.username, RIGHT)
    assert again.post(CODE, {"code": codes[3]}).status_code == 200
    assert not is_in(again)
    assert "recovered" in events(clerk)


def test_a_recovery_code_of_another_is_wrong(
    client: Client, clerk: User, device: TOTPDevice, tree: Tree
) -> None:
    second_factor.new_recovery_codes(clerk)
    code = second_factor.new_recovery_codes(make_user("other", organization=tree.street))[0]
    try_password(client, clerk.username, RIGHT)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert not is_in(client)


# Remembered devices


def returns(client: Client, clerk: User) -> bool:
    """Whether the password is enough for the next sign-in of this browser."""
    client.post("/admin/logout/")
    return bool(try_password(client, clerk.username, RIGHT)["Location"] == "/admin/")


@pytest.fixture
def remembered(client: Client, clerk: User, device: TOTPDevice) -> Client:
    """A browser in which the clerk has ticked the box."""
    sign_in(client, clerk, remember="on")
    return client


def test_a_remembered_device_is_not_asked_for_a_code(remembered: Client, clerk: User) -> None:
    cookie = remembered.cookies[f"remembered-{clerk.pk}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 30 * 24 * 3600
    assert returns(remembered, clerk)
    assert is_in(remembered)


def test_without_the_tick_it_is_asked(client: Client, clerk: User, device: TOTPDevice) -> None:
    sign_in(client, clerk)
    assert not returns(client, clerk)


def test_it_is_asked_again_after_30_days(
    remembered: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 30 * 24 * 3600 + 1)
    assert not returns(remembered, clerk)


def test_a_remembered_device_is_of_one_account(remembered: Client, clerk: User, tree: Tree) -> None:
    other = make_user("other", organization=tree.street)
    authenticator(other)
    remembered.cookies[f"remembered-{other.pk}"] = remembered.cookies[
        f"remembered-{clerk.pk}"
    ].value
    assert not returns(remembered, other)


def test_a_new_password_forgets_remembered_devices(remembered: Client, clerk: User) -> None:
    clerk.set_password(RIGHT)  # salted anew
    clerk.save()
    assert not returns(remembered, clerk)


def test_another_authenticator_forgets_remembered_devices(remembered: Client, clerk: User) -> None:
    second_factor.reset(clerk)
    authenticator(clerk)
    assert not returns(remembered, clerk)


# One's own


def test_another_phone_is_set_up_with_a_code_of_the_old_one(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    sign_in(client, clerk)
    assert client.post(OWN, {"code": "000000", "_replace": "1"}).status_code == 200
    assert client.get(SET_UP).status_code == 302
    answer = client.post(OWN, {"code": code_of(device, steps=1), "_replace": "1"})
    assert answer["Location"] == SET_UP
    app = offered(client.get(SET_UP).content.decode())
    assert client.post(SET_UP, {"code": code_of(app)}).status_code == 200
    assert TOTPDevice.objects.get().key == app.key
    assert is_in(client)


def test_new_recovery_codes_end_the_old_ones(
    client: Client, clerk: User, device: TOTPDevice
) -> None:
    old = second_factor.new_recovery_codes(clerk)
    sign_in(client, clerk)
    answer = client.post(OWN, {"code": code_of(device, steps=1), "_codes": "1"})
    new = shown_codes(answer.content.decode())
    assert len(new) == 10
    assert second_factor.check(clerk, old[0]) is None
    assert second_factor.check(clerk, new[0])


# Help


@pytest.fixture
def approver(client: Client, clerk: User, device: TOTPDevice) -> Client:
    """The district's approver, signed in."""
    client.cookies["django_language"] = "en"
    sign_in(client, clerk)
    return client


def help_url(user: User) -> str:
    return f"{ADMIN}user/{user.pk}/sign-in/"


def test_an_approver_resets_the_second_factor_of_a_colleague(
    approver: Client, clerk: User, tree: Tree
) -> None:
    colleague = make_user("colleague", organization=tree.street)
    authenticator(colleague)
    browser = Client()
    sign_in(browser, colleague, remember="on")
    approver.post(help_url(colleague), {"_reset": "1"})
    assert not is_in(browser)
    assert try_password(browser, "colleague", RIGHT)["Location"] == SET_UP
    reset = SignIn.objects.get(user=colleague, event="reset")
    assert reset.by == clerk
    assert "second factor reset" in approver.get(help_url(colleague)).content.decode()


def test_an_approver_unlocks_a_colleague(approver: Client, tree: Tree) -> None:
    colleague = make_user("colleague", organization=tree.street)
    for _ in range(6):
        try_password(Client(), "colleague")
    assert "locked for a while" in approver.get(help_url(colleague)).content.decode()
    approver.post(help_url(colleague), {"_unlock": "1"})
    assert try_password(Client(), "colleague", RIGHT).status_code == 302


def test_nobody_resets_the_own_or_a_foreign_second_factor(
    approver: Client, clerk: User, tree: Tree
) -> None:
    foreign = make_user("foreign", organization=tree.far_street)
    root = make_user("root", organization=tree.street, is_superuser=True)
    for user in (foreign, root):
        authenticator(user)
    for user in (clerk, foreign, root):
        assert approver.post(help_url(user), {"_reset": "1"}).status_code == 403
    assert TOTPDevice.objects.count() == 3


def test_the_last_superuser_is_helped_on_the_command_line(client: Client, tree: Tree) -> None:
    root = make_user("root", is_superuser=True)
    authenticator(root)
    second_factor.new_recovery_codes(root)
    for _ in range(6):
        try_password(client, "root")
    call_command("unlock", "root", verbosity=0)
    assert try_password(client, "root", RIGHT)["Location"] == CODE
    call_command("unlock", "root", "--reset-second-factor", verbosity=0)
    assert try_password(client, "root", RIGHT)["Location"] == SET_UP
    assert not StaticToken.objects.exists()
    with pytest.raises(CommandError):
        call_command("unlock", "nobody")


# What is written down


def test_sign_ins_are_seen_by_approvers_of_the_branch(approver: Client, tree: Tree) -> None:
    for name, body in (("below", tree.street), ("far", tree.far_street)):
        make_user(name, organization=body)
        try_password(Client(), name, address="203.0.113.77")
    try_password(Client(), "unknown")
    page = approver.get(f"{ADMIN}signin/").content.decode()
    assert "below" in page
    assert "203.0.113.0/24" in page
    assert "203.0.113.77" not in page
    assert "far" not in re.sub(r"<style.*?</style>", "", page).split("result_list")[1]
    assert "unknown name" not in page


def test_a_superuser_sees_tries_of_unknown_names(client: Client, tree: Tree) -> None:
    root = make_user("root", is_superuser=True)
    authenticator(root)
    client.cookies["django_language"] = "en"
    sign_in(client, root)
    try_password(Client(), "unknown")
    assert "unknown name" in client.get(f"{ADMIN}signin/").content.decode()


def test_sign_ins_are_kept_for_half_a_year(client: Client, clerk: User) -> None:
    for days in (179, 181):
        SignIn.objects.create(
            event="locked", user=clerk, at=timezone.now() - dt.timedelta(days=days)
        )
    authenticator(clerk)
    sign_in(client, clerk)
    assert events(clerk) == ["locked", "signed_in"]


def test_the_nightly_command_forgets_sign_ins_too(clerk: User) -> None:
    SignIn.objects.create(event="locked", user=clerk, at=timezone.now() - dt.timedelta(days=181))
    call_command("forget_contacts", verbosity=0)
    assert events(clerk) == []


def test_a_new_password_is_written_down(approver: Client, clerk: User, tree: Tree) -> None:
    colleague = make_user("colleague", organization=tree.street)
    new = {"password1": "another-long-one-2391", "password2": "another-long-one-2391"}
    approver.post(f"{ADMIN}user/{colleague.pk}/password/", new | {"usable_password": "true"})
    approver.post(
        "/admin/password_change/",
        {
            "old_password": RIGHT,
            "new_password1": new["password1"],
            "new_password2": new["password2"],
        },
    )
    assert [*SignIn.objects.filter(event="password").values_list("user", "by")] == [
        (clerk.pk, clerk.pk),
        (colleague.pk, clerk.pk),
    ]
