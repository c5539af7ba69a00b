"""Web addresses: how sloppy ones are read, what is none, and that libcurl is given what was judged."""

from __future__ import annotations

import pytest

from monitor.adapters.weburl import web_url
from monitor.errors import Refused


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://a.example/feed", "https://a.example/feed"),
        (" \n https://a.example/feed \t", "https://a.example/feed"),
        ("HTTPS://A.Example/Feed", "https://a.example/Feed"),
        ("https://a.example", "https://a.example"),
        ("https://a.example?x=1", "https://a.example/?x=1"),
        ("https://a.example:443/", "https://a.example/"),
        ("http://a.example:443/", "http://a.example:443/"),
        ("http://a.example:/", "http://a.example/"),
        ("http://a.example./", "http://a.example./"),
        ("http://under_score.example/", "http://under_score.example/"),
        ("https://münchen.example/café", "https://xn--mnchen-3ya.example/caf%C3%A9"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://ایران.example/خبر", "https://xn--mgba3a4f16a.example/%D8%AE%D8%A8%D8%B1"),
        ("https://新闻.example/?问=答", "https://xn--efvy88h.example/?%E9%97%AE=%E7%AD%94"),
        ("http://[2A00:1450:4001:082a::200E]:8080/", "http://[2a00:1450:4001:82a::200e]:8080/"),
        ("http://a.example/a b?c d#e f", "http://a.example/a%20b?c+d#e%20f"),
        ("http://a.example/%zz%4", "http://a.example/%25zz%254"),
        ("http://a.example/%7eme/%41%2f%2B", "http://a.example/~me/A%2F%2B"),
        ("http://a.example/?a=%3D%26&b=%3A", "http://a.example/?a=%3D%26&b=:"),
        ("http://a.example/a/../b/./c/%2e%2e/d", "http://a.example/b/d"),
        ("http://a.example/../../etc", "http://a.example/etc"),
        ("http://a.example/a/..", "http://a.example/"),
        ("http://a.example/a//b", "http://a.example/a//b"),
        ("http://u:p%40w@a.example/", "http://u:p%40w@a.example/"),
        ("http://a.ex\tample/", "http://a.example/"),
        ("http://a.example\\@b.example/", None),
        ("http://a b.example/", None),
        ("http://a.example:0/", None),
        ("http://a.example:65536/", None),
        ("http://a.example:8a/", None),
        ("http://a.example%2eb/", None),
        ("http://[::1", None),
        ("http://[fe80::1%25eth0]/", None),
        ("http://[::1]x/", None),
        ("http://[]@a.example/", None),
        ("http://*/", None),
        ("http://.example/", None),
        ("http://a..example/", None),
        ("http://\ud800.example/", None),
    ],
)
def test_an_address_is_read_once_and_written_anew(written: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter
            web_url(written)
    else:
        assert str(web_url(written)) == meant
        assert str(web_url(meant)) == meant


@pytest.mark.parametrize(
    "url",
    "ftp://a.example/ file:///etc/passwd //a.example/ a.example/feed feed http:a.example http:///a.example "
    "http://127.1/ http://0x7f.1/ http://2130706433/ http://1.2.3.4./ http://a.1/ http://a.0x7f/ "
    "http://①②⑦.⓪.⓪.⓪.①/".split(),
)
def test_another_kind_of_address_and_a_host_that_is_a_number_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        web_url(url)


def test_letters_that_look_like_an_address_are_judged_as_that_address() -> None:
    assert web_url("http://①②⑦.⓪.⓪.①/").host == web_url("http://127。0。0。1/").host == "127.0.0.1"


@pytest.mark.parametrize(
    ("base", "location", "target"),
    [
        ("https://a.example/x/feed?k=1", "/new", "https://a.example/new"),
        ("https://a.example/x/feed?k=1", "new", "https://a.example/x/new"),
        ("https://a.example/x/feed?k=1", "../new?n=2", "https://a.example/new?n=2"),
        ("https://a.example/x/feed?k=1", "?n=2", "https://a.example/x/feed?n=2"),
        ("https://a.example/x/feed?k=1", "", "https://a.example/x/feed?k=1"),
        ("https://a.example", "new", "https://a.example/new"),
        ("https://a.example/x", " //b.example/y ", "https://b.example/y"),
        ("https://a.example/x", "http://b.example/y z", "http://b.example/y%20z"),
        ("https://a.example/x/feed", "https:new", "https://a.example/x/new"),
        ("https://a.example/x;v=1/feed", "new", "https://a.example/x;v=1/new"),
        ("https://u:p@a.example/x", "/y", "https://u:p@a.example/y"),
        ("https://u:p@a.example/x", "https://a.example/y", "https://a.example/y"),
        ("https://u:p@a.example/x", "//b.example/y", "https://b.example/y"),
    ],
)
def test_a_redirect_is_read_from_where_it_was_met(base: str, location: str, target: str) -> None:
    assert str(web_url(base).join(location)) == target
