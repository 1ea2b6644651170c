"""How an edition lies on disk: column arrays, two blobs and a manifest with checksums.

    <editions>/<number>/manifest.json      written last
                        reference.json     categories, amenities, districts …, holidays
                        former.json        ids that were closed or replaced
                        <column>.npy       one row a place, sorted by Z-order
                        summaries.bin      ready-made JSON, cut by summary_offsets
                        details.bin        the rest of a place's JSON, cut by detail_offsets
                        text.bin           what search looks in, cut by text_offsets

The number is the directory's name; a directory without a sound manifest is no edition.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np

FORMAT: Final = 2
MANIFEST: Final = "manifest.json"
KEPT: Final = 3
COLUMNS: Final = (
    "code",  # uint64 Z-order code, ascending
    "latitude",  # float64 degrees, WGS-84
    "longitude",
    "latitude_sum",  # float64, n + 1: sums before each row, for cluster centres
    "longitude_sum",
    "vector",  # float64 (n, 3), unit sphere
    "category",  # uint16 number in reference["categories"]
    "amenity",  # uint64 (words, n), bit i: has reference["amenities"][i]
    "service",
    "access",  # uint32, bit i: reference["access"][i] holds
    "hours",  # uint32 number in reference["hours"]
    "reopens",  # int32 days since 1970; 0: as its hours say, the greatest: closed without a date
    "district",  # uint32 number in reference["districts"], its length where there is none
    "subdistrict",
    "public_id",  # bytes, as given
    "id_order",  # uint32, rows by public id
    "summary_offsets",  # uint64, n + 1
    "pin_length",  # uint32, the first part of a summary, which a tile shows
    "spot_start",  # uint32, the last part of a summary: its WGS-84 coordinates
    "detail_offsets",
    "text_offsets",
    "text_fields",  # uint64 (n, fields): where each search field ends
    "hours_offsets",  # uint32, values of hours + 1: where the transitions of each begin
    "hours_minutes",  # int32, minutes since 1970 (UTC), ascending in each value
    "hours_states",  # uint8: 0 closed, 1 open, 2 not known from then on
)

logger = logging.getLogger(__name__)


class DamagedEdition(Exception):
    """The directory is not a complete, unchanged edition."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an edition says of itself."""

    number: int
    change: int
    made_at: dt.datetime
    count: int
    pinyin: str
    files: dict[str, str]
    format: int = FORMAT


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything an edition holds, before it is written."""

    change: int
    pinyin: str
    columns: dict[str, np.ndarray[Any, Any]]
    blobs: dict[str, bytes]
    reference: dict[str, Any]
    former: dict[str, Any]


def numbers(folder: Path) -> list[int]:
    """The numbers of all editions that have a manifest, ascending."""
    return [n for n in taken_numbers(folder) if (folder / str(n) / MANIFEST).exists()]


def taken_numbers(folder: Path) -> list[int]:
    """The numbers of all directories, those without a manifest too, ascending."""
    if not folder.is_dir():
        return []
    return sorted(int(entry.name) for entry in os.scandir(folder) if entry.name.isdecimal())


def write(folder: Path, content: Content, *, number: int, made_at: dt.datetime) -> Manifest:
    """Write the edition beside the others, then rename it into place and drop old ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("new-*"):  # of a publisher that was killed
        shutil.rmtree(left_over)
    beside = folder / f"new-{number}"
    beside.mkdir()
    _write_files(beside, content)
    manifest = Manifest(
        number=number,
        change=content.change,
        made_at=made_at,
        count=len(content.columns["code"]),
        pinyin=content.pinyin,
        files=_checksums(beside),
    )
    _write_manifest(beside, manifest)
    beside.rename(folder / str(number))
    _sync(folder)
    _drop_old(folder)
    return manifest


def read_manifest(folder: Path, number: int) -> Manifest:
    """The manifest alone; DamagedEdition if it can't be read or is of another format."""
    try:
        values = json.loads((folder / str(number) / MANIFEST).read_text())
        values["made_at"] = dt.datetime.fromisoformat(values["made_at"])
        manifest = Manifest(**values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedEdition(f"edition {number}: manifest: {error}") from error
    if manifest.format != FORMAT or manifest.number != number:
        raise DamagedEdition(f"edition {number}: written by another version of this program")
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare every file with its checksum; raises DamagedEdition."""
    try:
        found = _checksums(folder / str(manifest.number))
    except OSError as error:
        raise DamagedEdition(f"edition {manifest.number}: {error}") from error
    wrong = sorted(
        n for n in manifest.files.keys() | found.keys() if manifest.files.get(n) != found.get(n)
    )
    if wrong:
        raise DamagedEdition(f"edition {manifest.number}: damaged or missing: {', '.join(wrong)}")


def _drop_old(folder: Path) -> None:
    oldest_kept = numbers(folder)[-KEPT:][0]
    for number in taken_numbers(folder):
        if number < oldest_kept:
            shutil.rmtree(folder / str(number))


def _write_files(beside: Path, content: Content) -> None:
    for name in COLUMNS:
        np.save(beside / f"{name}.npy", content.columns[name])
    for name, blob in content.blobs.items():
        (beside / name).write_bytes(blob)
    for name, value in (("reference", content.reference), ("former", content.former)):
        (beside / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False))
    for path in _files(beside):
        _sync(path)


def _write_manifest(beside: Path, manifest: Manifest) -> None:
    values = dataclasses.asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    (beside / MANIFEST).write_text(json.dumps(values, indent=1))
    _sync(beside / MANIFEST)
    _sync(beside)


def _files(directory: Path) -> Iterator[Path]:
    for path in sorted(directory.iterdir()):
        if path.name != MANIFEST:
            yield path


def _checksums(directory: Path) -> dict[str, str]:
    paths = list(_files(directory))
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip((path.name for path in paths), pool.map(_checksum, paths), strict=True))


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
