"""The one network this installation serves: everything that belongs to a city."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any, Literal, NamedTuple

DatumName = Literal["wgs84", "gcj02", "bd09"]


class CheckPoint(NamedTuple):
    """A position close to a border between districts, and the code of the one that holds it.

    Boundaries in the wrong datum are known by it; two on both sides of a border know every shift
    across it.
    """

    latitude: float
    longitude: float
    district: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What `network.toml` of a fixtures folder says; degrees are WGS-84."""

    name: str
    name_en: str
    title: str
    title_en: str
    city: str
    city_en: str
    operator: str
    operator_en: str
    hotline: str
    hotline_name: str
    hotline_name_en: str
    time_zone: str
    south: float
    west: float
    north: float
    east: float
    latitude: float
    longitude: float
    zoom: int
    sheet_datum: DatumName
    check_points: tuple[CheckPoint, ...]
    data_licence: str
    data_licence_url: str

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a WGS-84 position lies within the network's bounds."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def load_network(folder: Path) -> Network:
    """Read `network.toml`; ValueError names a missing, unknown or badly typed key."""
    path = folder / "network.toml"
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    types = {field.name: field.type for field in dataclasses.fields(Network)}
    for key in types.keys() - values.keys():
        raise ValueError(f"{path}: the key {key} is missing")
    for key, value in values.items():
        if key not in types:
            raise ValueError(f"{path}: the key {key} is unknown")
        if types[key] == "float" and not isinstance(value, int | float):
            raise ValueError(f"{path}: {key} must be a number, not {value!r}")
        if types[key] == "str" and not isinstance(value, str):
            raise ValueError(f"{path}: {key} must be text, not {value!r}")
    if values["sheet_datum"] not in ("wgs84", "gcj02", "bd09"):
        raise ValueError(f"{path}: sheet_datum must be wgs84, gcj02 or bd09")
    return Network(**values | {"check_points": _check_points(path, values["check_points"])})


def _check_points(path: Path, rows: Any) -> tuple[CheckPoint, ...]:
    for row in rows if isinstance(rows, list) and rows else [None]:
        match row:
            case [int() | float(), int() | float(), str()]:
                continue
        raise ValueError(f"{path}: check_points must be [[latitude, longitude, district], …]")
    return tuple(CheckPoint(*row) for row in rows)
