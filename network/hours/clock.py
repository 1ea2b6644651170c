"""Clock times as people write them: `上午9点半`, `晚10:00`, `次日2:00`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

NEXT_DAY: Final = ("次日", "翌日", "第二天")
NIGHT: Final = ("凌晨",)
MORNING: Final = ("清晨", "早晨", "早上", "早", "上午")
NOON: Final = ("中午",)
EVENING: Final = ("下午", "傍晚", "晚上", "晚间", "夜间", "晚", "夜")
SAME_DAY: Final = ("当日", "当天")
_WORDS = (*NEXT_DAY, *SAME_DAY, *NIGHT, *MORNING, *NOON, *EVENING)
_PERIOD = f"(?:{'|'.join(_WORDS)})"
_TIME = r"\d{1,2}(?::\d{2}(?::00)?|[点时](?:半|整|\d{1,2}分?)?)?"
CLOCK: Final = rf"{_PERIOD}*:? ?{_TIME} ?(?:[AaPp][Mm])?"
_PARTS = re.compile(
    rf"(?P<periods>{_PERIOD}*):? ?(?P<hour>\d{{1,2}})"
    r"(?:(?P<sign>[:点时])(?P<minute>半|整|\d{1,2})?(?::00)?分?)? ?(?P<half>[AaPp][Mm])?\Z"
)
DAY: Final = 24 * 60
LATEST_START: Final = 10 * 60  # an unmarked night begins at 10:00 at the earliest …
LATEST_END: Final = 6 * 60  # … and ends at 6:00 at the latest


class Span(NamedTuple):
    """Minutes from midnight; an end beyond 1,440 lies on the next day."""

    start: int
    end: int

    def osm(self) -> str:
        """As OpenStreetMap writes it: an end past midnight by its own clock."""
        end = self.end if self.end <= DAY else self.end - DAY
        return f"{_clock(self.start)}-{_clock(end)}"


class _Time(NamedTuple):
    minute: int
    period: bool  # a word such as 上午 says which half of the day
    next_day: bool
    padded: bool  # written 02:00, not 2:00
    unit: bool  # has minutes or 点


def span_of(text: str) -> Span | None:
    """The span of two times parted by one dash; None where it is not certain."""
    first, _, last = text.partition("-")
    start, end = _time(first), _time(last)
    if start is None or end is None or not (start.unit or end.unit) or start.next_day:
        return None
    if start.minute >= DAY:
        return None
    if end.next_day:
        return Span(start.minute, end.minute + DAY) if end.minute < start.minute else None
    if end.minute > start.minute:
        return Span(start.minute, end.minute)
    if start.period and not end.period and DAY // 2 <= start.minute < end.minute + DAY // 2:
        return Span(start.minute, end.minute + DAY // 2)  # 下午1点半至5点 ends in the afternoon
    if end.minute == 0 and start.minute > 0:
        return Span(start.minute, DAY)
    return _over_night(start, end)


def _over_night(start: _Time, end: _Time) -> Span | None:
    """`17:00-2:00` goes on into the night; `9:00-5:30` is more likely a day in twelve hours."""
    sure = start.minute >= 14 * 60 or (end.padded and start.minute >= LATEST_START)
    if not sure or end.minute > LATEST_END or (start.period and not end.period):
        return None
    return Span(start.minute, end.minute + DAY)


def _time(text: str) -> _Time | None:
    match = _PARTS.match(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), _minute(match["minute"])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    periods, half = match["periods"], (match["half"] or "").lower()
    shifted = _shifted(hour, periods, half)
    noon_or_midnight = "下午" in periods and (hour, minute) == (12, 0)
    if shifted is None or noon_or_midnight:
        return None
    return _Time(
        minute=shifted * 60 + minute,
        period=bool(half) or any(word in periods for word in MORNING + NOON + EVENING + NIGHT),
        next_day=any(word in periods for word in NEXT_DAY),
        padded=len(match["hour"]) == 2,
        unit=match["sign"] is not None,
    )


def _minute(text: str | None) -> int:
    return 30 if text == "半" else int(text) if text and text != "整" else 0


def _shifted(hour: int, periods: str, half: str) -> int | None:
    """The hour of twenty-four; None where word and number do not go together."""
    if half == "pm" or any(word in periods for word in EVENING):
        if hour == 12 and periods and "下午" not in periods and not half:
            return 24  # 晚12点 is midnight
        if hour < 12:
            # 晚1点 may be tonight's or tomorrow's.
            return hour + 12 if hour >= 5 or "下午" in periods or half else None
        return hour
    if any(word in periods for word in NOON):
        return hour + 12 if hour <= 2 else hour if 11 <= hour <= 14 else None
    if any(word in periods for word in NIGHT):
        return 0 if hour in (12, 24) else hour if hour <= 6 else None
    if half == "am" or any(word in periods for word in MORNING):
        return hour if hour <= 12 else None
    return hour


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
