"""The network's districts, streets and organizations, found by what text calls them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Final

from network.boundaries.ground import Ground
from network.models import District, Organization, Subdistrict

EARTH_RADIUS: Final = 6371.0088  # km, mean
# A town's area is called 镇, 乡 or 地区 by turns; 街道 never stands for them.
TOWNS: Final = ("地区", "镇", "乡")
# 朝阳门外大街 and 丰台南路 begin like a district but name a street.
NAMES_STREET: Final = (
    "[东西南北中上下内外]?[一二三四五六七八九十]?[东西南北中]?"
    "(?:路|街|大街|大道|胡同|门|桥|里|园|镇|乡|地区|街道|站)"
)
PROVINCES: Final = (
    "天津市 上海市 重庆市 北京市 河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 "
    "福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 海南省 四川省 贵州省 云南省 陕西省 "
    "甘肃省 青海省 台湾省 内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 "
    "新疆维吾尔自治区 香港特别行政区 澳门特别行政区"
).split()


class Gazetteer:
    """Answers what a text names; all districts have their label points in WGS-84 degrees."""

    def __init__(
        self,
        *,
        city: str,
        districts: Iterable[District],
        streets: Iterable[Subdistrict],
        organizations: Iterable[Organization],
        ground: Ground | None = None,
    ) -> None:
        self.ground = ground  # boundaries, where they are loaded
        self.districts = list(districts)
        self._district = {
            word: d for d in self.districts for word in (d.code, d.name, bare(d.name), d.name_en)
        }
        self._streets: dict[str, list[Subdistrict]] = defaultdict(list)
        for street in streets:
            for word in (street.code, *_variants(street.name)):
                self._streets[word].append(street)
        bodies = list(organizations)
        shared = Counter(body.name for body in bodies)
        self._owner = {body.name: body for body in bodies if shared[body.name] == 1}
        self._owner |= {body.code: body for body in bodies}
        self._federation = {o.district_id: o for o in bodies if o.level == "district"}
        names = [d.name for d in self.districts]
        self._named = _any_of(names)
        bare_names = _any_of(map(bare, names)).pattern
        self._bare = re.compile(
            f"^(?:{re.escape(city)}|{re.escape(bare(city))})?({bare_names})(?!{NAMES_STREET})"
        )
        self._street = _any_of(self._streets)
        self._elsewhere = _any_of([name for name in PROVINCES if name != city])
        # What people write or leave out before a street: the city and the district.
        before = {word.casefold() for name in (city, *names) for word in (name, bare(name))}
        self.area = re.compile(f"^(?:{_any_of(before).pattern})+(?=.)")

    def district(self, word: str) -> District | None:
        """The district of this code or name, with or without its last syllable."""
        return self._district.get(word)

    def name_of(self, key: int | None) -> str:
        """The name of the district with this key; "" without one."""
        return next((district.name for district in self.districts if district.pk == key), "")

    def owner(self, word: str) -> Organization | None:
        """The organization of this code, or of this name if no other is called so."""
        return self._owner.get(word)

    def federation(self, district: District | None) -> Organization | None:
        """The union body of the district."""
        return self._federation.get(district.pk) if district else None

    def district_in(self, text: str) -> District | None:
        """The first district that the text names in full, else the one that it begins with."""
        match = self._named.search(text) or self._bare.search(text)
        return self._district[match[match.lastindex or 0]] if match else None

    def streets_in(self, text: str) -> Sequence[Subdistrict]:
        """The streets or townships of the name that comes first; several share some names."""
        match = self._street.search(text)
        return self._streets[match[0]] if match else ()

    def other_city_in(self, address: str) -> str:
        """The other province or city in which the address begins, "" if it does not."""
        match = self._elsewhere.match(address)
        return match[0] if match else ""

    def nearest(self, latitude: float, longitude: float) -> tuple[District, float] | None:
        """The nationally numbered district with the nearest label, and the distance in km.

        Areas with a key of their own lie inside the numbered ones and are left out.
        """
        labels = [d for d in self.districts if d.code.isdecimal() and d.latitude is not None]
        ranked = [(distance_to(d, latitude, longitude), d.pk, d) for d in labels]
        if not ranked:
            return None
        kilometres, _pk, district = min(ranked)
        return district, kilometres


def distance_to(district: District, latitude: float, longitude: float) -> float:
    """Kilometres along the great circle from the district's label point."""
    return kilometres(district.latitude or 0, district.longitude or 0, latitude, longitude)


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) between two positions in degrees."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2
    half += cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def bare(name: str) -> str:
    """The name as people shorten it: 海淀区 is 海淀, 北京市 is 北京."""
    return name[:-1] if len(name) > 2 and name[-1] in "区县市" else name


def _variants(name: str) -> set[str]:
    for suffix in TOWNS:
        stem = name.removesuffix(suffix)
        if stem != name and len(stem) > 1:
            return {stem + other for other in TOWNS}
    return {name}


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in _longest(words)) or r"(?!)")
