"""Width and height of a photo from its first bytes, before anything is decoded."""

from __future__ import annotations

from typing import Final, NamedTuple

# Frame headers of JPEG: SOF0 … SOF15 without the tables DHT, JPG and DAC among them.
FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length


class Header(NamedTuple):
    """What the file says of itself."""

    kind: str
    width: int
    height: int


def read_header(data: bytes) -> Header | None:
    """JPEG, PNG or WebP by content, with its size in pixels; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _png(data: bytes) -> Header | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Header("png", int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))


def _jpeg(data: bytes) -> Header | None:
    """Walk from marker to marker up to the frame header."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in BARE:
            at += 2
        elif marker in FRAMES:
            height, width = (int.from_bytes(data[at + n : at + n + 2]) for n in (5, 7))
            return Header("jpeg", width, height)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def _webp(data: bytes) -> Header | None:
    """The three forms of https://developers.google.com/speed/webp/docs/riff_container."""
    form, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if form == b"VP8X":
        width, height = (1 + int.from_bytes(body[n : n + 3], "little") for n in (4, 7))
    elif form == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(body[n : n + 2], "little") & 0x3FFF for n in (6, 8))
    else:
        return None
    return Header("webp", width, height)
