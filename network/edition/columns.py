"""An edition's files mapped into memory: shared by all workers, nothing copied."""

from __future__ import annotations

import dataclasses
import json
import mmap
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from network.edition import layout

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]

PLAIN: Final = {"<u8": "Q", "<u4": "I", "<i4": "i", "<f8": "d"}  # struct's letters of NumPy's types


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of `layout.COLUMNS` that the engine computes with."""

    code: npt.NDArray[np.uint64]
    latitude: Floats
    longitude: Floats
    latitude_sum: Floats
    longitude_sum: Floats
    vector: Floats
    category: npt.NDArray[np.uint16]
    amenity: Bits
    service: Bits
    access: npt.NDArray[np.uint32]
    hours: npt.NDArray[np.uint32]
    reopens: npt.NDArray[np.int32]
    district: npt.NDArray[np.uint32]
    subdistrict: npt.NDArray[np.uint32]
    public_id: npt.NDArray[np.bytes_]
    id_order: npt.NDArray[np.uint32]
    summary_offsets: npt.NDArray[np.uint64]
    pin_length: npt.NDArray[np.uint32]
    spot_start: npt.NDArray[np.uint32]
    detail_offsets: npt.NDArray[np.uint64]
    text_offsets: npt.NDArray[np.uint64]
    text_fields: npt.NDArray[np.uint64]
    hours_offsets: npt.NDArray[np.uint32]
    hours_minutes: npt.NDArray[np.int32]
    hours_states: npt.NDArray[np.uint8]


def load_columns(directory: Path) -> Columns:
    """Map the arrays of an edition's directory."""
    return Columns(**{name: _mapped(directory / f"{name}.npy") for name in layout.COLUMNS})


def load_blob(path: Path) -> mmap.mmap | bytes:
    """Map a blob; an empty file can't be mapped."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def load_json(path: Path) -> dict[str, Any]:
    """Read a JSON object."""
    value: dict[str, Any] = json.loads(path.read_bytes())
    return value


def plain(array: npt.NDArray[Any]) -> Any:
    """A flat view whose items are plain Python numbers: quicker than NumPy's for single items."""
    view: Any = memoryview(array.view(np.uint8))  # type: ignore[arg-type]  # arrays are buffers
    return view.cast(PLAIN[array.dtype.str])


def _mapped(path: Path) -> npt.NDArray[Any]:
    array = np.load(path, mmap_mode="r")
    # A plain view: NumPy's memmap class costs microseconds on every slice.
    return np.asarray(array)
