"""Nothing but a poll goes to an address that somebody else's text gives: no preview, no picture, no definition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from monitor.adapters.picture import picture
from monitor.core.parse import parse
from monitor.core.render import render, render_digest
from monitor.errors import FeedError, PictureError
from monitor.model import Layout, Source
from tests.adapters.receivers import KINDS, Receivers
from tests.adapters.servers import WebServer
from tests.adapters.test_injection import poisoned
from tests.core.desk import START


@pytest.fixture(scope="module")
def receivers() -> Iterator[Receivers]:
    with Receivers() as them:
        yield them


@pytest.fixture
def bait() -> Iterator[WebServer]:
    """A server that every text here points to; whoever looks at it is seen."""
    with WebServer() as server:
        yield server
        assert not server.requests


BAITS = [
    "{url}/article",
    "{url}/picture.png",
    "<img src={url}/picture.png>",
    "![chart]({url}/chart.png) <{url}/page|our page>",
    "file://{url}/attach.png",
    "<link rel=preload href={url}/x.css><style>@import url({url}/y.css)</style>",
    "{url}/feed?attach={url}/file.pdf&image={url}/icon.png",
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_makes_us_look_at_what_it_links_to(
    bait: WebServer, receivers: Receivers, kind: str
) -> None:
    url, *others = (text.format(url=bait.url("")) for text in BAITS)
    alert = poisoned(" ".join(others))
    linked = replace(alert, level="other", explanation=replace(alert.explanation, url=url))
    receivers.send(kind, render(linked))
    receivers.send(kind, render_digest([alert, linked], "digest"))


def test_no_chart_is_drawn_with_a_picture_from_elsewhere(bait: WebServer) -> None:
    """Of our own charts none asks for one; the renderer would not get it either."""
    url = bait.url("/picture.png")
    svg = (
        '<?xml version="1.0"?><!DOCTYPE svg SYSTEM "{url}?dtd"><?xml-stylesheet href="{url}?css"?>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<style>@import url("{url}?import");</style><image href="{url}" xlink:href="{url}" width="9" height="9"/>'
        '<use href="{url}#x"/><rect width="9" height="9" fill="url({url}#p)"/></svg>'
    ).replace("{url}", url)
    with suppress(PictureError):  # not drawn at all is as good
        picture("chart.png", svg, "a chart")


FEEDS = {
    "a definition": '<!DOCTYPE rss SYSTEM "{url}/rss.dtd"><rss version="2.0"><channel><title>t</title>{item}</channel></rss>',
    "entities": '<!DOCTYPE rss [<!ENTITY x SYSTEM "{url}/x"><!ENTITY % p SYSTEM "{url}/p">%p;]>'
    "<rss version='2.0'><channel><title>&x;</title>{item}</channel></rss>",
    "a style": '<?xml-stylesheet href="{url}/s.xsl"?><rss version="2.0"><channel><title>t</title>{item}</channel></rss>',
    "inclusion": '<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel>'
    '<xi:include href="{url}/more.xml"/>{item}</channel></rss>',
    "a page": "<html><head><base href='{url}/'><link rel=icon href='{url}/favicon.ico'>"
    "<link rel=alternate type=application/rss+xml href='{url}/feed'></head><body>"
    "<li><a href='{url}/a'>12 killed</a><img src='{url}/i.png'></li></body></html>",
    "json": '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "feed_url": "{url}/f", "next_url": "{url}/n",'
    ' "icon": "{url}/i", "items": [{"id": "1", "url": "{url}/1", "title": "12 killed"}]}',
}
ITEM = (
    "<item><title>12 killed</title><link>{url}/a</link><description>&lt;img src={url}/b.png&gt;</description>"
    "<enclosure url='{url}/c.mp3' type='audio/mpeg' length='1'/><image><url>{url}/d.png</url></image></item>"
)


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("kind", ["feed", "page"])
def test_no_feed_and_no_page_makes_its_reader_fetch_anything(bait: WebServer, name: str, kind: str) -> None:
    body = FEEDS[name].replace("{item}", ITEM).replace("{url}", bait.url(""))
    layout = Layout(items="li, item") if kind == "page" else None
    source = Source(id="s", title="A source", url=bait.url("/"), grade="B2", kind=kind, page=layout)
    with suppress(FeedError):  # not read at all is as good
        parse(body.encode(), "", source, START)
