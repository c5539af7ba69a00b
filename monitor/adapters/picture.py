"""An SVG as PNG, for mail programs: most of them show no SVG.

Drawn with the one font that travels with the package, so that it looks the same on every machine,
also on one that has no fonts.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path

from resvg_py import svg_to_bytes

from monitor.errors import PictureError
from monitor.model import Picture

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"

SHARPNESS = 2
"""Pixels of the PNG for one of the SVG, a side: screens of phones have two and more."""

MOST_BYTES = 60_000
"""What a chart may add to a mail; programs cut a mail's text from about 100 kB on, pictures not counted."""


def render_png(svg: str, sharpness: float = SHARPNESS) -> bytes:
    """The picture of an SVG document.  Blocks for some 0.1 s.  Raises PictureError where it cannot be drawn."""
    try:
        return svg_to_bytes(
            svg_string=svg,
            zoom=sharpness,
            skip_system_fonts=True,
            font_files=[str(FONT)],
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    except Exception as error:
        raise PictureError(f"the chart cannot be drawn: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how Rust's panics come through
            raise
        raise PictureError("the chart cannot be drawn: the renderer failed") from error


def picture(name: str, svg: str, alt: str) -> Picture:
    """A chart to send, as sharp as fits into MOST_BYTES.  Raises PictureError.

    An alert goes to many destinations at the same moment: the first has it drawn, the others wait for that.
    """
    return _drawing(os.getpid()).submit(_drawn, name, svg, alt, MOST_BYTES).result()


@cache
def _drawing(process: int) -> ThreadPoolExecutor:
    """The one thread of a process that draws, whichever ask: glibc keeps for each thread the 6 MB that drawing takes.

    A process that was forked has none of the threads that its parent had, and would wait for them for ever.
    """
    return ThreadPoolExecutor(1, f"draws in {process}")


@lru_cache(maxsize=32)
def _drawn(name: str, svg: str, alt: str, most: int) -> Picture:
    sharpness = float(SHARPNESS)
    png = render_png(svg, sharpness)
    while len(png) > most and sharpness > 1:
        # A PNG grows somewhat faster than its sides, so that this falls short rarely, and by little.
        sharpness = max(1.0, 0.97 * sharpness * most / len(png))
        png = render_png(svg, sharpness)
    return Picture(name, png, alt)
