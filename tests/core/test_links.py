"""Links without what does not say where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.links import is_made_anew, place

SAME = [
    "https://news.example/world/toll-544?id=7&page=2",
    "http://news.example/world/toll-544?id=7&page=2",
    "https://www.news.example/world/toll-544/?page=2&id=7",
    "https://m.news.example:443/world/toll-544?id=7&page=2#0",
    "https://NEWS.example./world/toll-544?id=7&page=2&utm_source=rss&utm_medium=feed",
    "https://amp.news.example/world/toll-544/amp?id=7&page=2&amp=1",
    "https://news.example/world/toll-544?id=7&fbclid=Iw&gclid=Cj&page=2&mc_cid=1#:~:text=544",
    "https://news.example/world/toll-544?maca=en-rss-en-all-1573-rdf&id=7&page=2",
    "https://news.example/world/toll-544?at_medium=RSS&at_campaign=KARANGA&id=7&page=2",
    "https://news.example/world/toll-544?id=7&page=2&ocid=socialflow&cmp=x&ITO=1490&ns_mchannel=rss&ref=home",
    "https://news.example/world/toll-544?id=7&page=2&partner=rssnyt&emc=rss&traffic_source=rss&src=rss_feed",
    "https://news.example/world/toll-544?id=7&page=2#xtor=RSS-3208",
]


@pytest.mark.parametrize("link", SAME)
def test_links_to_one_page_have_one_place(link: str) -> None:
    assert place(link) == "news.example/world/toll-544?id=7&page=2"


@pytest.mark.parametrize(
    "link",
    [
        "https://news.example/world/toll-545?id=7&page=2",
        "https://news.example/world/toll-544?id=8&page=2",
        "https://news.example/world/toll-544?id=7",
        "https://other.example/world/toll-544?id=7&page=2",
        "https://news.example:8443/world/toll-544?id=7&page=2",
        "https://news.example/world/toll-544?id=7&page=2#post-31",
        "https://news.example/world/toll-544?id=7&page=2#20260114",
        "https://news.example/World/Toll-544?id=7&page=2",
    ],
)
def test_a_link_to_another_page_has_another_place(link: str) -> None:
    assert place(link) not in ("", place(SAME[0]))


@pytest.mark.parametrize(
    "link",
    [
        "",
        "tag:news.example,2026:7",
        "https://",
        "https://[::1",
        "https://news.example:port/a-b-c",
        "https://news.example",
        "https://news.example/?utm_source=rss",
        "https://news.example/live",
        "https://www.news.example/en/#0",
        "https://news.google.com/rss/articles/CBMiVkFVX3lxTE1?oc=5",
        "https://news.google.com/articles/CBMiVkFVX3lxTE1",
        "https://news.google.com/read/CBMiVkFVX3lxTE1?hl=en",
    ],
)
def test_a_front_page_or_a_link_made_anew_is_nowhere(link: str) -> None:
    assert place(link) == ""


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/url?rct=j&sa=t&url=https://news.example/a-b-c%3Fid%3D7&ct=ga&cd=CAIyG&usg=AOv",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&tid=6F&url=https%3a%2f%2fwww.news.example%2fa-b-c%3fid%3d7",
    ],
)
def test_an_aggregators_link_leads_where_it_says(link: str) -> None:
    assert place(link) == "news.example/a-b-c?id=7"


def test_only_google_news_makes_links_anew() -> None:
    assert is_made_anew("https://news.google.com/rss/articles/CBMi?oc=5")
    assert not is_made_anew("https://news.google.example/rss-articles/CBMi")
    assert not is_made_anew("https://[")


@given(st.text(max_size=80))
def test_any_text_has_a_place_or_none(text: str) -> None:
    for link in (text, f"https://{text}", f"https://news.example/{text}"):
        assert place(link) == place(link)
        is_made_anew(link)


_NAMES = st.sampled_from(("id", "page", "utm_source", "ref", "AMP", "x.y", "feed"))
_VALUES = st.sampled_from(("", "7", "rss", "a~b", "feed_1", "true", "2026-01-14"))


@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=4))
def test_however_parameters_are_spelled_the_place_is_one(asked: list[tuple[str, str]]) -> None:
    plain = "&".join(f"{name}={value}" for name, value in asked)
    spelled = "&&".join(f"%{ord(name[0]):02X}{name[1:]}={value}" for name, value in asked)
    assert place(f"https://news.example/a-b-c?{plain}") == place(f"https://news.example/a-b-c?{spelled}")
