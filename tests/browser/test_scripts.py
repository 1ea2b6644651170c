"""Our scripts as they are served."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from config import scripts
from tests.test_scripts import read

pytestmark = pytest.mark.browser


def test_no_name_hides_one_of_the_browser_s_own(page: Page) -> None:
    """Modules in one file share its names: what one declares, another must not take for these."""
    names = {name: module for module in scripts.FILE_OF for name in scripts.declared(read(module))}
    assert {"config", "createEngine", "first"} <= set(names)
    page.goto("/offline/")
    hiding = page.evaluate("(names) => names.filter((name) => name in globalThis)", list(names))
    assert not {names[name]: name for name in hiding}
