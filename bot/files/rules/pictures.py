"""Pictures, drawn anew: nothing but the pixels of the original is kept."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps
from PIL.Image import DecompressionBombError

from bot.files.rules.refusals import Refusal, Refused

MOST_PIXELS = 50_000_000  # as checked before anything is decoded: about 200 MB in memory
LONGEST_SIDE = 20_000  # pixels
_FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF",
}  # fmt: skip
# A GIF becomes a PNG, which has more colours and is as sharp.
_SAVED_AS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/png"}
_QUALITY = 90


def redrawn(content: bytes, mime: str) -> tuple[str, bytes]:
    """The MIME type and content of the same picture without EXIF, GPS, XMP, comments, colour
    profile, previews, and whatever follows its end.

    The orientation and the colour profile are applied first.  Raises Refused.
    """
    kind = _FORMATS.get(mime)
    if kind is None:  # HEIC: no decoder
        raise Refused(Refusal.PICTURE)
    try:
        return _SAVED_AS[kind], _redrawn(content, kind)
    # Decoders of broken pictures raise more than they document.
    except (Exception, DecompressionBombError):  # noqa: BLE001
        raise Refused(Refusal.PICTURE) from None


def _redrawn(content: bytes, kind: str) -> bytes:
    with Image.open(BytesIO(content), formats=[kind]) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
            raise ValueError("too many pixels")
        # A JPEG with several pictures (MPO) is a photo with its previews: the first one counts.
        if kind != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            raise ValueError("moves")
        ImageOps.exif_transpose(picture, in_place=True)
        return _saved(_bare(picture), kind)


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone, as grey, RGB or RGBA."""
    profile = picture.info.get("icc_profile")
    transparent = picture.has_transparency_data
    mode = "RGBA" if transparent else "L" if picture.mode in ("1", "L") else "RGB"
    if picture.mode.startswith("I;16"):  # 16 bits of grey
        picture = picture.point(lambda level: level / 256).convert("L")
        mode = "L"
    if profile and mode != "L":
        picture = _in_srgb(picture, profile, mode)
    bare = Image.new(mode, picture.size)
    bare.paste(picture if picture.mode == mode else picture.convert(mode))
    return bare


def _in_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return it as it is where the profile is broken or does not fit."""
    source = picture if picture.mode in ("RGB", "RGBA", "CMYK") else picture.convert(mode)
    try:
        changed = ImageCms.profileToProfile(
            source, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )  # fmt: skip
    except (ImageCms.PyCMSError, ValueError, OSError):
        return picture
    return changed or picture


def _saved(bare: Image.Image, kind: str) -> bytes:
    content = BytesIO()
    match kind:
        case "JPEG":
            bare.convert("L" if bare.mode == "L" else "RGB").save(
                content, "JPEG", quality=_QUALITY, optimize=True
            )
        case "WEBP":
            bare.save(content, "WEBP", quality=_QUALITY, method=2)
        case _:
            bare.save(content, "PNG")
    return content.getvalue()
