"""What the quick reader reads is what feedparser reads, or nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feedparser.api import StrictFeedParser
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core import quick
from monitor.core.parse import _xml_feed, parse, quick_parse
from monitor.core.vocabulary import ROLES, USUAL
from monitor.errors import NotAFeed
from monitor.model import Feed, Source

FEEDS = Path(__file__).parent.parent / "feeds"
SOURCE = Source(id="feed", title="A feed", url="https://source.example/feeds/all", grade="B2", language="und")
SEEN_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
XML = "application/xml"

SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "media": "http://search.yahoo.com/mrss/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "x": "http://www.w3.org/1999/xhtml",
        "own": "https://own.example/ns",
    }.items()
)


def rss(item: str, channel: str = "") -> bytes:
    """An RSS feed of one item."""
    return f'<rss version="2.0" {SPACES}><channel><title>F</title>{channel}<item>{item}</item></channel></rss>'.encode()


def atom(entry: str, feed: str = "", of: str = "http://www.w3.org/2005/Atom") -> bytes:
    """An Atom feed of one entry."""
    return f'<feed xmlns="{of}" {SPACES}{feed}><title>F</title><entry>{entry}</entry></feed>'.encode()


def rdf(item: str, beside: str = "") -> bytes:
    """An RSS 1.0 feed of one item."""
    return (
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {SPACES}><channel rdf:about="https://a.example/"><title>F</title>'
        f'</channel>{beside}<item rdf:about="https://a.example/1">{item}</item></rdf:RDF>'
    ).encode()


def feedparsers(body: bytes, content_type: str = XML) -> Feed | None:
    """What is read without the quick reader."""
    try:
        return parse(body, content_type, SOURCE, SEEN_AT)
    except NotAFeed:
        return None


READ = {
    "a plain item": rss("<title>T</title><link>https://a.example/1</link><guid>g</guid><description>D</description>"),
    "CDATA": rss("<title><![CDATA[A <b>b</b> & c]]></title><description>a<![CDATA[b]]>c</description>"),
    "a comment in a text": rss("<title>one<!-- and -->two</title>"),
    "escaped HTML": rss("<title>T</title><description>&lt;p&gt;One &amp;amp; two&lt;/p&gt;</description>"),
    "content and summary": rss("<description>D</description><content:encoded>The content</content:encoded>"),
    "content without a summary": rss("<title>T</title><content:encoded>The content</content:encoded>"),
    "a second description is content": rss("<description>A</description><description>Second</description>"),
    "a description after content": rss("<content:encoded>C</content:encoded><description>Longer</description>"),
    "content of the item before": rss(
        "<content:encoded>C</content:encoded></item><item><description>A</description><description>B</description>"
    ),
    "a podcast's summary": rss("<itunes:summary>S</itunes:summary><description>Desc</description>"),
    "summaries of the feed": rss(
        "<description>A</description><media:description>Longer</media:description>",
        "<itunes:summary>S</itunes:summary><description>D</description><itunes:summary>S</itunes:summary>",
    ),
    "Media RSS in a group": rss(
        "<title>T</title><media:group><media:title>M</media:title><media:content url='u' medium='image'/>"
        "<media:description>Longer than T</media:description></media:group>"
    ),
    "Media RSS before the title": rss("<media:content url='u'><media:title>M</media:title></media:content><title>T</title>"),
    "Media RSS beside the title": rss("<media:title>M</media:title><title>T</title>"),
    "only a title of Media RSS": rss("<media:title>M</media:title>"),
    "two titles": rss("<title/><title>T</title><dc:title>Another</dc:title>"),
    "a title after an image": rss("<title>T</title><image>i.png</image><title>Later</title>"),
    "a title after a source": rss("<title>T</title><source url='https://b.example/'>B</source><title>Later</title>"),
    "a guid is a link": rss("<title>T</title><guid>https://a.example/?p=1</guid>"),
    "a guid is no link": rss("<title>T</title><guid isPermaLink='false'>relative/1</guid>"),
    "a guid is resolved": rss("<title>T</title><guid>relative/1</guid>"),
    "two guids": rss("<title>T</title><guid>one</guid><own:box><guid>deeper</guid></own:box><guid>two</guid>"),
    "a guid that stands deeper": rss("<title>T</title><guid>one</guid><own:box><guid>deeper</guid></own:box>"),
    "ampersands": rss("<title>T</title><link>https://a.example/?a=1&amp;amp;b=2</link>"),
    "links": rss("<title>T</title><link>/one?a=1&amp;b;=2</link><atom:link rel='self' href='/two'/>"),
    "links in attributes": rss("<title>T</title><atom:link href='https://a.example/three'/><atom:link rel='x' href='y'/>"),
    "a link to the base": rss("<title>T</title><atom:link href=''/>"),
    "odd slashes": rss("<title>T</title><link>https:////a.example//one/../two#</link>"),
    "no link at all": rss("<title>T</title><link/>"),
    "a link that is none": rss("<title>T</title><link>http://[half</link>"),
    "dates": rss("<title>T</title><dc:date>2026-01-14T10:00:00Z</dc:date><pubDate>Wed, 14 Jan 2026 11:00:00 GMT</pubDate>"),
    "dates of Dublin Core": rss("<title>T</title><dcterms:issued>2026-01-14</dcterms:issued><dcterms:created>2025-01-14</dcterms:created>"),
    "languages": rss("<title>T</title><dc:language>fa-IR</dc:language>", "<language>en</language>"),
    "the feed's language": rss("<title>T</title>", "<language>ar</language>"),
    "a title's language": rss("<title xml:lang='de_AT'>T</title>", "<language>en</language>"),
    "no language": rss("<own:box xml:lang='de'><title xml:lang=''>T</title></own:box>"),
    "text that was encoded twice": rss("<title>Loi\u00c3\u00a9 \u00e2\u0082\u00ac</title>"),
    "Windows' signs": rss("<title>\u0093quoted\u0094 in \u03b1</title>"),
    "names of its own": rss("<own:title>no</own:title><title>T</title><own:box a='1'><own:text>x</own:text></own:box>"),
    "a wrong namespace": rss('<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/Content/">C</c:encoded><title>T</title>'),
    "an image of the feed": rss("<title>T</title>", "<image><url>u</url><title>I</title><link>l</link></image><title>F2</title>"),
    "asked": rss("<title>T</title>", "<ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod>"),
    "asked with an attribute": rss("<title>T</title>", "<ttl>90</ttl><ttl unit='m'>60</ttl>"),
    "an item outside": b'<rss version="0.91"><channel><title>F</title></channel><item><title>T</title></item></rss>',
    "nothing but a declaration": b'<?xml version="1.0"?><rss><channel><title>F</title></channel></rss>',
    "all in a line": b'<?xml version="1.0" encoding="utf-8"?><rss><channel><item><title>T ?></title></item></channel></rss>',
    "UserLand's namespace": b'<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><item><title>T</title></item></channel></rss>',
    "Atom": atom("<title>T</title><id>tag:a.example,2026:1</id><link href='/1'/><summary>S</summary><updated>2026-01-14T10:00:00Z</updated>"),
    "types of Atom": atom("<title type='html'>A &lt;b&gt;b&lt;/b&gt;</title><content type='text'>C</content><summary type='TEXT/HTML'>S</summary>"),
    "XHTML": atom("<title>T</title><content type='xhtml'><x:div>a <x:b class='c &quot;'>b</x:b><x:br/>&lt;c&gt;</x:div></content>"),
    "XHTML without its div": atom("<title type='xhtml'><x:div>A</x:div><x:div>B</x:div></title><summary type='xhtml'> x </summary>"),
    "XHTML in Atom 0.3": b'<feed xmlns="http://purl.org/atom/ns#" xmlns:x="http://www.w3.org/1999/xhtml"><entry><title>T</title>'
    b'<content type="application/xhtml+xml"><x:div>a</x:div></content></entry></feed>',
    "an entry from elsewhere": atom("<source><title>Elsewhere</title><id>i</id><author><name>N</name></author></source><title>T</title>"),
    "an Atom id is a link": atom("<title>T</title><id>https://a.example/1</id>"),
    "bases": atom("<title>T</title><link xml:base='sub/' href='1'/><id>2</id>", " xml:base='https://b.example/dir/'"),
    "content elsewhere": atom("<title>T</title><content src='https://a.example/1'/>"),
    "RSS 1.0": rdf("<title>T</title><description>D</description><dc:date>2026-01-14T10:00:00+01:00</dc:date>"),
    "RSS 1.0 with a picture": rdf("<title>T</title>", "<image><title>I</title></image>"),
}  # fmt: skip


@pytest.mark.parametrize("body", READ.values(), ids=READ.keys())
def test_the_quick_reader_reads_what_feedparser_reads(body: bytes) -> None:
    found = quick_parse(body, XML, SOURCE, SEEN_AT)
    assert found is not None
    assert found == feedparsers(body)
    # Of what is equal as text the markup is equal, too.
    assert quick.read(body, XML, SOURCE.url) == _xml_feed(body, XML, SOURCE.url)


@pytest.mark.parametrize(
    ("content_type", "declared", "encoding"),
    [
        ("application/xml", "utf-8", "utf-8"),
        ("application/rss+xml; charset=iso-8859-1", "utf-8", "iso-8859-1"),
        ("application/xml;charset='windows-1251'", "", "windows-1251"),
        ("text/xml", "windows-1252", "windows-1252"),
        ("text/xml; charset=utf-8", "iso-8859-1", "utf-8"),
        ("text/html", "ISO-8859-1", "iso-8859-1"),
        ("", "koi8-r", "koi8-r"),
        ("application/atom+xml", "gb2312", "gb18030"),
    ],
)
def test_the_encoding_is_chosen_as_feedparser_chooses_it(
    content_type: str, declared: str, encoding: str
) -> None:
    said = f' encoding="{declared}"' if declared else ""
    title = {"windows-1251": "Число", "koi8-r": "Число", "gb18030": "数字"}.get(encoding, "caf\u00e9")
    body = f'<?xml version="1.0"{said}?><rss><channel><item><title>{title}</title></item></channel></rss>'
    found = quick_parse(body.encode(encoding), content_type, SOURCE, SEEN_AT)
    assert found == feedparsers(body.encode(encoding), content_type)
    assert found is not None
    assert found.entries[0].title == title


def test_an_encoding_that_nobody_says_is_not_guessed() -> None:
    """Somebody may have installed chardet, and feedparser would ask it."""
    body = "<rss><channel><item><title>caf\u00e9</title></item></channel></rss>".encode()
    assert quick_parse(body, "text/xml", SOURCE, SEEN_AT) is None
    assert quick_parse(body, "application/xml", SOURCE, SEEN_AT) is not None


DECLINED = {
    "not well-formed": b"<rss><channel><item><title>T</item></channel></rss>",
    "a document type": b"<!DOCTYPE rss><rss><channel><item><title>T</title></item></channel></rss>",
    "entities": b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
    "HTML's entities": rss("<title>T&nbsp;</title>"),
    "no feed": b"<html><head><title>T</title></head></html>",
    "RDF without items": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    "UTF-16": '<rss><channel><item><title>T</title></item></channel></rss>'.encode("utf-16"),
    "no encoding that is known": b'<?xml version="1.0" encoding="klingon"?><rss><channel/></rss>',
    "an encoding that is not its own": "<rss><channel><item><title>caf\u00e9</title></item></channel></rss>".encode("latin-1"),
    "two encodings in a line": b'<?xml version="1.0"?><rss><channel><item><title>encoding="latin-1" encoding="ascii"?></title></item></channel></rss>',
    "HTML in a text": rss("<title>a <b>b</b></title>"),
    "HTML without its namespace": atom("<content type='xhtml'><div>a</div></content>"),
    "a body in content": atom("<content type='xhtml'><x:body>a</x:body></content>"),
    "base64": atom("<content mode='base64'>QQ==</content>"),
    "a picture as content": atom("<content type='image/png'>QQ==</content>"),
    "an item in an item": rss("<item><title>T</title></item>"),
    "a feed in a feed": rss("<rss/>"),
    "CDF": b"<channel><item href='/1'><title>T</title></item></channel>",
    "an item of CDF": b"<rss><channel><item href='/1'><title>T</title></item></channel></rss>",
    "a title of a picture": rss("<title>T</title><image><title>I</title></image>"),
    "a source with a summary": atom("<source><summary>S</summary></source><title>T</title>"),
    "a name that feedparser keeps something under": rss("<title>T</title><date>2026-01-14</date>"),
    "a date that stops feedparser": rss("<title>T</title><pubDate>Fri, 2006/13/15 08:19:53 EDT</pubDate>"),
    "two prefixes": rss('<a:b xmlns:a="urn:a"/><c:d xmlns:c="urn:a"/><title>T</title>'),
    "a prefix for two": rss('<a:b xmlns:a="urn:a"/><a:b xmlns:a="urn:b"/><title>T</title>'),
    "a prefix that belongs to another": rss('<dc:b xmlns:dc="http://search.yahoo.com/mrss/"/><title>T</title>'),
    "a meant attribute of another's": rss('<link own:href="https://a.example/"/><title>T</title>'),
    "a base that is no page": atom("<title>T</title><link xml:base='ftp://a.example/' href='1'/>"),
    "a name that is not ASCII": rss("<t\u00eftle>T</t\u00eftle>"),
    "too deep": rss("<own:a>" * 70 + "</own:a>" * 70),
    "too many attributes": rss("<own:a " + " ".join(f"a{n}='1'" for n in range(80)) + "/>"),
}  # fmt: skip


@pytest.mark.parametrize("body", DECLINED.values(), ids=DECLINED.keys())
def test_what_is_not_known_to_be_read_alike_is_declined(body: bytes) -> None:
    assert quick_parse(body, XML, SOURCE, SEEN_AT) is None


@pytest.mark.parametrize(
    "feed", sorted(path for path in FEEDS.iterdir() if path.suffix == ".xml"), ids=lambda path: path.name
)
def test_the_feeds_of_the_other_tests_are_read_alike_or_declined(feed: Path) -> None:
    body = feed.read_bytes()
    assert quick_parse(body, XML, SOURCE, SEEN_AT) in (None, feedparsers(body))


def test_a_feed_without_an_address_of_its_own_is_declined() -> None:
    assert quick.read(rss("<title>T</title>"), XML, "") is None


def test_a_feed_says_what_it_is_called_and_how_often_it_wants_to_be_asked() -> None:
    feed = quick_parse(rss("<title>T</title>", "<title/><ttl>90</ttl>"), XML, SOURCE, SEEN_AT)
    assert feed is not None
    assert feed.title == "F"
    assert feed.every == timedelta(minutes=90)


def test_entities_cost_nothing() -> None:
    """A thousand million laughs are declined at the first line."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]><rss><channel><title>&l9;</title></channel></rss>'
    assert quick.read(body.encode(), XML, SOURCE.url) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<?" + "encoding='" * 100_000,
        "<?xml " + "a='" * 300_000,
        "<rss>" + "<!-- " * 200_000,
        "<rss " + "a='' " * 200_000,
    ],
    ids=["encodings", "a declaration", "comments", "attributes"],
)
def test_nothing_that_is_declined_costs_time(hostile: str) -> None:
    begun = time.process_time()
    assert quick.read(hostile.encode(), XML, SOURCE.url) is None
    assert time.process_time() - begun < 1


def test_all_that_feedparser_handles_has_a_role() -> None:
    """A new release of feedparser may handle more: then whoever updates it decides what that is to us."""
    handled = {
        name.split("_", 2)[2].lower()
        for name in dir(StrictFeedParser)
        if name.startswith(("_start_", "_end_"))
    }
    assert handled - ROLES.keys() == set()
    known = {space.lower(): prefix.lower() for space, prefix in StrictFeedParser.namespaces.items() if space}
    assert known == USUAL


# ── feeds that nobody would write ──────────────────────────────────────────────────────────

_NAMES = st.sampled_from(
    "title title link link guid id description description summary content content:encoded pubDate published updated"
    " dc:date dcterms:created language dc:title media:title media:description media:group media:content itunes:summary"
    " source image textinput author name category own:title own:box date ttl sy:updatePeriod x:p atom:link item".split()
)
_TEXTS = st.sampled_from(
    ["", " ", "T", "a &amp; b", "&lt;p&gt;x&lt;/p&gt;", "<![CDATA[<b>x</b>]]>", "\u00c3\u00a9", "\u0091q", "https://a.example/1?a=1&amp;b=2",
     "rel/1", "/abs", "//h.example/x", "2026-01-14T10:00:00Z", "fa-IR", "60", "x<!-- c -->y", "mailto:a@a.example", "&amp;lt;"]
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(
    ['rel="alternate"', 'rel="self"', 'type="html"', 'type="xhtml"', 'type="TEXT"', 'type="image/png"', 'href="/r"', 'href=""',
     'isPermaLink="false"', 'xml:lang="de"', 'lang=""', 'xml:base="sub/"', 'base="https://b.example/d/"', 'own:type="html"',
     'url="u"', 'mode="base64"', 'rdf:about="r"', 'xmlns="http://www.w3.org/2005/Atom"', 'xmlns="urn:x"']
)  # fmt: skip


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attributes = st.lists(_ATTRIBUTES, max_size=2, unique_by=lambda text: text.split("=")[0]).map(" ".join)
    return st.builds(
        lambda name, said, inner: f"<{name} {said}>{inner}</{name}>", _NAMES, attributes, children
    )


_ELEMENTS = st.recursive(
    _element(_TEXTS), lambda inner: _element(st.lists(inner, max_size=3).map("".join)), max_leaves=4
)
_SOME = st.lists(_ELEMENTS, max_size=5).map("".join)


@settings(max_examples=120)
@given(
    st.sampled_from([rss, rss, atom, rdf]),
    _SOME,
    st.sampled_from(["", "<title>T</title><link>l</link><guid>g</guid>"]),
)
def test_no_feed_is_read_otherwise_than_feedparser_reads_it(make, item: str, usual: str) -> None:  # type: ignore[no-untyped-def]
    body = make(item + usual)
    found = quick.read(body, XML, SOURCE.url)
    if found is not None:
        assert quick_parse(body, XML, SOURCE, SEEN_AT) == feedparsers(body)


@settings(max_examples=60)
@given(st.sampled_from(sorted(READ.values())), st.data())
def test_no_damage_is_read_otherwise_than_feedparser_reads_it(body: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body)))
    noise = data.draw(
        st.sampled_from(
            [b"<", b"&", b'"', b"\xff", b"\x00", b"<!-- -->", b"<?pi x?>", b"&#1;", b"]]>", b"<b/>"]
        )
    )
    damaged = body[:place] + noise + body[place + data.draw(st.integers(0, 3)) :]
    found = quick_parse(damaged, XML, SOURCE, SEEN_AT)
    assert found in (None, feedparsers(damaged))
