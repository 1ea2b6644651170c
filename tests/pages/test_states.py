"""States, doors and warnings as a person says them, by the server and by the scripts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from network.pages import states

TODAY = dt.date(2026, 11, 24)  # a Tuesday
CASES = [
    ("open", None, "24 小时", "Open 24 hours"),
    ("open", "2026-11-24T21:00", "开到 21:00", "Open until 21:00"),
    ("open", "2026-11-25T00:00", "开到 24:00", "Open until 24:00"),
    ("open", "2026-11-25T02:00", "开到明天 2:00", "Open until tomorrow 02:00"),
    ("closing_soon", "2026-11-24T17:00", "17:00 关门", "Closes 17:00"),
    ("closed", "2026-11-24T09:00", "9:00 开", "Opens 09:00"),
    ("closed", "2026-11-25T09:00", "明天 9:00 开", "Opens tomorrow 09:00"),
    ("closed", "2026-11-25T00:00", "明天 0:00 开", "Opens tomorrow 00:00"),
    ("closed", "2026-11-27T09:00", "周五 9:00 开", "Opens Friday 09:00"),
    ("closed", "2026-12-02T09:00", "12月2日 9:00 开", "Opens December 2 09:00"),
    ("closed", None, "关门了", "Closed"),
    ("unknown", None, "时间不详", "Hours not known"),
]


def place(**overrides: Any) -> dict[str, Any]:
    """What states are told of."""
    values = {"closed_for_now": False, "closed_until": None, "state": "unknown"}
    return values | {"changes_at": None, "hints": [], "warnings": []} | overrides


@pytest.mark.parametrize(("state", "change", "chinese", "english"), CASES)
def test_a_state_is_said_in_both_languages(
    state: str, change: str | None, chinese: str, english: str
) -> None:
    judged = place(state=state, changes_at=change)
    for language, words in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            assert states.state(judged, TODAY) == states.State(code=state, words=words)


def test_closed_for_now_names_its_end() -> None:
    until = place(closed_for_now=True, closed_until="2026-12-01", state="closed")
    with translation.override("en"):
        assert states.state(until, TODAY).words == "Closed for now, open again on December 1"


def test_a_warning_is_dated_and_ends() -> None:
    locked = {"kind": "locked", "reported_on": "2026-11-20", "until": "2026-11-27"}
    with translation.override("zh-hans"):
        assert states.warnings(place(warnings=[locked]), TODAY) == ("11月20日有人反映锁门",)
        assert states.warnings(place(warnings=[locked]), dt.date(2026, 11, 28)) == ()


@pytest.mark.parametrize(
    "kind", ["locked", "refused", "moved", "gone", "hours", "equipment", "pin", "other"]
)
def test_every_kind_of_report_has_its_words(kind: str) -> None:
    warning = {"kind": kind, "reported_on": "2026-11-20", "until": "2026-11-27"}
    assert states.warnings(place(warnings=[warning]), TODAY)


def test_hints_say_why_a_state_may_be_wrong() -> None:
    with translation.override("zh-hans"):
        assert states.hints(place(hints=["unannounced", "holiday"])) == (
            "节假日可能不同，先打电话",
            "放假安排未公布",
        )
