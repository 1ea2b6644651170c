"""The packs of an edition as files: sealed in it, or made when they are first asked for."""

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

FOLDER: Final = "packs"  # beside the editions, for those made later
QUICK: Final = 5  # Brotli's quality while a client waits: a third of the time, 2 % more bytes

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another worker makes a pack; try again in some seconds."""


def read(folder: Path, edition: Edition, code: str = "") -> bytes | None:
    """A pack, Brotli-compressed: the whole network's or a district's.

    None if there is no such district, or no packs by districts. Raises Busy.
    """
    if not pack.has(edition.reference, edition.count, code):
        return None
    name = f"{edition.number}-{code or 'all'}.json.br"
    for path in (
        *([] if code else [folder / str(edition.number) / pack.FILE]),
        folder / FOLDER / name,
    ):
        if path.exists():
            return path.read_bytes()
    with _turn(folder / FOLDER):
        parts = parts_of(folder, edition)
        made = pack.compressed(pack.district(parts, code) if code else pack.whole(parts), QUICK)
        _keep(folder / FOLDER, name, made, layout.numbers(folder))
    return made


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
        made_at=edition.made_at,
    )


def _keep(folder: Path, name: str, made: bytes, kept: list[int]) -> None:
    """Write it for the next client, and drop those of editions that are gone."""
    try:
        beside = folder / f"new-{name}"
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
