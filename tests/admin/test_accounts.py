"""An approver manages the accounts of its branch, and nothing beyond."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from network.models import User
from tests.admin.conftest import ADMIN, Tree
from tests.builders import make_user


def new_account(**values: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "username": "new-clerk",
        "password1": "a-long-pass-9137",
        "password2": "a-long-pass-9137",
        "role": "editor",
    } | values


def test_an_account_is_made_for_a_union_below(signed_in: Client, tree: Tree) -> None:
    signed_in.post(f"{ADMIN}user/add/", new_account(organization=tree.street.pk))
    made = User.objects.get(username="new-clerk")
    assert (made.organization, made.role, made.is_staff) == (tree.street, "editor", True)
    assert not made.is_superuser
    page = signed_in.get(f"{ADMIN}user/").content.decode()
    assert "new-clerk" in page


@pytest.mark.parametrize("body", ["city", "chaoyang", None])
def test_no_account_is_made_elsewhere(signed_in: Client, tree: Tree, body: str | None) -> None:
    where = getattr(tree, body).pk if body else ""
    answer = signed_in.post(f"{ADMIN}user/add/", new_account(organization=where))
    assert answer.status_code == 200
    assert not User.objects.filter(username="new-clerk").exists()


def test_nobody_makes_a_superuser_of_an_account(signed_in: Client, tree: Tree) -> None:
    user = make_user("colleague", organization=tree.street)
    values = {"username": "colleague", "organization": tree.street.pk, "role": "approver"}
    signed_in.post(
        f"{ADMIN}user/{user.pk}/change/", values | {"is_superuser": "on", "is_active": "on"}
    )
    user.refresh_from_db()
    assert (user.role, user.is_superuser) == ("approver", False)


def test_a_superuser_of_the_branch_is_out_of_reach(signed_in: Client, tree: Tree) -> None:
    root = make_user("root", organization=tree.street, is_superuser=True)
    assert signed_in.get(f"{ADMIN}user/{root.pk}/change/").status_code == 302
    new = {"password1": "taken-over-2391", "password2": "taken-over-2391"}
    signed_in.post(f"{ADMIN}user/{root.pk}/password/", new)
    root.refresh_from_db()
    assert root.check_password("a-password-9137")


def test_nobody_changes_the_own_rights(signed_in: Client, clerk: User, tree: Tree) -> None:
    values = {"username": clerk.username, "organization": tree.street.pk, "role": "auditor"}
    signed_in.post(f"{ADMIN}user/{clerk.pk}/change/", values | {"last_name": "王"})
    clerk.refresh_from_db()
    assert (clerk.last_name, clerk.organization, clerk.role) == ("王", tree.haidian, "approver")
    assert clerk.is_active


@pytest.mark.parametrize("role", ["editor", "auditor"])
def test_accounts_are_for_approvers(client: Client, tree: Tree, role: str) -> None:
    client.force_login(make_user("someone", organization=tree.city, role=role))
    assert client.get(f"{ADMIN}user/").status_code == 403
    assert client.post(f"{ADMIN}user/add/", new_account()).status_code == 403


def test_switching_an_account_off_ends_its_sessions_at_once(signed_in: Client, tree: Tree) -> None:
    user = make_user("leaver", organization=tree.street)
    leaver = Client()
    leaver.force_login(user)
    assert leaver.get(f"{ADMIN}place/").status_code == 200
    values = {"username": "leaver", "organization": tree.street.pk, "role": "editor"}
    signed_in.post(f"{ADMIN}user/{user.pk}/change/", values)  # "active" is not ticked
    assert leaver.get(f"{ADMIN}place/").status_code == 302


def test_an_account_is_never_deleted(signed_in: Client, tree: Tree) -> None:
    user = make_user("leaver", organization=tree.street)
    assert signed_in.post(f"{ADMIN}user/{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_names_are_written_as_their_language_has_it() -> None:
    assert User(last_name="赵", first_name="静").get_full_name() == "赵静"
    assert User(last_name="Smith", first_name="Ann").get_full_name() == "Ann Smith"
