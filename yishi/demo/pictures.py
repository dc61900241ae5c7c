"""Plain drawings in place of photographs: a lamp, a shed, a pavement."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 720)


def lamp(*, lit: bool) -> bytes:
    """A street lamp at night beside a house."""
    image, draw = _canvas("#141d2e")
    draw.rectangle((520, 180, 900, 640), fill="#232f45")
    for column in range(4):
        for row in range(5):
            x, y = 550 + column * 85, 210 + row * 82
            draw.rectangle(
                (x, y, x + 46, y + 50), fill="#30405c" if (column + row) % 3 else "#e0c878"
            )
    draw.rectangle((0, 640, 960, 720), fill="#1c2434")
    draw.rectangle((236, 200, 246, 650), fill="#606b80")
    draw.rectangle((236, 196, 330, 206), fill="#606b80")
    if lit:
        draw.polygon([(300, 214), (360, 214), (470, 640), (170, 640)], fill="#5b573f")
    draw.ellipse((296, 200, 364, 232), fill="#ffe9a8" if lit else "#3a4356")
    return _jpeg(image)


def shed(*, built: bool) -> bytes:
    """The place behind a house: weeds, or a shed with bikes."""
    image, draw = _canvas("#c7d6e5")
    draw.rectangle((60, 90, 420, 560), fill="#b9a58a")
    for row in range(4):
        for column in range(3):
            x, y = 100 + column * 105, 130 + row * 100
            draw.rectangle((x, y, x + 56, y + 58), fill="#7f95ab")
    draw.rectangle((0, 560, 960, 720), fill="#8d8f86" if built else "#93a06f")
    if built:
        draw.polygon([(440, 330), (900, 300), (930, 340), (430, 372)], fill="#1d4f91")
        for x in (460, 610, 760, 900):
            draw.rectangle((x, 350, x + 10, 600), fill="#4c5665")
        for x in range(490, 880, 78):
            draw.ellipse((x, 540, x + 44, 584), outline="#2a3140", width=6)
            draw.line((x + 22, 562, x + 58, 510), fill="#2a3140", width=7)
    else:
        draw.line((395, 150, 620, 600), fill="#2a2a2a", width=4)
        draw.line((395, 260, 700, 610), fill="#2a2a2a", width=4)
    return _jpeg(image)


def road(*, mended: bool) -> bytes:
    """A pavement with a hole, or without."""
    image, draw = _canvas("#aebccb")
    draw.polygon([(360, 200), (600, 200), (960, 720), (0, 720)], fill="#6d7178")
    draw.line((480, 220, 480, 300), fill="#e6e6e6", width=8)
    draw.line((480, 380, 480, 500), fill="#e6e6e6", width=12)
    if mended:
        draw.rounded_rectangle((300, 520, 560, 640), 20, fill="#55585e")
    else:
        draw.ellipse((300, 510, 560, 650), fill="#3c3a36")
        draw.ellipse((340, 545, 520, 625), fill="#59656b")
    return _jpeg(image)


def _canvas(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, colour)
    return image, ImageDraw.Draw(image)


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
