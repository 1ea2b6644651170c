"""Passwords and limits at the door: what is refused, what is not, and that nobody is shut out."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, identify_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.models import SignIn, SignInTally, User
from tests.admin.conftest import Tree
from tests.admin.doors import LOGIN, RIGHT, is_in, try_password
from tests.admin.test_matrix import RULES, address
from tests.builders import make_user

HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"
ARGON2 = ["network.accounts.hashers.StaffArgon2", "django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def english(client: Client) -> Client:
    """A browser whose owner reads English."""
    client.cookies["django_language"] = "en"
    return client


def guess(client: Client, username: str, times: int, **options: Any) -> Any:
    """Wrong passwords; the last answer."""
    answers = [try_password(client, username, **options) for _ in range(times)]
    return answers[-1]


def later() -> None:
    """When the lock is over."""
    SignInTally.objects.update(until=timezone.now() - dt.timedelta(seconds=1))


# Passwords


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-9137a", "password_too_short"),
        ("1qaz2wsx3edc4rfv", "password_too_common"),
        ("928471650382", "password_entirely_numeric"),
        ("haidian-clerk-", "password_too_similar"),
    ],
)
def test_weak_passwords_are_refused(
    signed_in: Client, clerk: User, password: str, why: str
) -> None:
    new = {"old_password": RIGHT, "new_password1": password, "new_password2": password}
    answer = signed_in.post("/admin/password_change/", new)
    assert [error.code for error in answer.context["form"].errors.as_data()["new_password2"]] == [
        why
    ]
    clerk.refresh_from_db()
    assert clerk.check_password(RIGHT)


def test_a_password_is_stored_anew_in_argon2_at_sign_in(
    client: Client, clerk: User, settings: Any
) -> None:
    assert identify_hasher(clerk.password).algorithm == "md5"
    settings.PASSWORD_HASHERS = ARGON2
    assert try_password(client, clerk.username, RIGHT).status_code == 302
    clerk.refresh_from_db()
    assert clerk.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_in(client)


# Limits


def test_the_sixth_wrong_password_must_wait_and_is_told_how_long(
    english: Client, clerk: User
) -> None:
    assert guess(english, clerk.username, 5).status_code == 200
    answer = try_password(english, clerk.username)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    page = answer.content.decode()
    assert re.search(r"try again at \d\d:\d\d", page)
    assert "ask the approver of your union" in page
    assert try_password(english, clerk.username, RIGHT).status_code == 429
    later()
    assert try_password(english, clerk.username, RIGHT).status_code == 302


def test_trying_makes_a_lock_no_longer(client: Client, clerk: User) -> None:
    guess(client, clerk.username, 6)
    ends = SignInTally.objects.get(user=clerk, count__gt=5).until
    guess(client, clerk.username, 3)
    assert SignInTally.objects.get(user=clerk, count__gt=5).until == ends


def test_guessing_elsewhere_locks_only_elsewhere(client: Client, clerk: User) -> None:
    assert guess(client, clerk.username, 9, address=ELSEWHERE).status_code == 429
    assert try_password(Client(), clerk.username, RIGHT, address=HOME).status_code == 302


def test_guessing_from_everywhere_leaves_the_colleague_in(client: Client, clerk: User) -> None:
    try_password(client, clerk.username, RIGHT, address=HOME)
    stranger = Client()
    answers = [
        try_password(stranger, clerk.username, address=f"198.51.100.{n // 5}") for n in range(52)
    ]
    assert answers[-1].status_code == 429
    assert try_password(stranger, clerk.username, RIGHT, address="203.0.113.1").status_code == 429
    client.post("/admin/logout/")
    assert try_password(client, clerk.username, RIGHT, address=HOME).status_code == 302
    assert try_password(client, clerk.username, RIGHT, address="203.0.113.1").status_code == 302


def test_a_known_browser_is_limited_by_itself(client: Client, clerk: User) -> None:
    try_password(client, clerk.username, RIGHT)
    assert guess(client, clerk.username, 6).status_code == 429


def test_a_known_browser_is_known_for_one_account_only(
    client: Client, clerk: User, tree: Tree
) -> None:
    other = make_user("other", organization=tree.street)
    try_password(client, clerk.username, RIGHT)
    client.cookies[f"known-{other.pk}"] = client.cookies[f"known-{clerk.pk}"].value
    guess(client, other.username, 6)
    assert try_password(Client(), other.username, RIGHT).status_code == 429


def test_many_accounts_from_one_address_must_wait(client: Client, clerk: User) -> None:
    for number in range(30):
        try_password(client, f"name-{number}", address=ELSEWHERE)
    assert try_password(client, "one-more", address=ELSEWHERE).status_code == 429
    tallies = SignInTally.objects.count()
    try_password(client, "yet-another", address=ELSEWHERE)
    assert SignInTally.objects.count() == tallies
    assert try_password(Client(), clerk.username, RIGHT, address=HOME).status_code == 302


def test_an_address_with_a_right_password_of_its_own_guesses_no_more(
    client: Client, clerk: User, tree: Tree
) -> None:
    make_user("insider", organization=tree.street)
    statuses = []
    for number in range(32):
        statuses.append(try_password(client, f"name-{number}").status_code)
        try_password(Client(), "insider", RIGHT)
    assert statuses[-1] == 429


def forged(client: Client, name: str, password: str, *, header: str, address: str = HOME) -> int:
    """The status of a try that says where it comes from."""
    sent = {"username": name, "password": password}
    answer = client.post(LOGIN, sent, REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=header)
    return answer.status_code


def test_a_forged_header_dodges_no_lock(client: Client, clerk: User, settings: Any) -> None:
    settings.PROXIES = 0
    tries = [forged(client, clerk.username, "no", header=f"203.0.113.{n}") for n in range(6)]
    assert tries[-1] == 429


def test_behind_a_proxy_only_its_own_entry_counts(
    client: Client, clerk: User, settings: Any
) -> None:
    settings.PROXIES = 1
    headers = [f"203.0.113.{n}, {ELSEWHERE}" for n in range(6)]
    assert [forged(client, clerk.username, "no", header=h) for h in headers][-1] == 429


def test_a_forged_header_locks_nobody_else(client: Client, clerk: User, settings: Any) -> None:
    settings.PROXIES = 1
    for _ in range(9):
        forged(client, clerk.username, "no", header=f"{HOME}, {ELSEWHERE}")
    assert forged(Client(), clerk.username, RIGHT, header=HOME) == 302


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_do_not_pass_the_limit(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    make_user("clerk")

    def once(_number: int) -> int:
        try:
            return int(try_password(Client(), "clerk").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(once, range(16)))
    assert sorted(statuses) == [200] * 5 + [429] * 11


# What a stranger learns


def test_an_unknown_name_is_answered_as_a_known_one(english: Client, clerk: User) -> None:
    def told(name: str, address: str) -> list[tuple[int, str]]:
        answers = [try_password(english, name, address=address) for _ in range(7)]
        words = [answer.context["form"].non_field_errors()[0] for answer in answers]
        return [
            (answer.status_code, re.sub(r"\d\d:\d\d", "", text))
            for answer, text in zip(answers, words, strict=True)
        ]

    assert told(clerk.username, HOME) == told("nobody", ELSEWHERE)


@pytest.mark.parametrize("name", ["haidian-clerk", "nobody", "gone"])
def test_every_name_costs_one_hash_and_as_many_queries(
    client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_user("gone", is_active=False)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: hashed.append(1) or encode(*a))
    with CaptureQueriesContext(connection) as queries:
        try_password(client, name)
    assert len(hashed) == 1
    kinds = [query["sql"].split()[0] for query in queries]
    assert [kinds.count(kind) for kind in ("SELECT", "INSERT", "UPDATE")] == [5, 4, 3]


def test_a_switched_off_account_is_told_nothing_else(english: Client, tree: Tree) -> None:
    make_user("gone", organization=tree.street, is_active=False)
    answer = try_password(english, "gone", RIGHT)
    assert "Please enter the correct" in answer.content.decode()


def test_nothing_that_was_typed_as_a_name_is_kept(client: Client, db: None) -> None:
    try_password(client, "my-secret-password", address=HOME)
    rows = [*SignIn.objects.values(), *SignInTally.objects.values()]
    assert rows
    assert "my-secret-password" not in str(rows)
    assert HOME not in str(rows)


# Where one is led


@pytest.mark.parametrize(
    ("after", "led_to"),
    [
        ("/admin/network/place/?q=1", "/admin/network/place/?q=1"),
        ("https://elsewhere.example/", "/admin/"),
        ("//elsewhere.example/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_after_signing_in_one_is_led_on_within_the_site(
    client: Client, clerk: User, after: str, led_to: str
) -> None:
    answer = try_password(client, clerk.username, RIGHT, next=after)
    assert answer["Location"] == led_to


# Sessions


def test_a_new_password_ends_all_other_sessions(client: Client, clerk: User) -> None:
    phone, desk = Client(), Client()
    for browser in (phone, desk):
        try_password(browser, clerk.username, RIGHT)
    new = "another-long-one-2391"
    desk.post(
        "/admin/password_change/",
        {"old_password": RIGHT, "new_password1": new, "new_password2": new},
    )
    assert is_in(desk)
    assert not is_in(phone)


def test_a_session_ends_after_its_day_and_goes_on_while_used(client: Client, clerk: User) -> None:
    try_password(client, clerk.username, RIGHT)

    def turn_back(**moments: dt.timedelta) -> None:
        session = client.session
        for name, ago in moments.items():
            session[name] = (timezone.now() - ago).timestamp()
        session.save()

    turn_back(used=dt.timedelta(minutes=30))
    assert is_in(client)
    assert timezone.now().timestamp() - client.session["used"] < 60
    turn_back(began=dt.timedelta(hours=13))
    assert not is_in(client)


def test_cookies_are_for_this_site_only(client: Client, clerk: User, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(LOGIN)
    try_password(client, clerk.username, RIGHT)
    names = {"sessionid", "csrftoken", f"known-{clerk.pk}"}
    assert names <= client.cookies.keys()
    for name in names:
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert client.cookies["sessionid"]["max-age"] == ""  # ends with the browser
    assert client.cookies[f"known-{clerk.pk}"]["path"] == "/admin/"


@pytest.mark.parametrize("name", sorted(n for n in RULES if not RULES[n].names))
def test_no_staff_page_is_kept_by_a_browser(client: Client, tree: Tree, name: str) -> None:
    client.force_login(make_user("root", is_superuser=True, organization=tree.city))
    answer = client.get(address(name, None))
    assert "no-store" in answer["Cache-Control"]


def test_public_pages_do_not_read_the_session(
    client: Client, clerk: User, django_assert_num_queries: Any
) -> None:
    try_password(client, clerk.username, RIGHT)
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200
