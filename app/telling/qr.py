"""An address as a picture that a phone can read from paper."""

from functools import lru_cache

import segno
from markupsafe import Markup

REMEMBERED = 512  # pictures of about 2 KB


@lru_cache(REMEMBERED)
def qr_code(address: str) -> Markup:
    """``address``, one of our own, as an SVG picture in black on white."""
    code = segno.make(address, error="m")
    return Markup(code.svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"))  # noqa: S704 - made by the library from our own address
