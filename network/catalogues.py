"""Compile the message catalogues; imports no Django, which reads them as soon as it starts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER: Final = Path(__file__).parent / "locale"


def compile_catalogues() -> None:
    """Compile each .po that is newer than its .mo; no gettext tools are needed."""
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    # Several processes may start at once: none may read half a catalogue.
    beside = target.with_suffix(f".{os.getpid()}.mo")
    with source.open("rb") as po, beside.open("wb") as mo:
        write_mo(mo, read_po(po))
    beside.replace(target)


if __name__ == "__main__":
    compile_catalogues()
