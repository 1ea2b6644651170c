"""Pinyin remembered from the last edition, so that a publish spells only new names."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from network.edition import layout, pinyin
from network.edition.text import FIELDS, SEPARATOR


class Remembered:
    """A speller that knows the names of the newest sound edition and spells the others."""

    def __init__(self, folder: Path, newest: layout.Manifest | None) -> None:
        self._folder = folder
        self._newest = newest

    def __call__(self, name: str) -> tuple[str, str]:
        """Pinyin and initials."""
        known = self.known
        if name not in known:
            known[name] = pinyin.spell(name)
        return known[name]

    @cached_property
    def known(self) -> dict[str, tuple[str, str]]:
        """The names it knows, read by the process that first asks for one."""
        return _known(self._folder, self._newest)


def _known(folder: Path, newest: layout.Manifest | None) -> dict[str, tuple[str, str]]:
    """Its names, if it was spelled with today's readings."""
    if newest is None or newest.pinyin != pinyin.VERSION:
        return {}
    return _parse((folder / str(newest.number) / "text.bin").read_text())


def _parse(text: str) -> dict[str, tuple[str, str]]:
    fields = text.split(SEPARATOR)
    step = len(FIELDS)
    name, spelled, initials = (FIELDS.index(f) for f in ("name", "pinyin", "initials"))
    return dict(
        zip(
            fields[name:-1:step],
            zip(fields[spelled:-1:step], fields[initials:-1:step], strict=True),
            strict=True,
        )
    )
