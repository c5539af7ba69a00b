"""HTML → plain text: what a reader sees, as one string that offsets can point into.

lxml does the work, because a hostile text costs it no more than an honest one (`<[^>]*>` and
the standard library's html.parser do not end in time on 100 kB of `<`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html.entities import html5, name2codepoint
from typing import Any

from lxml import etree

from monitor.core.tidy import parts_of

MAX_CHARACTERS = 1_000_000
"""Longer input is cut: one entry of a feed is no library, and the cut bounds time and memory."""

_BLOCKS = (
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol optgroup option p pre section "
    "summary table tbody tfoot thead tr ul"
).split()
_CELLS = ("td", "th")
_UNSEEN = (
    "applet audio canvas head iframe math noscript object script select style svg template "
    "textarea title video"
).split()

# What no reader sees and what would come between a rule and its words: control characters that are
# no white space, lone surrogates (they cannot be stored), soft hyphen, zero-width space, byte-order
# mark, and the marks of writing direction (they sit around numbers in Persian and Arabic text, and
# they can make an alert read as something else).  The joiners U+200C and U+200D are spelling: kept.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# These, and white space that is neither a blank nor a line's end: what a text of today's press is free of.
_UNUSUAL = re.compile(f"{_INVISIBLE.pattern}|[^\\S \n]")
_USUAL_ASCII = bytes((10, *range(32, 127)))
_DOUBTFUL = re.compile("[\x0b-\x0d\x1c-\x1f\x85]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")

_REFERENCE = re.compile("&(#?[A-Za-z0-9]+;?)")
_NAMED = {name: chr(code) for name, code in name2codepoint.items() if html5[f"{name};"] == chr(code)}
_UNUSUAL_NAMES = ("#", *(name.rstrip(";") for name, text in html5.items() if _UNUSUAL.search(text)))

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def plain(text: str) -> str:
    """Reduce HTML, or text that holds none, to what a reader sees.

    Blocks and blank lines end a line, other white space collapses to one blank, entities are
    resolved once.  It never raises, and does not judge whether the HTML is well formed.  The result
    is never longer than the text.
    """
    text = text[:MAX_CHARACTERS].replace("\t", " ")
    calm = not _is_unusual(text)
    if not calm:
        text = _INVISIBLE.sub("", text)
    if "<" not in text and "&" not in text:
        return _lines(_parts(text), calm)
    if (tidy := _tidied(text, calm)) is not None:
        return _lines(*tidy)
    calm = calm and all(map(_is_calm, _REFERENCE.findall(text)))
    return _lines(_parts(_without_tags(text, calm)), calm)


def longest(texts: Iterable[str]) -> str:
    """The longest of the texts in plain form, of equals the first: a text that cannot be it is not reduced."""
    best = reduced = ""
    for text in texts:
        if len(text) > len(best) and text != reduced:  # a summary is often the content again
            reduced = text
            best = max(best, plain(text), key=len)
    return best


def one_line(text: str) -> str:
    """`plain`, with the line ends gone too: for titles."""
    return plain(text).replace("\n", " ")


def _is_unusual(text: str) -> bool:
    """Whether a text holds more than letters, signs, blanks and line ends."""
    try:
        # Without what is usual in ASCII there is little left to look through in most languages' markup.
        rest = text.encode().translate(None, _USUAL_ASCII).decode()
    except UnicodeEncodeError:
        return True
    return _UNUSUAL.search(rest) is not None


def _is_calm(reference: str) -> bool:
    """Whether nothing unusual comes of a character reference."""
    character = _character(reference)
    return not reference.startswith(_UNUSUAL_NAMES) if character is None else not _UNUSUAL.match(character)


def _tidied(text: str, calm: bool) -> tuple[Sequence[str], bool] | None:
    """The parts of a text in which tags and references are plain to see, and whether they are calm; else None."""
    if ("]" in text and "]]>" in text) or ("<" in text and not calm and _DOUBTFUL.search(text)):
        return None
    parts = parts_of(text) if "<" in text else _parts(text)
    if parts is None:
        return None
    if "&" not in text:
        return parts, calm
    found = _REFERENCE.split("\n\n".join(parts))
    characters = {reference: _character(reference) for reference in dict.fromkeys(found[1::2])}
    if None in characters.values():
        return None
    found[1::2] = map(characters.__getitem__, found[1::2])
    return _parts("".join(found)), calm and all(map(_is_calm, characters))


def _character(reference: str) -> str | None:
    """What `#8217;` or `rsquo;` stands for, where all parsers of HTML agree on it."""
    name = reference.removesuffix(";")
    if name == reference:
        return None
    if not name.startswith("#"):
        return _NAMED.get(name)
    digits = name[1:]
    code = int(digits) if digits.isdecimal() and len(digits) < 6 else 0
    return chr(code) if 32 <= code < 127 or 160 <= code < 0xD800 else None


def _without_tags(text: str, calm: bool) -> str:
    """The text of the visible elements, with a blank line at the edges of every block."""
    # CDATA marks that were escaped twice stay in the text of some feeds; libxml2 would take the
    # whole text for a comment.  The <div> keeps the parser from calling a lone comment «empty»;
    # it stays open, because `<plaintext>` would make its end a part of the text.
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    try:
        root = etree.fromstring(f"<div>{text}".encode(), parser=_PARSER)
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    _set_apart(root, calm)
    return str(etree.tostring(root, method="text", encoding="unicode", with_tail=False))


def _set_apart(root: Any, calm: bool) -> None:
    """White space at the edges of blocks and behind cells."""
    # lxml reads control characters out of HTML, but takes none back.
    cleaned = str if calm else _without_controls
    for element in root.iter(*_BLOCKS):
        text, tail = element.text, element.tail
        element.text = f"\n\n{cleaned(text)}" if text else "\n\n"
        element.tail = f"\n\n{cleaned(tail)}" if tail else "\n\n"
    for cell in root.iter(*_CELLS):
        cell.tail = f" {cleaned(cell.tail or '')}"


def _without_controls(text: str) -> str:
    return _CONTROLS.sub(" ", _INVISIBLE.sub("", text))


def _parts(text: str) -> Sequence[str]:
    """A text cut at the blank lines that hold no blanks."""
    return [*filter(None, map(str.strip, text.split("\n\n")))]


def _lines(parts: Sequence[str], calm: bool) -> str:
    """The parts of a text as lines, each with its white space collapsed; none is empty.

    In a calm text most parts are such lines: that takes no look at each.
    """
    if not calm:
        return "\n".join(line for part in parts for line in _paragraphs(_INVISIBLE.sub("", part)))
    lines = "\n".join(parts)
    if "  " not in lines and lines.count("\n") < len(parts):
        return lines
    return "\n".join(
        line for part in parts for line in (_paragraphs(part) if "\n" in part or "  " in part else (part,))
    )


def _paragraphs(text: str) -> list[str]:
    """The runs of lines between blank lines, each with its white space collapsed; none is empty."""
    return [part for part in map(_collapsed, _BLANK_LINES.split(text)) if part]


def _collapsed(text: str) -> str:
    return " ".join(text.split())
