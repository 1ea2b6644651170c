"""Positions as people paste them: text to readings, best first; pure functions.

Understood are decimal degrees and degrees with minutes and seconds, in either order,
with Chinese or English labels, letters of the hemisphere, full-width signs, and the
links that map sites share. What does not hold exactly one position gives no reading.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Final, Literal
from urllib.parse import unquote

from network.conf import DatumName, Network
from network.datum import Point, to_wgs84

Axis = Literal["latitude", "longitude"]
Question = Literal["", "swapped", "outside"]

LONGEST: Final = 2000  # characters; a shared link is long, a pasted page is a mistake


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand the text: degrees in the datum that the writer meant.

    `swapped` says that the numbers stand, or are labelled, the other way round;
    `datum` is set where a link fixes it.
    """

    latitude: float
    longitude: float
    swapped: bool = False
    datum: DatumName | None = None

    def to_wgs84(self, datum: DatumName) -> Point:
        """The position in WGS-84 degrees; the datum given counts where no link fixes it."""
        return to_wgs84(self.latitude, self.longitude, datum=self.datum or datum)


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """The reading to take, in WGS-84, and what must be asked before it counts."""

    point: Point
    question: Question
    reading: Reading


def parse_position(text: str) -> list[Reading]:
    """All readings that lie on Earth, best first; empty where there is none.

    Two bare numbers are read as longitude, latitude, as Amap and Baidu copy them;
    labelled ones as labelled; then, marked as swapped, the other way round.
    """
    text = _plain(text)
    if len(text) > LONGEST:
        return []
    if link := _from_link(text):
        return list(_on_earth([link]))
    return list(_on_earth(_from_angles(text)))


def choose(readings: Sequence[Reading], *, datum: DatumName, network: Network) -> Choice | None:
    """The first reading inside the network's bounds, else the best one; None without any."""
    choices = [Choice(reading.to_wgs84(datum), "", reading) for reading in readings]
    for choice in choices:
        if network.contains(*choice.point):
            question: Question = "swapped" if choice.reading.swapped else ""
            return dataclasses.replace(choice, question=question)
    return dataclasses.replace(choices[0], question="outside") if choices else None


def format_position(latitude: float, longitude: float) -> str:
    """Longitude, latitude in degrees with six decimals (0.1 m), as Amap copies them."""
    return f"{longitude:.6f}, {latitude:.6f}"


# Links of map sites, and of geo: URIs (RFC 5870); {a} and {b} are the two numbers.

NUMBER: Final = r"-?\d{1,3}(?:\.\d+)?"


@dataclasses.dataclass(frozen=True, slots=True)
class _Link:
    pattern: re.Pattern[str]
    longitude_first: bool
    datum: DatumName


def _link(pattern: str, datum: DatumName, *, longitude_first: bool = False) -> _Link:
    numbers = pattern.replace("{a}", f"(?P<a>{NUMBER})").replace("{b}", f"(?P<b>{NUMBER})")
    return _Link(re.compile(numbers, re.IGNORECASE), longitude_first, datum)


LINKS: Final = (
    _link(r"amap\.com/.*[?&](?:position|location|dest)={a},{b}", "gcj02", longitude_first=True),
    _link(r"amap\.com/.*[?&]q={a},{b}", "gcj02"),
    _link(r"amap\.com/.*[?&]p=[^,&]*,{a},{b}", "gcj02"),
    _link(r"map\.qq\.com/.*coord:{a},{b}", "gcj02"),
    _link(r"map\.baidu\.com/.*(?:location|latlng)=(?:latlng:)?{a},{b}", "bd09"),
    _link(r"openstreetmap\.org/.*#map=\d+/{a}/{b}", "wgs84"),
    _link(r"^geo:{a},{b}", "wgs84"),
)
LINK_DATUM: Final = re.compile(r"[?&](?:coordinate|coord_type|coordtype)=(\w+)", re.IGNORECASE)
DATUM_WORDS: Final[dict[str, DatumName]] = {
    "wgs84": "wgs84",
    "wgs84ll": "wgs84",
    "gaode": "gcj02",
    "gcj02": "gcj02",
    "gcj02ll": "gcj02",
    "bd09": "bd09",
    "bd09ll": "bd09",
}


def _from_link(text: str) -> Reading | None:
    for link in LINKS:
        if match := link.pattern.search(text):
            first, second = float(match["a"]), float(match["b"])
            latitude, longitude = (second, first) if link.longitude_first else (first, second)
            word = LINK_DATUM.search(text)
            datum = DATUM_WORDS.get(word[1].lower(), link.datum) if word else link.datum
            return Reading(latitude, longitude, datum=datum)
    return None


# Angles: an optional label, degrees with or without minutes and seconds, an optional letter.

ANGLE: Final = re.compile(
    r"""
    (?P<before>经度|东经|西经|(?<!经)纬度|北纬|南纬|longitude|latitude|long?|lng|lat|[NSEW](?![a-z]))?
    [\s:=("']*
    (?P<sign>-)?(?P<degrees>\d+(?:\.\d+)?)
    (?:\s*[°度]\s*
        (?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['分]\s*
            (?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:"|''|秒)?)?
        )?
    )?
    (?(before)(?P<stuck>[NSEW](?![a-z\d]))?|(?:\s*(?P<after>[NSEW](?![a-z])))?)
    """,
    re.IGNORECASE | re.VERBOSE,
)
LABELS: Final[dict[str, tuple[Axis, int]]] = {
    "经度": ("longitude", 1), "东经": ("longitude", 1), "西经": ("longitude", -1),
    "纬度": ("latitude", 1), "北纬": ("latitude", 1), "南纬": ("latitude", -1),
    "longitude": ("longitude", 1), "lon": ("longitude", 1), "long": ("longitude", 1),
    "lng": ("longitude", 1), "latitude": ("latitude", 1), "lat": ("latitude", 1),
    "n": ("latitude", 1), "s": ("latitude", -1), "e": ("longitude", 1), "w": ("longitude", -1),
}  # fmt: skip


def _from_angles(text: str) -> list[Reading]:
    angles = [_angle(match) for match in ANGLE.finditer(text)]
    if len(angles) != 2 or None in angles or re.search(r"\d", ANGLE.sub("", text)):
        return []
    (axis, one), (other_axis, two) = angles  # type: ignore[misc]  # None is excluded above
    if axis and axis == other_axis:
        return []
    latitude_first = axis == "latitude" or other_axis == "longitude"
    latitude, longitude = (one, two) if latitude_first else (two, one)
    return [Reading(latitude, longitude), Reading(longitude, latitude, swapped=True)]


def _angle(match: re.Match[str]) -> tuple[Axis | None, float] | None:
    """The axis, where told, and the degrees; None where the parts contradict each other."""
    minutes, seconds = float(match["minutes"] or 0), float(match["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    degrees = float(match["degrees"]) + minutes / 60 + seconds / 3600
    told = {LABELS[word.lower()] for word in match.group("before", "stuck", "after") if word}
    if len({axis for axis, _sign in told}) > 1:
        return None
    axis = next(iter(told))[0] if told else None
    negative = bool(match["sign"]) or any(sign < 0 for _axis, sign in told)
    return axis, -degrees if negative else degrees


def _on_earth(readings: Iterable[Reading]) -> Iterable[Reading]:
    for reading in readings:
        finite = isfinite(reading.latitude) and isfinite(reading.longitude)
        if finite and abs(reading.latitude) <= 90 and abs(reading.longitude) <= 180:
            yield reading


MARKS: Final = str.maketrans(
    {"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "″": '"', "”": '"',
     "“": '"', "−": "-", "–": "-", "，": ",", "：": ":", "＝": "="}
)  # fmt: skip


def _plain(text: str) -> str:
    """Half-width, with one sign for each meaning; percent-escapes of links undone."""
    text = unicodedata.normalize("NFKC", text.translate(MARKS)).strip()
    return unquote(text) if "%" in text else text
