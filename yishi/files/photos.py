"""Drawing a photograph anew: upright, at most 1600 pixels, without EXIF or anything hidden in it.

What is kept are pixels that we encoded ourselves, so nothing of the upload's
bytes is ever sent to anybody. At most two are decoded at once in a process.
"""

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps

from yishi.errors import Invalid
from yishi.files import rules

MIME = "image/jpeg"
FORMATS = ("JPEG", "PNG", "WEBP")

Image.MAX_IMAGE_PIXELS = rules.MOST_PIXELS  # Pillow's own guard stands behind ours

_decoding = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Photo:
    """(照片) A photograph as we keep it: both JPEG files and the larger one's size."""

    content: bytes
    small: bytes
    width: int
    height: int


def redraw(content: bytes) -> Photo:
    """The photograph as we keep it; raises Invalid if it is none or too large."""
    _check_weight(content)
    with _decoding:
        image = _decoded(content)
        whole = _shrunk(image, rules.LONGEST_SIDE)
        return Photo(
            _encoded(whole),
            _encoded(_shrunk(whole, rules.SMALL_SIDE)),
            whole.width,
            whole.height,
        )


def _check_weight(content: bytes) -> None:
    if not content:
        raise _invalid(rules.EMPTY)
    if len(content) > rules.MOST_BYTES:
        raise _invalid(rules.TOO_HEAVY)


def _decoded(content: bytes) -> Image.Image:
    image = _opened(content)
    shrinks = image.format in {"JPEG", "MPO"}
    if rules.is_too_large(image.width, image.height, shrinks=shrinks):
        raise _invalid(rules.TOO_LARGE)
    try:
        if shrinks:
            image.draft("RGB", (rules.LONGEST_SIDE, rules.LONGEST_SIDE))
        image.load()
        return _on_white(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError) as error:
        raise _invalid(rules.BROKEN) from error


def _opened(content: bytes) -> Image.Image:
    """The header alone, known by its content."""
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _invalid(rules.TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _invalid(rules.NOT_A_PHOTO) from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    size = rules.fitted(image.width, image.height, longest)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image) -> bytes:
    clean = Image.new("RGB", image.size)  # pixels alone: no EXIF, no profile, no comment
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


def _invalid(words: str) -> Invalid:
    return Invalid(words, {"photos": words})
