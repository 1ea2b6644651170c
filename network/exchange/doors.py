"""Cells about the door: who may enter, what is needed, steps and charge."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from network import access
from network.exchange.vocabulary import FILLERS, SEPARATORS

WHO: Final[Mapping[str, str]] = {
    "everyone": "everyone all public 所有人 任何人 谁都能进 公众 社会公众 市民 居民 不限 全部",
    "outdoor_workers": (
        "outdoorworkers 户外劳动者 户外工作者 户外职工 户外劳动者可进 户外劳动者能进"
        " 新就业形态劳动者 快递员 外卖员 骑手 快递小哥 外卖小哥"
        " 环卫工人 环卫工 司机 货车司机 网约车司机"
    ),
    "members": "members 会员 工会会员 职工会员 工会会员可进 会员可进",
    "host_staff": (
        "hoststaff 本单位职工 本单位员工 内部职工 内部员工 员工"
        " 只限本单位职工 仅限本单位职工 仅限内部"
    ),
    "mothers": (
        "mothers 母婴 妈妈 哺乳期妇女 哺乳期女职工 孕产妇 孕期哺乳期女职工"
        " 带孩子的妈妈 带孩子的妈妈可进"
    ),
}
NEEDS: Final[Mapping[str, str]] = {
    "nothing": "nothing none 无 无需 不需要 直接进 直接进入 推门就进 随到随进 自由进出",
    "scan": "scan 扫码 扫码开门 扫码进入 扫二维码 二维码",
    "register": "register 登记 前台登记 实名登记 签到 登记进入",
    "key": "key 钥匙 取钥匙 借钥匙 前台取钥匙",
    "ask": "ask 前台 问前台 问一下前台 询问前台 联系工作人员 找工作人员 咨询前台",
}
YES: Final = frozenset(
    "yes y true 1 是 有 可 可以 能 对 √ ✓ ✔ 免费 不收费 无障碍 无台阶 有坡道".split()
)
NO: Final = frozenset("no n false 0 否 无 没有 不 不可 不可以 不能 × x 收费 有台阶".split())


_SPOKEN: Final = {
    code: next(word for word in line.split() if not word.isascii())
    for words in (WHO, NEEDS)
    for code, line in words.items()
}


def who(text: str) -> tuple[str, list[str]]:
    """The codes of who may enter, joined, and the words that name nobody we know."""
    return _codes(text, WHO, access.WHO)


def needs(text: str) -> tuple[str, list[str]]:
    """The codes of what is needed, joined, and the words that name nothing we know."""
    return _codes(text, NEEDS, access.NEEDS)


def spoken(codes: Iterable[str]) -> str:
    """Codes of either kind in the words that `who` and `needs` read."""
    return "、".join(_SPOKEN[code] for code in codes)


def yes_or_no(text: str) -> bool | None:
    """A plain yes or no; None where it is neither."""
    word = _plain(text)
    return True if word in YES else False if word in NO else None


def _codes(
    text: str, words: Mapping[str, str], order: Mapping[str, object]
) -> tuple[str, list[str]]:
    known = {word: code for code, line in words.items() for word in line.split()}
    parts = [_plain(part) for part in SEPARATORS.split(text)]
    found, unknown = set(), []
    for part in filter(None, parts):
        code = known.get(part) or known.get(FILLERS.sub("", part)) or (part in order and part)
        if code:
            found.add(code)
        else:
            unknown.append(part)
    return ",".join(code for code in order if code in found), unknown


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
