"""Text in a picture: made harmless, measured, and cut to the room there is.

Widths are those of DejaVu Sans, which comes with Tollwatch and is wider than most; a browser that takes
another font needs less room.
"""

from __future__ import annotations

import unicodedata
from html import escape

ASCII_WIDTHS = (
    "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 "
    "100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 "
    "50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84"
)
"""How wide the characters from the blank to «~» are, in hundredths of the font's size."""

OTHER, JOINED, WIDEST = 0.72, 0.6, 1.05
"""How wide other letters are on average, those from right to left, East Asian ones and signs, in the font's size."""

JOINERS = "\u200c\u200d"
"""What Persian needs between letters; every other invisible character only turns or hides text."""

RIGHT_TO_LEFT_MARK = "\u200f"

MOST_MARKS = 2
"""Accents on one letter; more are a prank that reaches over other lines."""

_WIDTHS = [int(width) / 100 for width in ASCII_WIDTHS.split()]


def plain(text: str) -> str:
    """The text without what a picture must not hold: controls, overrides of direction, heaps of accents.

    What begins in a script from right to left stays in one piece that way, brackets at its end included.
    """
    letters: list[str] = []
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= MOST_MARKS and (kind[0] != "C" or letter in JOINERS):
            letters.append(letter)
        elif kind == "Cc":
            letters.append(" ")
    line = " ".join("".join(letters).split())
    return f"{RIGHT_TO_LEFT_MARK}{line}{RIGHT_TO_LEFT_MARK}" if is_right_to_left(line) else line


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def width(text: str, size: float) -> float:
    """How wide a line of plain text is at most, in the unit of `size`, the height of the font."""
    return size * sum(map(_width, text))


def _width(letter: str) -> float:
    code = ord(letter)
    if 32 <= code < 127:
        return _WIDTHS[code - 32]
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    east_asian = unicodedata.east_asian_width(letter) in ("W", "F")
    if east_asian or letter in "…—≥→":
        return WIDEST
    return JOINED if unicodedata.bidirectional(letter) in ("R", "AL") else OTHER


def fitted(text: str, room: float, size: float) -> str:
    """Plain text, cut with an ellipsis where it is wider than its room; between words if that loses little."""
    line = plain(text)
    if width(line, size) <= room:
        return line
    line = line.strip(RIGHT_TO_LEFT_MARK)
    left = room - width("…", size)
    kept = 0
    for letter in line:
        left -= size * _width(letter)
        if left < 0:
            break
        kept += 1
    cut = line.rfind(" ", 0, kept + 1)
    kept = cut if cut > kept / 2 else kept
    return plain(f"{line[:kept].rstrip(' ,;:.(–-')}…")


def quoted(text: str) -> str:
    """Escaped for XML, in text and in attributes."""
    return escape(text, quote=True)
