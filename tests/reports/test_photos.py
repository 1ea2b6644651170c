"""Photos: refused before they are decoded, made anew without a trace of where and when."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from network.models import ReportPhoto
from network.reports import photos
from network.reports.photo_header import read_header
from network.reports.photos import PhotoRefused, photo_path, take_photo, take_photos
from tests.reports.conftest import Send
from tests.reports.sending import bomb, picture, upload


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def gps() -> Image.Exif:
    """EXIF of a photo taken at Tiananmen, the camera held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 27.0), 3: "E", 4: (116.0, 23.0, 28.0)})
    return exif


def test_a_jpeg_loses_its_metadata_and_stands_upright() -> None:
    data = picture(exif=gps(), comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)
    assert b"SecretCamera" in data
    photo = take_photo(upload(data))
    made = opened(photo.data)
    assert (made.format, made.size) == ("JPEG", (30, 40))
    assert b"Secret" not in photo.data
    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    red, _green, blue = made.convert("RGB").getpixel((15, 5))  # type: ignore[misc]  # three bands
    assert red > 200 > blue  # what was left is above


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_three_forms_are_taken(form: str) -> None:
    assert opened(take_photo(upload(picture(form))).data).format == "JPEG"


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "CMYK")],
)
def test_odd_modes_are_taken(form: str, mode: str) -> None:
    image = Image.new(mode, (20, 20))
    written = io.BytesIO()
    image.save(written, form)
    assert opened(take_photo(upload(written.getvalue())).data).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    photo = take_photo(upload(written.getvalue()))
    assert opened(photo.data).getpixel((10, 10)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller() -> None:
    photo = take_photo(upload(picture(size=(4000, 3000))))
    assert (photo.width, photo.height) == opened(photo.data).size == (1600, 1200)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 64


@pytest.mark.parametrize(
    "data",
    [picture("GIF"), picture("BMP"), picture("TIFF"), SVG, HEIC, b"%PDF-1.7", b"\0", b"<html>"],
    ids=["gif", "bmp", "tiff", "svg", "heic", "pdf", "nul", "html"],
)
def test_other_forms_are_refused_whatever_they_are_called(data: bytes) -> None:
    with pytest.raises(PhotoRefused, match="kind"):
        take_photo(upload(data, "photo.jpg"))


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when a decoder is started."""

    def started(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a decoder was started")

    monkeypatch.setattr(subprocess, "run", started)


@pytest.mark.usefixtures("no_process")
def test_a_bomb_is_refused_by_its_header_alone() -> None:
    data = bomb(13_312, 13_312)  # 177 megapixels
    assert len(data) < 64_000
    with pytest.raises(PhotoRefused, match="pixels"):
        take_photo(upload(data))


@pytest.mark.usefixtures("no_process")
def test_more_than_ten_megabytes_are_refused_unread() -> None:
    with pytest.raises(PhotoRefused, match="bytes"):
        take_photo(upload(picture() + b"\0" * (11 * 1024 * 1024)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_breaks_off_is_damaged(form: str) -> None:
    image = Image.effect_noise((200, 200), 80).convert("RGB")
    written = io.BytesIO()
    image.save(written, form)
    with pytest.raises(PhotoRefused, match="damaged"):
        take_photo(upload(written.getvalue()[:3000]))


def test_a_photo_with_a_lying_header_is_damaged() -> None:
    data = bytearray(picture("PNG"))
    data[16:24] = (5000).to_bytes(4) * 2
    with pytest.raises(PhotoRefused, match="damaged"):
        take_photo(upload(bytes(data)))


def test_a_decoder_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(photos, "PROCESS", endless)
    monkeypatch.setattr(photos, "SECONDS", 0.2)
    with pytest.raises(PhotoRefused, match="damaged"):
        take_photo(upload(picture()))


def test_the_decoder_may_take_little_memory(tmp_path: Path) -> None:
    hungry = tmp_path / "hungry.py"
    program = photos.PROCESS.read_text()
    hungry.write_text(program.replace("from PIL import", "bytes(1 << 30)\n    from PIL import"))
    done = subprocess.run(
        [sys.executable, "-I", hungry], input=picture(), capture_output=True, check=False
    )
    assert done.returncode != 0
    assert b"MemoryError" in done.stderr


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (37, 91), (4000, 3)])
def test_headers_tell_the_size(form: str, size: tuple[int, int]) -> None:
    header = read_header(picture(form, size))
    assert header == (form.lower(), *size)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08"}])
def test_headers_of_the_other_webp_forms(options: dict[str, Any]) -> None:
    header = read_header(picture("WEBP", (37, 91), **options))
    assert header == ("webp", 37, 91)


def test_headers_of_a_progressive_jpeg_with_exif() -> None:
    data = picture(size=(37, 91), progressive=True, exif=gps())
    assert read_header(data) == ("jpeg", 37, 91)


def test_at_most_three_are_taken() -> None:
    taken, why = take_photos([upload(b""), *(upload(picture()) for _ in range(4))])
    assert (len(taken), why) == (3, ["many"])


def test_files_have_names_nobody_guesses(send: Send, photos_folder: Path) -> None:
    send(photo=[upload(picture(), "../../evil.html")])
    photo = ReportPhoto.objects.get()
    assert [path.name for path in photos_folder.iterdir()] == [f"{photo.name}.jpg"]
    assert len(photo.name) == 32
    assert photo_path(photo.name).read_bytes().startswith(b"\xff\xd8\xff")


def test_a_report_that_fails_leaves_no_row(
    send: Send, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("network.reports.take.corroborate", fail)
    assert send(photo=[upload(picture())]).status_code == 500
    assert not ReportPhoto.objects.exists()
