"""HTML → plain text: what a reader sees, as one string that offsets can point into.

lxml does the work, because a hostile text costs it no more than an honest one (`<[^>]*>` and
the standard library's html.parser do not end in time on 100 kB of `<`).
"""

from __future__ import annotations

import re

from lxml import etree, html

MAX_CHARACTERS = 1_000_000
"""Longer input is cut: one entry of a feed is no library, and the cut bounds time and memory."""

_BLOCKS = (
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol optgroup option p pre section "
    "summary table tbody tfoot thead tr ul"
).split()
_CELLS = ("td", "th")
_UNSEEN = (
    "applet audio canvas embed head iframe math noscript object script select style svg template "
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


def plain(text: str) -> str:
    """Reduce HTML, or text that holds none, to what a reader sees.

    Blocks and blank lines end a line, other white space collapses to one blank, entities are
    resolved once.  It never raises, and does not judge whether the HTML is well formed.
    """
    text = _INVISIBLE.sub("", text[:MAX_CHARACTERS])
    if "<" in text or "&" in text:
        text = _INVISIBLE.sub("", _without_tags(text))
    return "\n".join(_paragraphs(text))


def one_line(text: str) -> str:
    """`plain`, with the line ends gone too: for titles."""
    return plain(text).replace("\n", " ")


def _without_tags(text: str) -> str:
    """The text of the visible elements, with a blank line at the edges of every block."""
    # CDATA marks that were escaped twice stay in the text of some feeds; libxml2 would take the
    # whole text for a comment.  The <div> keeps the parser from calling a lone comment «empty»;
    # it stays open, because `<plaintext>` would make its end a part of the text.
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"<div>{text}".encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.text = _after("\n\n", element.text)
        element.tail = _after("\n\n", element.tail)
    for cell in root.iter(*_CELLS):
        cell.tail = _after(" ", cell.tail)
    return str(etree.tostring(root, method="text", encoding="unicode", with_tail=False))


def _after(space: str, text: str | None) -> str:
    """White space before a text; lxml reads control characters out of HTML, but takes none back."""
    return space + _CONTROLS.sub(" ", text or "")


def _paragraphs(text: str) -> list[str]:
    """The runs of lines between blank lines, each with its white space collapsed; none is empty."""
    paragraphs: list[str] = []
    words: list[str] = []
    for line in text.split("\n"):
        found = line.split()
        words += found
        if not found and words:
            paragraphs.append(" ".join(words))
            words = []
    if words:
        paragraphs.append(" ".join(words))
    return paragraphs
