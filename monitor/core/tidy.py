"""What a reader sees of tidy HTML – every element closed, and where it belongs – or nothing at all.

All parsers agree about such HTML, and editors and content management systems write little else.  It takes
no tree, only a look at each tag: which may follow depends on the element that is open.  Where anything
else stands – an element that is not written down here, an end that is missing, a `<` that begins no tag –
`markup` asks libxml2.
"""

from __future__ import annotations

import re
from typing import Any

DEEPEST = 64
"""Elements inside one another."""

_PHRASES = (
    "a abbr b bdi big cite code del em font i ins kbd mark q s samp small span strike strong sub sup time tt u var"
).split()
_LINES = "address dt figcaption h1 h2 h3 h4 h5 h6 p pre summary".split()
_SECTIONS = "article aside blockquote center dd details div figure footer header li main section".split()
_LISTS = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd")}
_UNSEEN = frozenset(("iframe", "script", "style"))
_EMPTY = ("br", "hr", "img", "wbr")

_EDGES = frozenset(
    tag for name in (*_LINES, *_SECTIONS, *_LISTS, "br", "hr") for tag in (name, f"/{name}", f"{name}/")
)
_COMMENT = "<!-- -->"  # whatever it says

Open = dict[str, Any]
"""What an open element may hold: tags, each with what may follow it, another `Open` or one of the two below."""

_NOTHING_MORE: Open = {}
_AS_BEFORE: Open = {}


def _what_each_may_hold() -> dict[str, Open]:
    """By names of elements, and under '' what may stand outside of them all."""
    holding: dict[str, Open] = {
        name: {f"/{name}": _NOTHING_MORE} for name in (*_PHRASES, *_LINES, *_SECTIONS, *_LISTS, *_UNSEEN)
    }
    holding[""] = {}
    phrases = {*_PHRASES, *_UNSEEN}
    anything = phrases.union(_LINES, _SECTIONS, _LISTS).difference("li dt dd".split())
    for name, tags in holding.items():
        if name in _UNSEEN:
            continue
        whole = name in ("", "a", "span", "figcaption", *_SECTIONS)
        held = _LISTS.get(name) or (anything if whole else phrases) - ({"a"} if name == "a" else set())
        tags.update((one, holding[one]) for one in held)
        if name not in _LISTS:
            empty = _EMPTY if whole else ("br", "img", "wbr")
            tags.update((tag, _AS_BEFORE) for one in empty for tag in (one, f"{one}/"))
        tags[_COMMENT] = _AS_BEFORE
    return holding


_OUTSIDE = _what_each_may_hold()[""]

_WITH_ATTRIBUTES = re.compile(
    r"""([a-z][a-z0-9]*+)(?:[ \n]++[A-Za-z_][\w:.-]*+(?:=(?:"[^"]*+"|'[^']*+'|[^\s"'=`/]++))?+)*+[ \n]*+(/?)""",
    re.ASCII,
)
_CUT_REFERENCE = re.compile("&#?[A-Za-z0-9]*<")


def parts_of(text: str) -> list[str] | None:
    """The text between the edges of blocks, its references as they are, in parts that are not empty; or None."""
    part, *pieces = text.split("<")
    parts: list[str] = []
    around: list[Open] = []
    open_ = _OUTSIDE
    names: dict[str, str] = {}  # of tags with attributes: a page of code has thousands, and dozens of kinds
    for piece in pieces:
        tag, closed, after = piece.partition(">")
        if not closed:
            return None
        follows = open_.get(tag)
        if follows is None:
            tag = names.get(tag) or names.setdefault(tag, _without_attributes(tag))
            follows = open_.get(tag)
            if follows is None:
                return None
        if tag in _EDGES:
            if part := part.strip():
                parts.append(part)
            part = after
        elif tag not in _UNSEEN:
            part += after
        if follows is _NOTHING_MORE:
            open_ = around.pop()
        elif follows is not _AS_BEFORE:
            around.append(open_)
            open_ = follows
            if len(around) > DEEPEST:
                return None
    if around or ("&" in text and _CUT_REFERENCE.search(text)):
        return None
    if part := part.strip():
        parts.append(part)
    return parts


def _without_attributes(tag: str) -> str:
    """«img/» of `img src="…" /`, '' of what may not end where it seems to."""
    if tag.startswith("!--"):
        return _COMMENT if tag.endswith("--") and len(tag) > 4 else ""
    found = _WITH_ATTRIBUTES.fullmatch(tag)
    return found[1] + found[2] if found else ""
