"""Photos of reports: refused by their headers, made anew in a limited process, kept apart."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.models import Report, ReportPhoto
from network.models.reports import new_photo_name
from network.reports.photo_header import read_header

MOST: Final = 3
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PIXELS: Final = 25_000_000
SECONDS: Final = 15
PATIENCE: Final = 10  # seconds: whoever waits holds a thread that others need
PROCESS: Final = Path(__file__).with_name("photo_process.py")

# Why a photo is left out of its report; the report itself is taken.
REFUSALS: Final[dict[str, str | Promise]] = {
    "kind": _("A photo was left out: send it as JPEG, PNG or WebP."),
    "bytes": _("A photo was left out: it is larger than 10 MB."),
    "pixels": _("A photo was left out: it has more than 25 megapixels."),
    "damaged": _("A photo was left out: the file is damaged."),
    "many": _("Only the first three photos were taken."),
    "busy": _("A photo was left out: too many arrive at the moment."),
}

# One at a time in each worker: a crowd of photos waits, instead of taking all the memory.
_turn = threading.Semaphore(1)


class PhotoRefused(Exception):
    """The photo can't be taken; `reason` is a key of REFUSALS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class Photo:
    """A photo made anew: JPEG without metadata."""

    data: bytes
    width: int
    height: int


def take_photos(uploads: Iterable[UploadedFile[Any]]) -> tuple[list[Photo], list[str]]:
    """The photos that could be taken, and why others were not (keys of REFUSALS)."""
    taken: list[Photo] = []
    refused: list[str] = []
    # A form without a photo sends an empty file.
    for number, upload in enumerate(upload for upload in uploads if upload.size):
        try:
            if number >= MOST:
                raise PhotoRefused("many")
            taken.append(take_photo(upload))
        except PhotoRefused as error:
            refused.append(error.reason)
    return taken, list(dict.fromkeys(refused))


def take_photo(upload: UploadedFile[Any]) -> Photo:
    """Check what the file says of itself, then decode it apart; raises PhotoRefused."""
    if (upload.size or 0) > MAX_BYTES:
        raise PhotoRefused("bytes")
    data = upload.read()
    header = read_header(data)
    if header is None:
        raise PhotoRefused("kind")
    if header.width * header.height > MAX_PIXELS:
        raise PhotoRefused("pixels")
    clean = _made_anew(data)
    made = read_header(clean)
    if made is None:
        raise PhotoRefused("damaged")
    return Photo(clean, made.width, made.height)


def _made_anew(data: bytes) -> bytes:
    if not _turn.acquire(timeout=PATIENCE):
        raise PhotoRefused("busy")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROCESS)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PhotoRefused("damaged") from error
    finally:
        _turn.release()
    return b"" if done.returncode else done.stdout


def photo_path(name: str) -> Path:
    """Where a photo lies: never below what the web server serves."""
    return Path(settings.REPORT_PHOTOS_DIR) / f"{name}.jpg"


def store(report: Report, photos: Iterable[Photo]) -> None:
    """Write the files and their rows; call it inside the report's transaction."""
    for photo in photos:
        name = new_photo_name()
        path = photo_path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(photo.data)
        ReportPhoto.objects.create(report=report, name=name, width=photo.width, height=photo.height)
