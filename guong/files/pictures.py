"""Pictures written anew: turned upright, in sRGB, at most `LONGEST_SIDE` pixels, without a byte of metadata."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

LARGEST_PIXELS = 50_000_000
LONGEST_SIDE = 4096
QUALITY = 90


class Unreadable(Exception):
    """No picture of that form, a damaged one, or (`too_large`) one with more than `LARGEST_PIXELS`."""

    def __init__(self, *, too_large: bool = False) -> None:
        super().__init__()
        self.too_large = too_large


def clean(content: bytes, form: str) -> bytes:
    """The picture of `form` (JPEG, PNG, WEBP) written anew in the same form; raises Unreadable.

    The size is judged by the header, before a pixel is unpacked.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[form]) as picture:
                if picture.width * picture.height > LARGEST_PIXELS:
                    raise Unreadable(too_large=True)
                picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
                return _written(_plain(picture), form)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Unreadable from error


def _plain(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    return _in_srgb(upright, profile).convert(mode)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the profile meant them; a profile that cannot be read is left out."""
    if not profile or picture.mode not in {"RGB", "CMYK", "L"}:
        return picture
    try:
        there = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        here = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, there, here, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _written(picture: Image.Image, form: str) -> bytes:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    if form == "JPEG":
        bare.convert("RGB").save(out, form, quality=QUALITY, optimize=True)
    elif form == "WEBP":
        bare.save(out, form, quality=QUALITY)
    else:
        bare.save(out, form)
    return out.getvalue()
