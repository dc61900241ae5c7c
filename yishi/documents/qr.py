"""QR codes, drawn as inline SVG: no file, no style attribute."""

import segno
from markupsafe import Markup


def qr_svg(text: str, label: str = "二维码") -> Markup:
    """The code of an address as `<svg class="qr">`; its size comes from the stylesheet.

    Error correction M: paper outdoors gets dirty. `label` is what a screen reader says.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False)
    drawing = code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, title=label)
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  # segno escapes
