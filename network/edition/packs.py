"""The packs of an edition as files beside it, made after a publish or when first asked for.

The publisher makes the whole network's pack once the edition is out, so that nobody waits
for it. Those of districts, of a network too large for one, are made by the worker that is
first asked: at a million places all of them cost half a minute.
"""

from __future__ import annotations

import dataclasses
import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from network.edition import layout, pack
from network.edition.columns import load_blob, load_columns
from network.edition.edition import Edition

FOLDER: Final = "packs"  # beside the editions
# Brotli's quality, on the demo network's 2.6 MB: 10 takes 1.7 s, 11 takes 4.4 s for 3 % less.
BEST: Final = 10
QUICK: Final = 5  # while a client waits

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another worker makes a pack; try again in some seconds."""


def read(folder: Path, edition: Edition, code: str = "") -> bytes | None:
    """A pack, Brotli-compressed: the whole network's or a district's.

    None if there is no such district, or no packs by districts. Raises Busy.
    """
    if not pack.has(edition.reference, edition.count, code):
        return None
    name = _name(edition.number, code)
    path = folder / FOLDER / name
    if path.exists():
        return path.read_bytes()
    with _turn(folder / FOLDER):
        parts = parts_of(folder, edition)
        made = pack.compressed(pack.district(parts, code) if code else pack.whole(parts), QUICK)
        _keep(folder / FOLDER, name, made, layout.numbers(folder))
    return made


def make(folder: Path, number: int) -> None:
    """Make the whole network's pack of a new edition as small as it gets."""
    edition = Edition(folder, layout.read_manifest(folder, number))
    if edition.count <= pack.SPLIT_ABOVE:
        made = pack.compressed(pack.whole(parts_of(folder, edition)), BEST)
        (folder / FOLDER).mkdir(exist_ok=True)
        _keep(folder / FOLDER, _name(number, ""), made, layout.numbers(folder))


def _name(number: int, code: str) -> str:
    return f"{number}-{code or 'all'}.json.br"


def parts_of(folder: Path, edition: Edition) -> pack.Parts:
    """What a pack is made of, from the edition's files."""
    directory = folder / str(edition.number)
    columns = load_columns(directory)
    summaries, details, text = (
        load_blob(directory / f"{name}.bin") for name in ("summaries", "details", "text")
    )
    return pack.Parts(
        columns={field.name: getattr(columns, field.name) for field in dataclasses.fields(columns)},
        summaries=summaries,
        details=details,
        text=text,
        reference=edition.reference,
        moved=edition.moved(),
        made_at=edition.made_at,
    )


def _keep(folder: Path, name: str, made: bytes, kept: list[int]) -> None:
    """Write it for the next client, and drop those of editions that are gone."""
    try:
        beside = folder / f"new-{os.getpid()}-{name}"
        beside.write_bytes(made)
        beside.rename(folder / name)
        for path in folder.glob("[0-9]*.json.br"):
            if int(path.name.split("-")[0]) not in kept:
                path.unlink(missing_ok=True)
    except OSError as error:  # a folder that is only read here: made again for the next client
        logger.warning("%s can't be kept: %s", name, error)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One pack is made at a time; raises Busy instead of waiting."""
    try:
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:  # a folder that is only read here
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Busy from error
    else:
        yield
    finally:
        os.close(descriptor)
