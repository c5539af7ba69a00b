"""HTML → plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.markup import MAX_CHARACTERS, longest, one_line, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("no markup", "no markup"),
        ("  much \t white\u00a0space  ", "much white space"),
        ("a wrapped\nline", "a wrapped line"),
        ("one paragraph\n\n  \nand another", "one paragraph\nand another"),
        ("Mr&nbsp;A &amp; Ms&#160;B &mdash; &#x6F4;", "Mr A & Ms B — ۴"),
        ("escaped &lt;b&gt; stays", "escaped <b> stays"),
        ("3 < 5 & 7 > 6", "3 < 5 & 7 > 6"),
        ("<p>One<p>Two</p>three", "One\nTwo\nthree"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<b>1</b>,<i>234</i> killed", "1,234 killed"),
        ("a <em>b</em>\n<em>c</em> d", "a b c d"),
        ("<ul><li>first<li>second</ul>after", "first\nsecond\nafter"),
        ("<table><tr><th>Killed<td>12<tr><th>Hurt<td>40</table>", "Killed 12\nHurt 40"),
        ("<h1>T</h1><div><div><p>x</p></div></div>", "T\nx"),
        ("a<script>if (1 < 2) kill(5)</script>b<style>p{}</style>c", "abc"),
        ("<p>seen<noscript>not</noscript><iframe>nor this</iframe></p>", "seen"),
        ("<script>never closed 500 killed", ""),
        ("<p>one<embed src='x'> two</p>three", "one two\nthree"),
        ("before<!-- 500 killed -->after", "beforeafter"),
        ("<![CDATA[<p>wrapped twice</p>]]>", "wrapped twice"),
        ("what is left ]]> &amp; more", "what is left & more"),
        ("<html><head><title>t</title></head><body>b</body></html>", "b"),
        ("<?xml version='1.0' encoding='utf-16'?><p>q</p>", "q"),
        ('<img src="x" onerror="alert(1)" alt="500 killed">', ""),
        ("unclosed <a href=", "unclosed"),
        ("nul\x00 bell\x07 del\x7f \u0085next", "nul bell del next"),
        ("<p>form\x0cfeed &#11;&#x1f;<br>\x0b&#1;&#0;&#xFFFE;</p>&#12;", "form feed\n\ufffd"),
        ("half\ud800 a character", "half a character"),
        ("soft\u00adhyphen zero\u200bwidth \ufeffmark", "softhyphen zerowidth mark"),
        ("\u200f۲٬۶۱۵\u200f نفر \u202bکشته\u202c شده\u200cاند", "۲٬۶۱۵ نفر کشته شده\u200cاند"),
        ("&rlm;&#8207;۱۲&#x202e;", "۱۲"),
    ],
)
def test_a_reader_sees(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_title_is_one_line() -> None:
    assert one_line("<p>Toll<br>rises</p>\n\nagain") == "Toll rises again"


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 100_000,
        "<b>" * 200_000 + "x",
        "<div>" * 200_000 + "x",
        "<a href='" * 50_000,
        "<a " + "x=1 " * 250_000 + ">",
        "&" * 100_000,
        "&lt" * 300_000,
        "<!--" * 250_000,
        "<![CDATA[" * 100_000,
        "<br>" * 250_000,
        "<td>" * 250_000,
        "<script>" * 100_000,
        " " * 900_000 + "&",
        "\n" * 900_000 + "<",
    ],
    ids=lambda text: f"{text[:8]!r}",
)
def test_a_hostile_text_costs_no_time(hostile: str) -> None:
    """The slowest took 0.4 s when this was written; a quadratic one takes minutes."""
    begun = time.process_time()
    plain(hostile)
    assert time.process_time() - begun < 3


def test_a_text_without_end_is_cut() -> None:
    assert len(plain("x" * (MAX_CHARACTERS + 1))) == MAX_CHARACTERS


@given(
    st.text(alphabet=st.characters(), max_size=60)
    | st.text(alphabet="<>&;!-/[]#x01pbr =\"'\n\x0b", max_size=60)
)
def test_nothing_makes_it_raise_and_what_it_gives_can_be_stored(text: str) -> None:
    found = plain(text)
    found.encode()
    assert found == "\n".join(" ".join(line.split()) for line in found.split("\n") if line.strip())


@given(st.text(alphabet="aé۴ \n", max_size=60))
def test_plain_text_is_not_changed_by_a_second_pass(text: str) -> None:
    assert plain(plain(text).replace("\n", "\n\n")) == plain(text)


_WORDS = (
    "a 12 é ۴ “ & &amp; &lt;b&gt; &nbsp; &nbsp &#160; &#8217; &#150; &#1; &hellip; &foo; &zwj; &shy &Tab; < >"
    " <p> </p> <b> </b> <br> <td> <script> </script> <!-- --> <![CDATA[ ]]>"
).split()
_SPACES = (
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n \n",
    "\t",
    "\u00a0",
    "\u2028",
    "\x85",
    "\x1c",
    "\x00",
    "\u200b",
    "\ud800",
)
_PIECES = st.lists(st.sampled_from((*_WORDS, *_SPACES)), max_size=12).map("".join)


@given(_PIECES)
def test_the_short_ways_lead_where_the_long_one_does(text: str) -> None:
    """A mark that nobody sees makes every text an unusual one; of a tag that shows nothing, every text has to be rid."""
    assert plain(text) == plain("\u200b" + text)
    if "<" not in text and "]]>" not in text:
        assert plain(text) == plain("<b></b>" + text)


@given(_PIECES)
def test_a_text_is_never_longer_than_its_markup(text: str) -> None:
    """So that of two texts the longer can be found without a look at both."""
    assert len(plain(text)) <= len(text)


@given(st.lists(_PIECES, max_size=4))
def test_the_longest_text_is_found(texts: list[str]) -> None:
    assert longest(texts) == max(map(plain, texts), key=len, default="")
