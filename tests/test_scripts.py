"""Modules put into one file: what the file says, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config import scripts

Served = Callable[..., str]
CHUNK = {"network/js/all.js": ("network/js/one.js", "network/js/deep/two.js")}
ONE = 'import { far } from "./far.js";\n\nexport const one = () => far;\n'
TWO = 'import { one } from "../one.js";\n\nconst two = one();\nawait import("../one.js");\n'


def read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The file of two invented modules."""
    monkeypatch.setattr(scripts, "CHUNKS", CHUNK)
    file_of = {module: name for name, modules in CHUNK.items() for module in modules}
    monkeypatch.setattr(scripts, "FILE_OF", file_of)

    def make(one: str = ONE, two: str = TWO, name: str = "network/js/all.js") -> str:
        texts = {"one.js": one, "two.js": two, "own.js": two}
        return scripts.served(name, lambda module: texts[module.rpartition("/")[2]])

    return make


def test_modules_lose_the_imports_among_them(served: Served) -> None:
    assert served() == (
        'import { far } from "./far.js";\n\nexport const one = () => far;\n\n'
        'const two = one();\nawait import("./all.js");\n'
    )


def test_a_module_of_its_own_finds_the_others_in_their_file(served: Served) -> None:
    own = served(name="network/js/deep/own.js")
    assert own == TWO.replace("../one.js", "../all.js")


@pytest.mark.parametrize(
    ("one", "why"),
    [
        ("const two = 1;\n", "two is of"),
        ("function two() {}\n", "two is of"),
        ("const [first, two] = [1, 2];\n", "two is of"),
        ("const { far } = globalThis;\n" + ONE, "far is of"),
        ('import { two } from "./deep/two.js";\n', "comes before"),
        ('import { far as near } from "./far.js";\n', "another name"),
        ('import all from "./far.js";\n', "import all"),
        ('import * as all from "./far.js";\n', r"import \*"),
        ('import "./far.js";\n', "import "),
        ("export default 1;\n", "export default"),
        ("export let one = 1;\n", "export let"),
        ('export { far } from "./far.js";\n', "export {"),
    ],
)
def test_what_could_come_to_mean_something_else_is_refused(
    served: Served, one: str, why: str
) -> None:
    with pytest.raises(scripts.Unclear, match=why):
        served(one)


@pytest.mark.parametrize("name", scripts.CHUNKS)
def test_a_file_bears_the_name_of_one_of_its_modules(name: str) -> None:
    """So that the address also works where nothing is collected."""
    assert name in scripts.CHUNKS[name]
    assert scripts.served(name, read)
