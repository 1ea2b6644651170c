"""Who may enter a place and what is needed: the words, and the filters made of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from typing import Final

from django.utils.translation import gettext_lazy as _

WHO: Final = {
    "everyone": _("everyone"),
    "outdoor_workers": _("outdoor workers"),
    "members": _("union members"),
    "host_staff": _("staff of the host only"),
    "mothers": _("mothers with children"),
}
NEEDS: Final = {
    "nothing": _("nothing: walk in"),
    "scan": _("scan a code"),
    "register": _("sign in at the desk"),
    "key": _("fetch the key"),
    "ask": _("ask at the desk"),
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a place's door; empty and None mean not known."""

    who: Collection[str]
    needs: Collection[str]
    step_free: bool | None
    free: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """A filter: a question about the door that only a known yes answers."""

    code: str
    name: str
    name_en: str
    icon: str
    holds: Callable[[Facts], bool]


def _lets_in(*who: str) -> Callable[[Facts], bool]:
    return lambda facts: not {"everyone", *who}.isdisjoint(facts.who)


# The names travel in the edition in both languages, so they do not pass through gettext.
CONDITIONS: Final = (
    Condition("lets_everyone_in", "谁都能进", "Lets everyone in", "door", _lets_in()),
    Condition(
        "lets_outdoor_workers_in",
        "户外劳动者能进",
        "Lets outdoor workers in",
        "door",
        _lets_in("outdoor_workers"),
    ),
    Condition("lets_members_in", "会员能进", "Lets union members in", "card", _lets_in("members")),
    Condition(
        "lets_mothers_in",
        "带孩子的妈妈能进",
        "Lets mothers with children in",
        "baby",
        _lets_in("mothers"),
    ),
    Condition(
        "nothing_needed",
        "推门就进",
        "Walk straight in",
        "walk",
        lambda facts: set(facts.needs) == {"nothing"},
    ),
    Condition(
        "step_free", "无台阶", "Step-free", "wheelchair", lambda facts: facts.step_free is True
    ),
    Condition(
        "free_of_charge", "不收费", "Free of charge", "gift", lambda facts: facts.free is True
    ),
)
WHO_ROWS: Final = (
    ("everyone", "谁都能进", "Everyone may enter"),
    ("outdoor_workers", "户外劳动者可进", "For outdoor workers"),
    ("members", "工会会员可进", "For union members"),
    ("host_staff", "只限本单位职工", "Staff of the host only"),
    ("mothers", "带孩子的妈妈可进", "For mothers with children"),
)
NEEDS_ROWS: Final = (
    ("nothing", "推门就进", "Walk straight in"),
    ("scan", "扫码开门", "Scan a code to open"),
    ("register", "前台登记", "Sign in at the desk"),
    ("key", "前台取钥匙", "Fetch the key at the desk"),
    ("ask", "问一下前台", "Ask at the desk"),
)


def bits(facts: Facts) -> int:
    """Bit i: CONDITIONS[i] holds."""
    return sum(1 << i for i, condition in enumerate(CONDITIONS) if condition.holds(facts))


def split(codes: str) -> list[str]:
    """The codes of a stored list."""
    return codes.split(",") if codes else []
