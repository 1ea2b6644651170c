"""The demo accounts: one for the city, one for a district, one for a street."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from network.demo import ACCOUNTS, PASSWORD
from network.fixtures_csv import Line, read_lines
from network.models import Organization, Role, User


def add_accounts(folder: Path) -> list[str]:
    """Make the accounts that are missing; their names. The bodies must be there."""
    lines = read_lines(
        folder / "demo_accounts.csv", required=["username", "organization", "role", "superuser"]
    )
    return [line.cells["username"] for line in lines if _add(line)]


def clear_accounts() -> int:
    """Remove every demo account; how many there were."""
    accounts = User.objects.filter(is_demo=True)
    count = accounts.count()
    accounts.delete()
    return count


def _add(line: Line) -> bool:
    username, code = line.cells["username"], line.cells["organization"]
    if username not in ACCOUNTS:
        raise line.error("username", _("Known are: %s.") % ", ".join(ACCOUNTS))
    body = Organization.objects.filter(code=code).first()
    if body is None:
        raise line.error("organization", _("There is no “%s”.") % code)
    role = line.cells["role"]
    if role not in Role.values:
        raise line.error("role", _("Known are: %s.") % ", ".join(Role.values))
    if User.objects.filter(username=username).exists():
        return False
    User.objects.create_user(
        username=username,
        password=PASSWORD,
        organization=body,
        role=role,
        is_staff=True,
        is_superuser=line.cells["superuser"] == "yes",
        is_demo=True,
    )
    return True
