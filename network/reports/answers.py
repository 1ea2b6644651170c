"""Answers that are given again and again, ready to choose."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from network.models.reports import TEXT_LENGTH

ANSWERS: Final[dict[str, str | Promise]] = {
    "right": gettext_lazy("Checked with the place: the record is right."),
    "fixed": gettext_lazy("Put right, thank you."),
    "over": gettext_lazy("It was so for a short while; it is over."),
    "alone": gettext_lazy("Could not be confirmed, and nobody else has said so."),
    "elsewhere": gettext_lazy("It is about another place."),
    "unclear": gettext_lazy("It does not say what is wrong."),
}


def answer_of(code: str, words: str) -> str:
    """The chosen answer and the own words behind it; "" for neither."""
    ready = str(ANSWERS.get(code, ""))
    return " ".join(filter(None, (ready, words.strip())))[:TEXT_LENGTH]
