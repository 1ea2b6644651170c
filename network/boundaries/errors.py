"""Why a file of boundaries is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SHOWN: Final = 10  # faults


class BoundaryError(Exception):
    """The file can't be used; each fault is a sentence, and nothing was changed."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        more = ["…"] if len(faults) > SHOWN else []
        super().__init__("\n".join([*map(str, faults[:SHOWN]), *more]))
