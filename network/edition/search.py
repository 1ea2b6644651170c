"""Substring search over the edition's text: works for Chinese, pinyin and initials."""

from __future__ import annotations

import mmap
import re
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from network.edition.columns import Columns
from network.edition.text import FIELDS, normalise

MOST_HITS: Final = 200_000  # of one word; beyond it a word says too little to rank
AT_START: Final = 0.5  # a hit at the start of a field ranks half a field better

Rows = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.float64]


class Search:
    """Finds rows of one edition by words that must all occur."""

    def __init__(self, columns: Columns, text: mmap.mmap | bytes) -> None:
        self._text = text
        self._starts = columns.text_offsets[:-1]
        self._ends = columns.text_fields.reshape(-1)

    def find(self, query: str) -> tuple[Rows, Ranks]:
        """Rows in which every word occurs, and their rank (lower is better)."""
        words = sorted(normalise(query).split(), key=len, reverse=True)
        rows, ranks = np.empty(0, dtype=np.int64), np.empty(0)
        for number, word in enumerate(words):
            found, rank = self._word(word)
            if not number:
                rows, ranks = found, rank
                continue
            rows, left, right = np.intersect1d(rows, found, assume_unique=True, return_indices=True)
            ranks = ranks[left] + rank[right]
        return rows, ranks

    def _word(self, word: str) -> tuple[Rows, Ranks]:
        hits = re.finditer(re.escape(word.encode()), self._text)
        at = np.fromiter((hit.start() for hit in islice(hits, MOST_HITS)), dtype=np.uint64)
        field = np.searchsorted(self._ends, at, side="right")
        row, column = np.divmod(field, len(FIELDS))
        begins = np.where(column == 0, self._starts[row], self._ends[field - 1])
        rank = column + np.where(at == begins, 0.0, AT_START)
        best = np.lexsort((rank, row))
        rows, first = np.unique(row[best], return_index=True)
        return rows.astype(np.int64), rank[best][first]
