"""The texts that need translating: `python -m tools.messages` brings the catalogue up to them.

Reads what gettext marks in Python and in templates, keeps every translation there is, adds
what is new with an empty one, and drops what nothing asks for any more. Needs no GNU gettext.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUE: Final = ROOT / "network/locale/zh_Hans/LC_MESSAGES/django.po"
SOURCES: Final = ("network", "config")
KEYWORDS: Final = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
Key = tuple[str, str | None]


def wanted() -> Catalog:
    """Every message of the code and the templates, with where it stands."""
    catalogue = Catalog(project="service-network", charset="utf-8", fuzzy=False)
    for path, text in _sources():
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
        for line, message, _comments, context in found:
            where = [(str(path.relative_to(ROOT)), line)]
            catalogue.add(message, locations=where, context=context)
    return catalogue


def translated() -> Catalog:
    """The catalogue as it is committed."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def missing() -> list[str]:
    """What has no translation, is marked fuzzy, or is translated though nothing asks for it."""
    there = {_key(message): message for message in translated() if message.id}
    asked = {_key(message) for message in wanted() if message.id}
    problems = [f"no entry: {key[0]!r}" for key in asked - there.keys()]
    problems += [f"no longer used: {key[0]!r}" for key in there.keys() - asked]
    problems += [f"fuzzy: {key[0]!r}" for key, message in there.items() if message.fuzzy]
    problems += [f"empty: {key[0]!r}" for key, message in there.items() if _is_empty(message)]
    return sorted(problems)


def update() -> None:
    """Write the catalogue anew, keeping the translations."""
    there = {_key(message): message.string for message in translated() if message.id}
    fresh = wanted()
    fresh.locale = "zh_Hans"
    for message in fresh:
        if message.id and _key(message) in there:
            message.string = there[_key(message)]
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, width=100, sort_output=True, include_lineno=False, omit_header=False)


def _sources() -> Iterator[tuple[Path, str]]:
    """Python files, and templates as the Python that Django makes of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.utils.translation.template import templatize

    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()
        for path in sorted((ROOT / folder).rglob("*.html")):
            python = templatize(path.read_text(), origin=str(path))
            # What is no message is blanked out in place: its indentation means nothing.
            yield path, "\n".join(line.lstrip() for line in python.splitlines())


def _key(message: Message) -> Key:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def _is_empty(message: Message) -> bool:
    strings = (message.string,) if isinstance(message.string, str) else message.string
    return not all(strings or ("",))


if __name__ == "__main__":
    update()
    for problem in missing():
        print(problem)
