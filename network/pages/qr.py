"""A place's address as a QR code, for the sticker at its door."""

from __future__ import annotations

import io

import segno


def svg(url: str) -> bytes:
    """Black on white with its quiet zone, so that it reads on any ground."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, unit=None, scale=8
    )
    return out.getvalue()
