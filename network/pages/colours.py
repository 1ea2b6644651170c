"""Category colours as a stylesheet, kept legible on our papers whatever a clerk chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

Rgb = tuple[int, int, int]

WHITE: Final[Rgb] = (255, 255, 255)
LIGHT: Final[Rgb] = (0xE8, 0xF1, 0xFB)  # --act-wash: the darkest ground of a label by day
DARK: Final[Rgb] = (0x17, 0x2A, 0x40)  # --act-wash by night: the lightest
SHAPE: Final = 3.0  # WCAG 2.2, 1.4.11
TEXT: Final = 4.5  # 1.4.3
STEP: Final = 0.06


def stylesheet(categories: Iterable[dict[str, Any]]) -> str:
    """Two variables a category: `--cat` for shapes, `--cat-ink` for text."""
    rows = [(row["code"], parse(row["color"])) for row in categories]
    day = [
        f".cat-{code}{{--cat:{css(until(rgb, WHITE, SHAPE))};"
        f"--cat-ink:{css(until(rgb, LIGHT, TEXT))}}}"
        for code, rgb in rows
    ]
    night = [f".cat-{code}{{--cat-ink:{css(until(rgb, DARK, TEXT))}}}" for code, rgb in rows]
    return "\n".join([*day, "@media (prefers-color-scheme:dark){", *night, "}", ""])


def parse(color: str) -> Rgb:
    """`#rrggbb` as numbers."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def css(rgb: Rgb) -> str:
    """Numbers as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def until(rgb: Rgb, ground: Rgb, ratio: float) -> Rgb:
    """The colour moved away from the ground's lightness until the contrast is reached."""
    goal = WHITE if luminance(ground) < 0.2 else (0, 0, 0)
    while contrast(rgb, ground) < ratio and rgb != goal:
        rgb = _towards(rgb, goal)
    return rgb


def _towards(rgb: Rgb, goal: Rgb) -> Rgb:
    def step(value: int, end: int) -> int:
        moved = round(value + (end - value) * STEP)
        return end if moved == value else moved

    return step(rgb[0], goal[0]), step(rgb[1], goal[1]), step(rgb[2], goal[2])


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(rgb: Rgb) -> float:
    """Relative luminance by WCAG 2, from 0 to 1."""
    red, green, blue = (_linear(value / 255) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
