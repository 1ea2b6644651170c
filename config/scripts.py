"""Our scripts as they are served: modules that are always needed together are one file.

A browser waits for each file, and one file compresses better than its parts. The source stays
small modules that import each other, and works as it is wherever nothing is collected.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final

FOLDER: Final = "network/js/"


def _paths(names: str) -> tuple[str, ...]:
    return tuple(f"{FOLDER}{name}.js" for name in names.split())


# The file that is served, and its modules: each after those that it imports.
CHUNKS: Final = {
    f"{FOLDER}{name}.js": _paths(modules)
    for name, modules in (
        ("first", "locate first"),
        ("words", "words state asked click slots list api device/notice"),
        ("rest", "address filters large search sheet where rest"),
        ("map", "leaflet markers tiles view origin card choice map"),
        (
            "device/near",
            (
                "device/columns device/text device/hours device/slice device/lines device/part"
                " device/engine device/near device/packs device/source device/register"
            ),
        ),
    )
}
FILE_OF: Final = {module: name for name, modules in CHUNKS.items() for module in modules}
IMPORT: Final = re.compile(r'^import \{([\w\s,$]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
NAME: Final = re.compile(
    r"^(?:export )?(?:const|let|class|function|async function) ([\w$]+|[\[{][^\]}]*[\]}])",
    re.MULTILINE,
)
PATH: Final = re.compile(r'(?:(?<=\bimport\(")|(?<= from "))\.[^"\n]+(?=")')
UNCLEAR: Final = re.compile(r"^(?:import\b(?!\()|export (?:default|\{|\*|let)).*", re.MULTILINE)

Read = Callable[[str], str]


class Unclear(ValueError):
    """A module can't be put into one file with others; says why."""


def is_part(name: str) -> bool:
    """Whether a script is served only as a part of another."""
    return FILE_OF.get(name, name) != name


def served(name: str, read: Read) -> str:
    """A script as it is served; `read` gives a module's source. Raises Unclear.

    The modules of a file share its scope, so all that they declare must be named differently:
    browsers refuse a file where it is not. What no module declares is the browser's own, and
    no module may hide that from others: tests ask a browser for its names.
    """
    modules = CHUNKS.get(name)
    if modules is None:
        return _with_paths(read(name), name, name)
    chunk = _Chunk(name)
    parts = [chunk.part(module, read(module)) for module in modules]
    return "".join((*chunk.imports(), *parts))


def declared(text: str) -> list[str]:
    """What a module's source declares for all of the module."""
    return [name for found in NAME.findall(text) for name in re.findall(r"[\w$]+", found)]


def _with_paths(text: str, module: str, file: str) -> str:
    """The text of a module, with the addresses of files in the place of modules'."""
    return PATH.sub(lambda found: _relative(_absolute(found[0], module), file), text)


def _absolute(path: str, module: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), path))


def _relative(module: str, file: str) -> str:
    path = posixpath.relpath(FILE_OF.get(module, module), posixpath.dirname(file))
    return path if path.startswith("../") else f"./{path}"


class _Chunk:
    """A file of several modules while it is put together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.home: dict[str, str] = {}  # what is known in the file, and the module it is from

    def part(self, module: str, text: str) -> str:
        """A module without its imports."""
        for names, path in IMPORT.findall(text):
            self._import(_absolute(path, module), names.replace(",", " ").split(), module)
        text = IMPORT.sub("", text)
        if unclear := UNCLEAR.search(text):
            raise Unclear(f"{module}: {unclear[0]}")
        for name in declared(text):
            self._know(name, module)
        return _with_paths(text, module, self.name)

    def imports(self) -> Iterator[str]:
        """What the file imports from others."""
        by_file: dict[str, list[str]] = {}
        for name, module in self.home.items():
            if FILE_OF.get(module, module) != self.name:
                by_file.setdefault(_relative(module, self.name), []).append(name)
        for path, names in by_file.items():
            yield f'import {{ {", ".join(names)} }} from "{path}";\n'

    def _import(self, source: str, names: list[str], module: str) -> None:
        if FILE_OF.get(source) == self.name and source not in self.home.values():
            raise Unclear(f"{module} comes before {source}, which it imports")
        if "as" in names:
            raise Unclear(f"{module} imports under another name")
        for name in names:
            self._know(name, source)

    def _know(self, name: str, module: str) -> None:
        if self.home.setdefault(name, module) != module:
            raise Unclear(f"{self.name}: {name} is of {module} and of {self.home[name]}")
