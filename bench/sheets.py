"""Spreadsheets as unions send them, of any length: invented rows with the usual quirks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

DISTRICTS = (
    ("海淀区", 39.97, 116.30),
    ("朝阳区", 39.93, 116.46),
    ("丰台区", 39.86, 116.30),
    ("通州区", 39.91, 116.66),
)
ROADS = ("建设路", "青年路", "工人街", "幸福大街", "学院路", "丰收胡同", "科技园北路", "文化巷")
KINDS = ("超市", "邮局", "社区", "物业", "环卫所", "银行", "药店", "书店")
SERVICES = (
    "饮水",
    "热饭",
    "休息",
    "手机充电",
    "卫生间",
    "雨伞",
    "医药箱",
    "上网",
    "法律援助",
    "便民",
)
MARKS = ("、", "；", "，", " ")


def write_sheet(path: Path, count: int, *, seed: int = 1, phones: int = 0) -> None:
    """Save a workbook of `count` rows; other `phones`, other telephone numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(["", "name ", "address", "经纬度", "", "service", "number"])
    for row in _rows(count, seed, phones):
        sheet.append(row)
    book.save(path)


def _rows(count: int, seed: int, phones: int) -> Iterator[list[str | int | float | None]]:
    rng = random.Random(seed)
    for number in range(count):
        district, latitude, longitude = rng.choice(DISTRICTS)
        mark = rng.choice(MARKS)
        located = rng.random() < 0.9
        branch = number if rng.random() < 0.95 else ""
        yield [
            number,
            f"{rng.choice(ROADS)}{rng.choice(KINDS)}暖心驿站{branch}",
            f"{district}{rng.choice(ROADS)}{number % 997}号院{rng.randrange(30)}号楼",
            round(longitude + rng.gauss(0, 0.03), 6) if located else None,
            round(latitude + rng.gauss(0, 0.02), 6) if located else None,
            mark.join(rng.sample(SERVICES, rng.randrange(2, 6))),
            62_000_000 + phones + number,
        ]
