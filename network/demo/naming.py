"""Names of invented places in both languages."""

from __future__ import annotations

import random
from typing import Final

from network.demo import words
from network.demo.ground import Area, short_name, short_name_en

Name = tuple[str, str]
# {a} is the area, {h} the host.
PATTERNS: Final[dict[str, Name]] = {
    "service_centre": ("{h}职工服务中心", "{h} Workers' Service Centre, {a}"),
    "service_station": ("{h}工会服务站", "{h} Union Service Station, {a}"),
    "workers_home": ("{h}公共区域职工之家", "{h} Workers' Home, {a}"),
    "warm_heart_station": ("{h}暖心驿站", "{h} Warm-heart Station, {a}"),
    "wellness_station": ("{h}职工心灵驿站", "{h} Workers' Wellness Station, {a}"),
    "mother_baby_room": ("{h}母婴关爱室", "{h} Mother-and-baby Room, {a}"),
    "drivers_home": ("{h}司机之家", "{h} Drivers' Home, {a}"),
    "reading_room": ("{h}职工书屋", "{h} Workers' Reading Room, {a}"),
    "cultural_palace": ("{h}工人文化宫", "{h} Workers' Cultural Palace, {a}"),
    "craftsman_academy": ("{h}首都工匠学院", "{h} Capital Craftsman Academy, {a}"),
    "training_site": ("{h}职工教育培训示范点", "{h} Model Training Site, {a}"),
    "innovation_studio": ("{h}职工创新工作室", "{h} Workers' Innovation Studio, {a}"),
}
# Each area has one of its own first, named after the area alone.
OFFICIAL: Final = frozenset({"service_centre", "service_station"})


def invented_word(chance: random.Random) -> Name:
    """A name of two rare syllables, in Chinese and in pinyin."""
    first, first_en = chance.choice(tuple(words.FIRST.items()))
    second, second_en = chance.choice(tuple(words.SECOND.items()))
    return first + second, first_en + second_en


def place_name(category: str, area: Area, chance: random.Random, *, first: bool) -> Name:
    """What a place is called after its host and area; `first` is the first one there."""
    pattern, pattern_en = PATTERNS[category]
    if category in OFFICIAL and first:
        return (
            pattern.format(h=area.name),
            pattern_en.format(h="", a=area.name_en).strip(),
        )
    word, word_en = invented_word(chance)
    host, host_en = chance.choice(words.HOSTS.get(category, words.OTHER_HOSTS))
    here, here_en = short_name(area.name), short_name_en(area.name_en)
    return (
        pattern.format(h=host.format(h=word, a=here).replace("店店", "店")),
        pattern_en.format(h=host_en.format(h=word_en), a=here_en),
    )
