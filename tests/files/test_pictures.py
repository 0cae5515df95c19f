"""Pictures and films without metadata, and odd pictures."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from bot.files.rules.inspection import inspected
from bot.files.rules.pictures import LONGEST_SIDE, MOST_PIXELS
from bot.files.rules.refusals import Refusal
from tests.files.test_inspection import refusal_of
from tests.helpers.files import JPEG, MP4, PNG, TAKEN, picture

MARK = b"Amina Hassan, 55.7308 12.3633"


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    content = BytesIO()
    frames[0].save(content, kind, save_all=True, append_images=frames[1:])
    return content.getvalue()


ODD = {
    "HEIC": TAKEN["image/heic"],
    "more pixels than we decode": png_of(MOST_PIXELS // 5_000 + 1, 5_000),
    "a line of pixels": png_of(LONGEST_SIDE + 1, 1),
    "as large as it can be": png_of(2**31 - 1, 2**31 - 1),
    "half a picture": JPEG[: len(JPEG) // 2],
    "no picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a moving GIF": moving("GIF"),
    "a moving WebP": moving("WEBP"),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_odd_picture_is_refused_as_such(content: bytes) -> None:
    assert refusal_of(content) is Refusal.PICTURE


def test_moving_png_is_a_kind_of_its_own() -> None:
    assert refusal_of(moving("PNG")) is Refusal.KIND


# --- metadata


def with_metadata(kind: str) -> bytes:
    """A picture as a phone makes it: place, words, comments; lying on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.ImageDescription] = MARK.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (55.0, 43.0, 51.0)
    options: dict[str, Any] = {"exif": exif, "xmp": b"<x:xmpmeta>" + MARK}
    if kind == "JPEG":
        options["comment"] = MARK
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", MARK.decode())
        info.add_itxt("XML:com.adobe.xmp", MARK.decode(), zip=True)
        options = {"exif": exif, "pnginfo": info}
    if kind == "GIF":
        options = {"comment": MARK}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options["icc_profile"] = profile.replace(b"sRGB", b"Aminas"[:4])
    content = BytesIO()
    Image.linear_gradient("L").resize((40, 20)).convert("RGB").save(content, kind, **options)
    return content.getvalue() + MARK


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_place_words_and_comments_are_removed_from_pictures(kind: str) -> None:
    content = with_metadata(kind)
    assert MARK in content
    found = inspected(content)
    with Image.open(BytesIO(found.content)) as clean:
        clean.load()
        assert not clean.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & {
            *clean.info
        }
        assert clean.size == ((40, 20) if kind == "GIF" else (20, 40)), "it stands upright"
    assert b"Amin" not in found.content and b"xmp" not in found.content.lower()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_any_mode_of_picture_is_drawn_anew(mode: str) -> None:
    content = BytesIO()
    Image.new(mode, (9, 5)).save(content, "PNG")
    with Image.open(BytesIO(inspected(content.getvalue()).content)) as clean:
        assert clean.size == (9, 5)
        assert clean.has_transparency_data == (mode in ("LA", "RGBA"))


def test_printers_colours_become_those_of_screens() -> None:
    content = BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(content, "JPEG")
    with Image.open(BytesIO(inspected(content.getvalue()).content)) as clean:
        red, green, _ = clean.convert("RGB").getpixel((4, 4))  # type: ignore[misc]  # three of RGB
        assert clean.mode == "RGB" and red > 200 > 60 > green


@given(st.binary(max_size=40))
@settings(max_examples=30)
def test_drawing_twice_changes_nothing_more(mark: bytes) -> None:
    for kind in ("JPEG", "PNG"):
        once = inspected(picture(mark, kind))
        assert inspected(once.content) == once


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return (len(inside) + 8).to_bytes(4) + kind + inside


def test_place_and_device_are_removed_from_films() -> None:
    film = b"".join(
        [
            box(b"ftyp", b"isom\0\0\0\0isommp42"),
            box(b"moov", box(b"mvhd", b"keep"), box(b"udta", box(b"\xa9xyz", MARK)),
                box(b"trak", box(b"tkhd", b"keep"), box(b"meta", MARK)), box(b"meta", MARK)),
            box(b"uuid", MARK),
            box(b"mdat", b"pictures"),
        ]
    )  # fmt: skip
    found = inspected(film)
    assert found.mime == "video/mp4" and len(found.content) == len(film)
    assert MARK not in found.content and found.content.count(b"keep") == 2
    assert found.content.index(b"pictures") == film.index(b"pictures")


@given(st.binary(max_size=80))
def test_any_film_is_read_to_its_end(rest: bytes) -> None:
    assert len(inspected(MP4 + rest).content) == len(MP4 + rest)


def test_still_gif_becomes_a_png() -> None:
    found = inspected(TAKEN["image/gif"])
    assert found.mime == "image/png" and found.content.startswith(PNG[:8])
