"""Tidy HTML, which is read without a parser: as libxml2 reads it, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.markup import plain
from monitor.core.tidy import DEEPEST, parts_of

UNKNOWN = "<embed>"
"""An element that shows nothing, and is none of those that are known: what it stands before is left to libxml2."""


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("no tags\n\nat all", ["no tags\n\nat all"]),
        ("<p>One</p>\n<p>two</p>three", ["One", "two", "three"]),
        ("one<br>two<br/>three<br />four", ["one", "two", "three", "four"]),
        ("<b>1</b>,<i>234</i> killed", ["1,234 killed"]),
        ('<a href="?a=1&b=2" title=\'a "b"\'>x</a> y', ["x y"]),
        ('<div\n class="a"><ul> <li>x</li> <li>y<ol><li>z</li></ol></li></ul></div>', ["x", "y", "z"]),
        ("a<script async src=x>b()</script>c<style>d{}</style><iframe>e</iframe>f", ["acf"]),
        ("<p>seen<!-- 500 killed --> too</p>", ["seen too"]),
        ('<figure><img src="a" alt="b > c"></figure>', None),
        ("a &amp;&lt; b<br>", ["a &amp;&lt; b"]),
        ("", []),
    ],
)
def test_the_parts_between_the_edges_of_blocks(html: str, parts: list[str] | None) -> None:
    assert parts_of(html) == parts


@pytest.mark.parametrize(
    "html",
    [
        "<p>never closed",
        "<p>One<p>two</p>",
        "closed</p> only",
        "<b><i>crossed</b></i>",
        "<b>a<p>block in a phrase</p></b>",
        "<p>a<div>section in a line</div></p>",
        "<ul>no item</ul><li>no list</li>",
        "<a>in <a>itself</a></a>",
        "<p/>one<p>two</p>",
        "<br></br>",
        "<P>capitals</P>",
        "3 < 5",
        "7 > 6 <b",
        "<b",
        "<em >5</em >",
        '<p title="a > b">x</p>',
        "<p title='a > b'>x</p>",
        '<p b"="x>y">z</p>',
        "<p a=b/c>x</p>",
        "<p a==b>x</p>",
        "<!-->x",
        "<!--->x",
        "<!-- a > b -->",
        "<!doctype html>x",
        "<script>a < b</script>",
        "<script><!-- a --></script>",
        "<iframe><p>x</p></iframe>",
        "<table><tr><td>12</td></tr></table>",
        "<title>x</title>",
        "&am<b>p;</b>",
        "&#8<b>217;</b>",
        "a&<b>amp;</b>",
        "<div>" * (DEEPEST + 1) + "x" + "</div>" * (DEEPEST + 1),
    ],
)
def test_where_parsers_may_differ_it_says_nothing(html: str) -> None:
    assert parts_of(html) is None
    assert plain(html) == plain(UNKNOWN + html)


_WORDS = st.sampled_from(
    ("killed 12", " ", "\n", "\n\n", "a  b", "&amp;", " &#8217;s", "&nbsp;", "–", "\u200b", "& ", ">", "]", "a\nb", "&lt;b&gt;")
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(("", ' class="a b"', " href='?a=1&amp;b=2'", " id=x", ' hidden\n lang="en"'))
_PHRASES = ("a", "b", "em", "span", "q", "sup", "time", "font")
_LINES = ("p", "h2", "figcaption", "pre")
_SECTIONS = ("div", "blockquote", "figure", "section", "details", "table")
_ALONE = st.sampled_from(
    ("<br>", "<br />", '<img src="x"/>', "<hr>", "<!-- x -->", "<script>x</script>", "<iframe src=x></iframe>", "</p>")
)  # fmt: skip


def _elements(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from((*_PHRASES, *_LINES, *_SECTIONS))
    within = st.lists(inside, max_size=4).map("".join)
    return st.builds(lambda name, said, text: f"<{name}{said}>{text}</{name}>", names, _ATTRIBUTES, within)


_HTML = st.lists(st.recursive(_WORDS | _ALONE, _elements, max_leaves=12), max_size=4).map("".join)


@given(_HTML)
def test_it_is_read_as_libxml2_reads_it(html: str) -> None:
    assert plain(html) == plain(UNKNOWN + html)
