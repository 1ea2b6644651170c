"""Every text has its Chinese: what the code marks and what the catalogue holds agree."""

from __future__ import annotations

import re

import pytest

from tools import messages


def test_the_catalogue_is_complete_and_has_nothing_left_over() -> None:
    assert messages.missing() == []


@pytest.mark.parametrize("pattern", [r"%\((\w+)\)[sdf.0-9]*", r"\{(\w*)\}"])
def test_translations_keep_every_placeholder(pattern: str) -> None:
    for message in messages.translated():
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        asked = set(re.findall(pattern, sources[-1]))
        for target in targets:
            assert set(re.findall(pattern, target)) == asked, message.id
