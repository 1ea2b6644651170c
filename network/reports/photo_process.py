"""A process of its own that turns a photo on stdin into a small, clean JPEG on stdout.

Run as a file, never imported: decoders have had holes, and a file may ask for more than it
says. This process may take 512 MB and 10 s, and has nothing in it worth taking.
"""

from __future__ import annotations

import io
import resource
import sys

MEMORY = 512 << 20  # bytes; 25 megapixels with alpha, twice, and the libraries
SECONDS = 10
PIXELS = 25_000_000
LONGEST = 1600  # pixels
QUALITY = 82


def main() -> None:
    """Limit, decode, turn upright, shrink, write without metadata."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to no file
    sys.stdout.buffer.write(_clean(sys.stdin.buffer.read()))


def _clean(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS  # twice as many is an error, and so is one more, below
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as photo:
        if photo.width * photo.height > PIXELS:
            raise ValueError("too many pixels")
        photo.draft("RGB", (LONGEST, LONGEST))  # JPEG only: decode no more than is kept
        photo.thumbnail((LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(photo).convert("RGBA")
    # A fresh picture carries no comment, profile or EXIF that a save could write again.
    fresh = Image.new("RGB", upright.size, "white")
    fresh.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    fresh.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    main()
