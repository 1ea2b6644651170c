"""What people and devices send; each test says only what matters to it."""

from __future__ import annotations

import datetime as dt
import io
import struct
import uuid
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

HOME, WORK = "203.0.113.7", "198.51.100.9"  # two networks
PHONE, OTHER_PHONE = "a" * 32, "b" * 32


def fields(**overrides: Any) -> dict[str, Any]:
    """A report that the door is locked, as the form sends it."""
    values = {"kind": "locked", "text": "", "contact": "", "key": str(uuid.uuid4())}
    return values | {"device": PHONE, "lat": "", "lon": "", "website": ""} | overrides


def milliseconds(moment: dt.datetime) -> str:
    """As a browser counts them."""
    return str(round(moment.timestamp() * 1000))


def picture(
    form: str = "JPEG", size: tuple[int, int] = (40, 30), *, mode: str = "RGB", **options: Any
) -> bytes:
    """A picture, red on its left half."""
    image = Image.new(mode, size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of that many white pixels in a few bytes for each line."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    packer = zlib.compressobj(9)
    line = b"\0" + b"\xff" * ((width + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", packed), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, "image/jpeg")
