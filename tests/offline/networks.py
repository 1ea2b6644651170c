"""A network with everything that could make a device answer otherwise than the server."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from network.edition import pinyin
from network.edition.source import Source
from network.models import Category, District, Subdistrict
from tests.edition import networks

COUNT = 400
NAMES = (
    "望京暖心驿站",
    "长安街 3号院",
    "大栅栏调解室",
    "Ｆｕｌｌ\u3000ｗｉｄｔｈ１２",
    "straße GROẞ ß",
    "ΟΔΟΣ ςΣ",
    "<script>alert(1)</script>",
    "tab\there",
    "e\u0301clair",
    "ﬁn ǰ ŉ ı İ",
    "重庆银行行长",
    "👨\u200d👩\u200d👧 站",
    "𠮷野家",
    "  空 白  ",
    '"quotes" \\ {"a":1}',
    "〇〇路",
    "日曜日カフェ",
    "ÀÉÎ station",
    "100% a.b*c[d]",
    "a\u001fb",
    "zero\u200bwidth",
    "\u202eright to left",
)
HOURS = (
    "",
    "24/7",
    "Mo-Fr 09:00-17:00",
    "Mo-Su 20:00-04:00",
    "Mo-Sa 08:00-12:00,13:00-17:30; PH off",
)
DISTRICTS = ("110105", "110108", "110116")
HOLIDAYS = [
    *((dt.date(2026, 10, day), "off", "国庆节") for day in range(1, 8)),
    (dt.date(2026, 10, 10), "makeup", "国庆节补班"),
    (dt.date(2027, 1, 1), "off", "元旦"),
]


def spell(name: str) -> tuple[str, str]:
    """As published."""
    return pinyin.spell(name)


def rows(count: int = COUNT, *, seed: int = 7) -> list[tuple[Any, ...]]:
    """Invented places around Beijing."""
    rng = random.Random(seed)
    return [_row(number, rng) for number in range(count)]


def _row(number: int, rng: random.Random) -> tuple[Any, ...]:
    district = rng.choice([1, 2, 3, None])
    closed = rng.random() < 0.1
    return networks.row(
        number,
        round(rng.uniform(39.5, 40.8), 6),
        round(rng.uniform(115.8, 117.2), 6),
        name=rng.choice(NAMES) + (str(number) if rng.random() < 0.5 else ""),
        name_en=rng.choice(["", "", "Warm STATION", "Straße <b>"]),
        alias=rng.choice(["", "老站", "Ａlias"]),
        address=rng.choice(["东街 1 号", "West  Road", "\u3000西路"]),
        hours=rng.choice(HOURS),
        hours_text=rng.choice(["", "每天"]),
        district_id=district,
        subdistrict_id=None if district is None else rng.choice([None, district]),
        status="closed_for_now" if closed else "published",
        closed_until=rng.choice([None, dt.date(2026, 12, 1)]) if closed else None,
        access_who=rng.choice(["", "everyone", "members,mothers", "outdoor_workers"]),
        access_needs=rng.choice(["", "nothing", "scan,key"]),
        step_free=rng.choice([None, True, False]),
        free_of_charge=rng.choice([None, True]),
        floor=rng.choice(["", "2层"]),
        verified_on=rng.choice([None, dt.date(2026, 5, 1)]),
    )


def source(places: list[tuple[Any, ...]], **values: Any) -> Source:
    """Their network: some have amenities beyond the first 64, some a warning."""
    rng = random.Random(3)
    keys = range(1, len(places) + 1)
    districts = [
        District(pk=pk, code=code, name=f"第{pk}区", name_en=f"District {pk}")
        for pk, code in enumerate(DISTRICTS, start=1)
    ]
    streets = [
        Subdistrict(pk=row.pk, code=f"{row.code}001", name="街道", name_en="Street", district=row)
        for row in districts
    ]
    warning = {"kind": "locked", "reported_on": "2026-11-20", "until": "2026-11-27"}
    defaults: dict[str, Any] = {
        "amenity_pairs": [
            (key, number) for key in keys for number in (1, 2, 70) if rng.random() < 0.4
        ],
        "service_pairs": [(key, number) for key in keys for number in (1, 2) if rng.random() < 0.4],
        "categories": [
            Category(pk=pk, code=code, name=f"类{pk}", name_en=code, icon="heart")
            for pk, code in enumerate(networks.CATEGORIES, start=1)
        ],
        "districts": districts,
        "subdistricts": streets,
        "holidays": HOLIDAYS,
        "warnings": {key: [warning] for key in keys if rng.random() < 0.1},
    }
    return networks.source(places, **(defaults | values))
