"""Registers every staff screen."""

from network.admin import (
    accounts,
    history,
    imports,
    organizations,
    places,
    reference,
    reports,
    sign_ins,
)

__all__ = [
    "accounts",
    "history",
    "imports",
    "organizations",
    "places",
    "reference",
    "reports",
    "sign_ins",
]
