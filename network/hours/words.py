"""Hours as people write them, turned into OpenStreetMap's form where the meaning is certain.

The sentence is cut into tokens: seasons, days, times, “all day”, “closed”. A word that is
none of them, and none of the few that change nothing, makes the meaning uncertain: then the
answer is None, because a wrong opening hour is worse than none.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import opening_hours

from network.hours.clock import CLOCK, Span, span_of
from network.hours.value import LONGEST, WEEKDAYS

# Traditional characters and variants that occur in hours.
SIMPLE: Final = str.maketrans(
    "時點週間號營業開閉館從兩後區誤補國節個裏為無體書說關過晝夜禮拜與雙務員達處",
    "时点周间号营业开闭馆从两后区误补国节个里为无体书说关过昼夜礼拜与双务员达处",
)
DASHES: Final = re.compile(r"[-‐‑‒–—―−－~～〜∼]+|至|到")
DAYS: Final = dict(zip("一二三四五六日天末", (*WEEKDAYS, "Su", ""), strict=True))
MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
EVERY_DAY: Final = ""
HOLIDAYS: Final = "PH"

_DAY = "(?:周|星期|礼拜)[一二三四五六日天]"
_NEXT = "(?:(?:周|星期|礼拜)?[一二三四五六日天])"
_DATE = r"(?:\d{1,2}月(?:\d{1,2}[日号]?)?)"
EMPTY: Final = ("label", "filler")
_DAYS_AWAY = r"(?:\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2} 全天)"
TOKENS: Final = re.compile(
    "|".join(
        (
            rf"(?P<away>非营业时段(?: ?{_DAYS_AWAY})+)",
            rf"(?P<season>{_DATE}-(?:次年)?{_DATE})",
            rf"(?P<days>(?:每|逢)*{_DAY}(?:-{_NEXT}|(?:[、,和及与]?{_NEXT})(?![一-鿿]))*)",
            r"(?P<daily>每天|每日|天天|全周|一周七天|周一-日)",
            r"(?P<workdays>(?:每个)?工作日)",
            r"(?P<weekend>(?:每)?(?:周末|双休日))",
            r"(?P<holidays>(?:国家)?(?:法定)?(?:节假日|节日)|公众假期|国定假日)",
            r"(?P<always>(?:全天|昼夜|每天)?(?:24|二十四)(?:个)?小时|7[x×*]24(?:小时)?|全天)",
            r"(?P<closed>休息|闭馆|休馆|闭店|不开放|不营业|不对外开放|停业|关闭|公休|店休|休)",
            rf"(?P<span>{CLOCK}-{CLOCK})",
            r"(?P<and>[、,;和及与/|。;\n]|以及)",
            # What changes nothing.
            r"(?P<label>(?:营业|开放|服务|工作|开馆|开门|使用|接待|对外)(?:时间|时段)?|时间|时段)",
            r"(?P<filler>全年(?:无休)?|无休|[早午晚][市餐]|上午|下午|中午|晚[上间]|[:()为的均])",
        )
    )
)
_RANGE = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(\d{4})-(\d{2})-(\d{2})")
_SPACES = re.compile(r"\s+")


@dataclasses.dataclass(slots=True)
class Rule:
    """One rule of the value: for which season and days, at which times, or closed."""

    season: str
    days: str
    spans: list[Span] = dataclasses.field(default_factory=list)
    all_day: bool = False
    closed: bool = False

    @property
    def said(self) -> bool:
        """Whether it says what holds on its days."""
        return bool(self.spans) + self.all_day + self.closed == 1

    def osm(self) -> str:
        """The rule in OpenStreetMap's form."""
        selector = " ".join(filter(None, (self.season, self.days)))
        if self.closed:
            return f"{selector} off"
        if self.all_day:
            return f"{selector} 00:00-24:00" if selector else "24/7"
        times = ",".join(span.osm() for span in sorted(self.spans))
        return f"{selector} {times}" if selector else times


class Unsure(Exception):
    """The meaning is not certain."""


def to_osm(text: str) -> str | None:
    """The value of a sentence people write, None where its meaning is not certain."""
    try:
        rules = _rules(plain(text))
    except Unsure:
        return None
    value = "; ".join(rule.osm() for rule in rules)
    return value if len(value) <= LONGEST and opening_hours.validate(value) else None


def plain(text: str) -> str:
    """Half width, simplified, one kind of dash; spaces only where they part words."""
    text = unicodedata.normalize("NFKC", text).translate(SIMPLE)
    return _SPACES.sub(" ", DASHES.sub("-", text)).strip()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = TOKENS.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unsure
        yield match.lastgroup, match[0]
        at = match.end()


def _rules(text: str) -> list[Rule]:
    tokens = [token for token in _tokens(_closed_up(text)) if token[0] not in EMPTY]
    away = [rule for kind, text in tokens if kind == "away" for rule in _away(text)]
    tokens = [token for token in tokens if token[0] != "away"]
    rules = _days_last(tokens) or _days_first(tokens)
    if not all(rule.said for rule in rules) or all(rule.closed for rule in rules):
        raise Unsure  # “closed on holidays” alone does not say when it is open
    for rule in rules:
        _check_spans(rule)
    if any(rule.closed and not (rule.days or rule.season) for rule in rules):
        raise Unsure
    return rules + away


def _closed_up(text: str) -> str:
    """Without the spaces around dashes, which part nothing."""
    return re.sub(r" ?- ?", "-", text)


def _days_first(tokens: list[tuple[str, str]]) -> list[Rule]:
    """Days stand before what holds on them; a rule without days holds daily."""
    rules: list[Rule] = []
    season, fresh = "", True
    days: list[str] = []
    for kind, text in tokens:
        if kind == "season":
            season, days, fresh = _season(text), [], True
        elif kind in DAY_KINDS:
            days = days if fresh else []
            days.append(DAY_KINDS[kind](text))
            fresh = True
        elif kind != "and":
            if fresh:
                rules.append(Rule(season, _joined(days)))
                fresh = False
            _say(rules[-1], kind, text)
    if fresh and (days or season):
        raise Unsure  # days of which nothing is said
    return rules


def _days_last(tokens: list[tuple[str, str]]) -> list[Rule]:
    """`10:00-20:00 周一至周日`: one group of days behind all times; [] where it is not so."""
    kinds = [kind for kind, _text in tokens if kind != "and"]
    first = next((i for i, kind in enumerate(kinds) if kind in DAY_KINDS), 0)
    if not first or any(kind not in DAY_KINDS for kind in kinds[first:]):
        return []
    if any(kind != "span" for kind in kinds[:first]):
        raise Unsure
    rule = Rule("", _joined([DAY_KINDS[k](text) for k, text in tokens if k in DAY_KINDS]))
    for kind, text in tokens:
        if kind == "span":
            _say(rule, kind, text)
    return [rule]


def _say(rule: Rule, kind: str, text: str) -> None:
    if kind == "span":
        span = span_of(text)
        if span is None:
            raise Unsure
        rule.spans.append(span)
    elif kind == "always":
        rule.all_day = True
    else:
        rule.closed = True


def _check_spans(rule: Rule) -> None:
    """Times must follow each other, and an overnight one must be the last."""
    spans = sorted(rule.spans)
    for one, following in pairwise(spans):
        if one.end > following.start:
            raise Unsure
    if spans and spans[-1].end > spans[0].start + 24 * 60:
        raise Unsure


def _named_days(text: str) -> str:
    """`周一至周五、周日` → `Mo-Fr,Su`; a range may leave out the second 周."""
    bare = re.sub("[每逢周星期礼拜]", "", text)
    found = []
    for part in filter(None, re.split("[、,和及与]", bare)):
        ends = part.split("-")
        if len(ends) > 2 or not all(ends):
            raise Unsure
        if len(ends) == 1:
            found += [DAYS[day] for day in part]
        elif len(ends[0]) == len(ends[1]) == 1:
            found.append(f"{DAYS[ends[0]]}-{DAYS[ends[1]]}")
        else:
            raise Unsure
    days = ",".join(found)
    return EVERY_DAY if days == "Mo-Su" else days


DAY_KINDS: Final[dict[str, Callable[[str], str]]] = {
    "days": _named_days,
    "daily": lambda _text: EVERY_DAY,
    "workdays": lambda _text: "Mo-Fr",
    "weekend": lambda _text: "Sa-Su",
    "holidays": lambda _text: HOLIDAYS,
}


def _away(text: str) -> Iterator[Rule]:
    """`非营业时段 2018-02-14至2018-02-24 全天`, each range a rule of its own."""
    for year, month, day, year2, month2, day2 in _RANGE.findall(text):
        first, last = int(month), int(month2)
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise Unsure
        begin = f"{year} {MONTHS[first - 1]} {day}"
        yield Rule(f"{begin}-{year2} {MONTHS[last - 1]} {day2}", EVERY_DAY, closed=True)


def _joined(days: list[str]) -> str:
    """Several kinds of days as one selector; holidays beside every day are named too."""
    if EVERY_DAY in days and len(days) > 1:
        return ",".join("Mo-Su" if day == EVERY_DAY else day for day in days)
    return ",".join(days)


def _season(text: str) -> str:
    first, last = text.replace("次年", "").split("-")
    (month, day), (last_month, last_day) = _date(first), _date(last)
    if bool(day) != bool(last_day):
        raise Unsure
    names = MONTHS[month - 1], MONTHS[last_month - 1]
    if not day:
        return "-".join(names)
    return f"{names[0]} {day:02}-{names[1]} {last_day:02}"


def _date(text: str) -> tuple[int, int]:
    month, _, day = text.rstrip("日号").partition("月")
    if not 1 <= int(month) <= 12 or int(day or 1) > 31:
        raise Unsure
    return int(month), int(day or 0)
