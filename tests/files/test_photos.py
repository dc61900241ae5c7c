import io

import pytest
from PIL import Image

from yishi.errors import Invalid
from yishi.files import photos, rules

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><script>alert(1)</script>"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01"


def photo(size: tuple[int, int] = (800, 600), kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, size, "teal").save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_becomes_a_jpeg_of_at_most_1600_pixels(kind: str) -> None:
    drawn = photos.redraw(photo((4000, 3000), kind))

    assert opened(drawn.content).format == "JPEG"
    assert (drawn.width, drawn.height) == opened(drawn.content).size == (1600, 1200)
    assert max(opened(drawn.small).size) == rules.SMALL_SIDE


def test_a_small_photograph_is_not_enlarged() -> None:
    drawn = photos.redraw(photo((120, 80)))

    assert opened(drawn.content).size == (120, 80)


def test_where_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"

    drawn = photos.redraw(photo((800, 600), exif=exif, comment=b"secret"))

    kept = opened(drawn.content)
    assert kept.size == (600, 800)
    assert not kept.getexif()
    assert b"Maker" not in drawn.content
    assert b"secret" not in drawn.content


def test_bytes_appended_to_a_photograph_are_not_kept() -> None:
    drawn = photos.redraw(photo() + HTML)

    assert b"script" not in drawn.content


@pytest.mark.parametrize("content", [SVG, HTML, GIF, b"MZ\x90", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_photograph_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(Invalid, match="这不是照片"):
        photos.redraw(content)


def test_an_empty_file_and_one_over_10_mb_are_refused() -> None:
    with pytest.raises(Invalid, match="空的"):
        photos.redraw(b"")
    with pytest.raises(Invalid, match="10 MB"):
        photos.redraw(photo() + b"\0" * rules.MOST_BYTES)


def test_a_photograph_cut_off_on_the_way_is_refused() -> None:
    whole = photo((1600, 1200), "PNG")

    with pytest.raises(Invalid, match="打不开"):
        photos.redraw(whole[: len(whole) // 2])


def test_an_image_that_would_fill_the_memory_is_refused_unread() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20000, 20000)).save(bomb, "PNG")

    with pytest.raises(Invalid, match="尺寸太大"):
        photos.redraw(bomb.getvalue())


def test_a_telephones_large_jpeg_is_decoded_shrunk() -> None:
    drawn = photos.redraw(photo((9000, 6000)))

    assert (drawn.width, drawn.height) == (1600, 1067)
