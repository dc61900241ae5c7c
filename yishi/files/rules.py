"""What may be uploaded, and how large (SPEC § 14). Pure."""

import enum

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 1600  # pixels, of what is kept
SMALL_SIDE = 360  # pixels, of the thumbnail
MOST_PIXELS = 120_000_000  # a telephone's 108-megapixel JPEG, which is decoded shrunk
MOST_PIXELS_WHOLE = 40_000_000  # a format that can only be decoded whole

NOT_A_PHOTO = "这不是照片。请传 JPG 或 PNG 格式的照片。"
BROKEN = "这张照片打不开，可能没有传完整。请再传一次。"
TOO_HEAVY = "这张照片超过 10 MB。请截小一些再传。"
TOO_LARGE = "这张照片的尺寸太大。请截小一些再传。"
EMPTY = "这个文件是空的。请重新选一张照片。"


class FileKind(enum.StrEnum):
    """(文件种类) What a file is, by its content."""

    PHOTO = "photo"


def is_too_large(width: int, height: int, *, shrinks: bool) -> bool:
    """Whether decoding would need more memory than we give one photograph."""
    return width * height > (MOST_PIXELS if shrinks else MOST_PIXELS_WHOLE)


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size with the longest side at most `longest`, in proportion, never enlarged."""
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
