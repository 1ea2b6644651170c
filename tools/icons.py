"""Draw the mark of favicon.svg as the PNG icons that phones put on their home screens."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

FOLDER: Final = Path(__file__).parents[1] / "network" / "static" / "network" / "app"
RED: Final = "#c0272d"
UNITS: Final = 32  # the side of favicon.svg's view box
RADIUS: Final = 8.5
STROKE: Final = 3.2
LINES: Final = ((9, 10, 23, 10), (16, 10, 16, 22), (7.5, 22, 24.5, 22))
FINE: Final = 4  # drawn so many times larger, then made small: smooth edges
SAFE: Final = 0.9  # of a maskable or Apple icon, whose corners the system cuts


def main() -> None:
    """Write all icons."""
    FOLDER.mkdir(exist_ok=True)
    for size in (192, 512):
        draw(size, scale=1, radius=RADIUS).save(FOLDER / f"any-{size}.png", optimize=True)
    draw(512, scale=SAFE, radius=0).save(FOLDER / "maskable-512.png", optimize=True)
    draw(180, scale=SAFE, radius=0).save(FOLDER / "apple-180.png", optimize=True)


def draw(size: int, *, scale: float, radius: float) -> Image.Image:
    """The mark on its red square; `scale` shrinks the strokes towards the middle."""
    side = size * FINE
    unit = side / UNITS
    image = Image.new("RGBA", (side, side))
    brush = ImageDraw.Draw(image)
    brush.rounded_rectangle((0, 0, side - 1, side - 1), radius * unit, fill=RED)
    width = STROKE * unit * scale

    def at(value: float) -> float:
        return (UNITS / 2 + (value - UNITS / 2) * scale) * unit

    for x1, y1, x2, y2 in LINES:
        brush.line((at(x1), at(y1), at(x2), at(y2)), fill="white", width=round(width))
        for x, y in ((x1, y1), (x2, y2)):
            end = (at(x) - width / 2, at(y) - width / 2, at(x) + width / 2, at(y) + width / 2)
            brush.ellipse(end, fill="white")
    small = image.resize((size, size), Image.Resampling.LANCZOS)
    return small if radius else small.convert("RGB")


if __name__ == "__main__":
    main()
