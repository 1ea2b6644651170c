"""The body of a report, before it is read: how large it may be, and from whom."""

from __future__ import annotations

from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils import timezone

from network.address import client_address, sender_of
from network.reports.limits import refuse_flood
from network.reports.photos import MAX_BYTES

MAX_BODY: Final = 64 * 1024 * 1024  # three photos twice too large still get a proper answer
SMALL: Final = 64 * 1024  # bytes, which cost as little to read as to refuse


class ShortenedPhotos(FileUploadHandler):
    """Lets go of what comes after the first byte too many: the photo will be refused anyway."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Nothing for those that store it, once they have enough."""
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Nothing: who stores it has the file."""
        return None


def is_too_large(request: HttpRequest) -> bool:
    """By what the client announces, before any of it is read."""
    return _announced(request) > MAX_BODY


def before_reading(request: HttpRequest) -> None:
    """Call before the form is read; raises TooManyReports where a flood sends more photos."""
    if _announced(request) > SMALL:
        refuse_flood(sender=sender_of(client_address(request)), now=timezone.now())
    request.upload_handlers.insert(0, ShortenedPhotos(request))


def _announced(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)
