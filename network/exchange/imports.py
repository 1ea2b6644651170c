"""The import as others use it: look, plan, apply."""

from __future__ import annotations

from pathlib import Path

from network import staging
from network.exchange.plan import Plan, make_plan
from network.exchange.scope import Options
from network.exchange.store import remove_staged, store_plan
from network.models import Import, ImportFile, User

__all__ = ["Options", "Plan", "apply_import", "make_plan", "plan_import"]


def plan_import(
    source: bytes | Path, options: Options, *, file_name: str = "", user: User | None = None
) -> Import:
    """Read a file and keep what it would do; ExchangeError says why it can't be used."""
    plan = make_plan(source, options, file_name=file_name, user=user)
    return store_plan(plan, user=user)


def apply_import(batch: Import, *, user: User | None = None) -> staging.Applied:
    """Do what was planned, all of it or nothing; StagingError says what stands against it."""
    applied = staging.apply(batch, user=user)
    remove_staged(batch.pk)
    ImportFile.objects.filter(batch=batch).delete()
    return applied
