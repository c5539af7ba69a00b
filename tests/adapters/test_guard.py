"""Where we do not go, as tables: attack URLs, look-ups that change, classes of addresses, what may be allowed.

Every URL here is aimed at a server that listens on loopback; a test fails if one request arrives there.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest

from monitor.adapters.addresses import networks, not_allowable, refusal
from monitor.adapters.http import HttpFetcher
from monitor.errors import FeedError
from monitor.model import Fetched, FetchFailed, Source, Validators
from tests.adapters.servers import WebServer, free_port, web

__all__ = ["web"]

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.7"


class Names:
    """A name server that says what a test tells it: one answer after the other, for every name."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = cycle(answers)
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int) -> Collection[str]:
        self.asked.append(host)
        return next(self._answers)

    def close(self) -> None:
        return None


def source(url: str, **options: Any) -> Source:
    return Source(id="s", title="A source", url=url, grade="B2", **options)


async def fetched(url: str, **options: Any) -> Any:
    settings: Mapping[str, Any] = {"timeout": timedelta(seconds=5)} | options
    async with HttpFetcher(**settings) as fetcher:
        return await fetcher(source(url), Validators())


# ── 0 of 16 attack URLs reach a guarded listener, nor any of their kin ──

ATTACKS = [
    "http://127.0.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127。0。0。1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127%2e0%2e0%2e1:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://example.org@127.0.0.1:{port}/",
    "http://example.org:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@example.org/",
    "http://127.0.0.1:{port}?@example.org/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http://example.org\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\t/",
    "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/hostname",
    "dict://127.0.0.1:{port}/",
    "ws://127.0.0.1:{port}/",
    "unix:///run/docker.sock",
    "tcp://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
]


@pytest.fixture
def guarded(web: WebServer) -> Iterator[WebServer]:
    """A server that nothing may reach: whatever is asked for, it would answer with a feed."""
    for path in ("/", "/feed", "/_GET", "/@example.org/", ""):
        web.serve(path, FEED)
    yield web
    assert not web.requests


async def test_no_attack_url_reaches_the_guarded_server(guarded: WebServer) -> None:
    async with HttpFetcher(timeout=timedelta(seconds=2)) as fetcher:
        for url in ATTACKS:
            answer = await fetcher(source(url.format(port=guarded.port)), Validators())
            assert isinstance(answer, FetchFailed), url
    assert len(ATTACKS) >= 16


REDIRECTS = [
    *(url for url in ATTACKS if url.startswith(("http:", "gopher", "ftp", "file", "//"))),
    "http://127.0.0.1:{port}/\r\nHost: example.org",
    "\r\nhttp://127.0.0.1:{port}/",
    " http://127.0.0.1:{port}/ ",
    "http://name-that-points-inside.example:{port}/",
]


async def test_no_redirect_leads_to_the_guarded_server(guarded: WebServer) -> None:
    """The first hop is a host of the house, allowed by name; where it points is not."""
    with WebServer() as front:
        told = [front.redirect(f"/{n}", url.format(port=guarded.port)) for n, url in enumerate(REDIRECTS)]
        async with HttpFetcher(
            timeout=timedelta(seconds=2), allow_private=["front.example"], resolver=Names(["127.0.0.1"])
        ) as fetcher:
            for url, to in zip(told, REDIRECTS, strict=True):
                answer = await fetcher(source(url.replace("127.0.0.1", "front.example")), Validators())
                assert isinstance(answer, FetchFailed), to
        assert len(front.requests) >= len(REDIRECTS)


async def test_a_page_is_guarded_as_a_feed_is(guarded: WebServer) -> None:
    """An article, a favicon, a page that may name feeds: nothing goes another way out."""
    async with HttpFetcher(timeout=timedelta(seconds=2)) as fetcher:
        for url in ATTACKS:
            with pytest.raises(FeedError):
                await fetcher.get(url.format(port=guarded.port))


# ── 0 of 1,000 rebinding look-ups ──


async def test_no_look_up_that_changes_reaches_the_guarded_server(guarded: WebServer) -> None:
    """Whatever is said, alone or among others: what is connected to was checked, and nothing is looked up twice."""
    answers = [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"], ["127.0.0.1", PRIVATE], ["::ffff:127.0.0.1"]]
    names = Names(*answers)
    async with HttpFetcher(timeout=timedelta(seconds=2), resolver=names, concurrency=32) as fetcher:
        urls = (f"http://n{n}.example:{guarded.port}/" for n in range(1000))
        results = await asyncio.gather(*(fetcher(source(url), Validators()) for url in urls))
    assert all(isinstance(result, FetchFailed) for result in results)
    assert len(names.asked) == 1000


async def test_what_was_looked_up_is_what_is_connected_to(guarded: WebServer) -> None:
    """A name that is public when it is checked and loopback a moment later is asked for once, and refused.

    Here the house's own address stands for the public one: allowed as a network, while loopback is not.
    """
    with socket.create_server(("127.0.0.2", 0)) as allowed:
        port = allowed.getsockname()[1]
        names = Names(["127.0.0.2"], ["127.0.0.1"])
        async with HttpFetcher(
            timeout=timedelta(seconds=0.2), resolver=names, allow_private=["127.0.0.2/32"]
        ) as fetcher:
            first = await fetcher(source(f"http://rebinds.example:{port}/"), Validators())
            second = await fetcher(source(f"http://rebinds.example:{guarded.port}/"), Validators())
    assert isinstance(first, FetchFailed)
    assert first.reason == "no complete answer within 0.2 s"
    assert second == FetchFailed("refused to go to rebinds.example (127.0.0.1): a loopback address")
    assert len(names.asked) == 2


class Sly(Names):
    """A name server behind the check: what it hands on is not what was checked."""

    async def resolve(self, host: str, port: int) -> Collection[str]:
        return Changing(await super().resolve(host, port))


class Changing(Collection[str]):
    """An answer that is a public address when it is looked at first, and what it is from then on."""

    def __init__(self, addresses: Collection[str]) -> None:
        self._next = iter([[PUBLIC]])
        self._addresses = addresses

    def __iter__(self) -> Iterator[str]:
        return iter(next(self._next, self._addresses))

    def __len__(self) -> int:
        return 1

    def __contains__(self, address: object) -> bool:
        return True


async def test_a_name_that_does_not_resolve_is_named() -> None:
    answer = await fetched("http://no-such-name.invalid/secret", resolver=Nobody())
    assert answer == FetchFailed("the name no-such-name.invalid does not resolve")


class Nobody(Names):
    """A name server that knows no name."""

    async def resolve(self, host: str, port: int) -> Collection[str]:
        raise OSError("no such name")


async def test_the_socket_is_the_last_to_be_asked(guarded: WebServer) -> None:
    """Even where the check of the name was passed, the address that is about to be connected to is refused."""
    answer = await fetched(f"http://sly.example:{guarded.port}/", resolver=Sly(["127.0.0.1"]))
    assert answer == FetchFailed("refused to go to 127.0.0.1: a loopback address")


async def test_one_address_that_is_refused_at_the_socket_spoils_the_others(web: WebServer) -> None:
    """What is in order among them is not listened to."""
    web.serve("/", FEED)
    options: Mapping[str, Any] = {
        "allow_private": ["127.0.0.1/32"],
        "resolver": Sly(["127.0.0.2", "127.0.0.1"]),
    }
    answer = await fetched(f"http://sly.example:{web.port}/", **options)
    assert answer == FetchFailed("refused to go to 127.0.0.2: a loopback address")


@pytest.mark.parametrize("answer", [(PUBLIC, PRIVATE), (PRIVATE, PUBLIC)])
async def test_a_name_with_one_refused_address_is_refused_whole(answer: tuple[str, ...]) -> None:
    result = await fetched("http://feed.example/", resolver=Names(answer))
    assert result == FetchFailed("refused to go to feed.example (10.0.0.7): a private address")


# ── classes of addresses ──

REFUSED = """
127.0.0.1 127.255.255.255 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.1.1
169.254.0.1 169.254.169.254 100.64.0.1 100.127.255.255 100.100.100.200 168.63.129.16 192.0.0.8 192.0.2.1
192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::ffff:169.254.169.254
64:ff9b::7f00:1 64:ff9b::5db8:d70e 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:db8::1 2002:7f00:1::
2002:c0a8:101::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
4000::1 8000::1 localhost 127.1 1.2.3 12345
""".split()  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_off_the_public_internet_is_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 93.184.215.14 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 11.0.0.1 "
    "223.255.255.255 169.253.1.1 2606:2800:21f:cb07:6820:80da:af6b:8b2c 2a00:1450:4001:82a::200e "
    "::ffff:1.1.1.1 2001:4860:4860::8888".split(),
)
def test_an_address_on_the_public_internet_is_not_refused(address: str) -> None:
    assert refusal(address) is None


# ── what may be allowed ──


@pytest.mark.parametrize(
    "address", "127.0.0.1 ::1 10.1.1.1 172.20.0.2 192.168.0.9 fd12::1 100.64.0.1 ::ffff:10.1.1.1".split()
)
def test_a_house_of_ones_own_can_be_allowed(address: str) -> None:
    assert refusal(address, True) is None


NEVER = """169.254.169.254 169.254.170.2 fd00:ec2::254 fd20:ce::254 168.63.129.16 100.100.100.200 ::ffff:169.254.169.254
fe80::1 224.0.0.1 0.0.0.0 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:a9fe:a9fe:: 240.0.0.1 192.0.0.192""".split()


@pytest.mark.parametrize("address", NEVER)
def test_what_is_no_house_is_never_allowed(address: str) -> None:
    """Least of all the addresses at which a cloud hands out the keys of the machine."""
    everything = tuple(map(ipaddress.ip_network, ("0.0.0.0/0", "::/0")))
    assert refusal(address, True)
    assert refusal(address, everything)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("10.1.2.3", True),
        ("10.2.0.1", False),
        ("192.168.1.5", True),
        ("192.168.1.6", False),
        ("fd12::9", True),
    ],
)
def test_some_networks_can_be_allowed_and_others_not(address: str, allowed: bool) -> None:
    some, names = networks(["10.1.0.0/16", "192.168.1.5", "fd12::/16"])
    assert not names
    assert (refusal(address, some) is None) is allowed


async def test_a_host_can_be_allowed_by_its_name(web: WebServer) -> None:
    web.serve("/feed", FEED)
    options: Mapping[str, Any] = {"allow_private": ["Wiki.Intern"], "resolver": Names(["127.0.0.1"])}
    assert isinstance(await fetched(f"http://wiki.intern:{web.port}/feed", **options), Fetched)
    assert isinstance(await fetched(f"http://other.intern:{web.port}/feed", **options), FetchFailed)
    assert isinstance(await fetched(f"http://127.0.0.1:{web.port}/feed", **options), FetchFailed)
    metadata: Mapping[str, Any] = options | {"resolver": Names(["169.254.169.254"])}
    assert "link-local" in (await fetched(f"http://wiki.intern:{web.port}/feed", **metadata)).reason


@pytest.mark.parametrize(
    ("text", "allowable"),
    [
        ("10.0.0.0/8", True), ("10.1.2.3", True), ("127.0.0.1", True), ("::1", True), ("fd00::/8", True),
        ("wiki.intern", True), ("wiki", True), ("0.0.0.0/0", False), ("10.0.0.0/7", False), ("8.8.8.8", False),
        ("169.254.169.254", False), ("fe80::/10", False), ("::/0", False), ("10.1.0.0/33", False), ("a b", False),
        ("http://wiki.intern", False), ("*.intern", False), ("2130706433", False), ("", False),
    ],
)  # fmt: skip
def test_only_what_is_private_can_be_allowed(text: str, allowable: bool) -> None:
    assert (not_allowable(text) is None) is allowable


# ── proxies ──


async def test_a_source_is_asked_through_its_proxy(web: WebServer) -> None:
    """The proxy's own address is the operator's word; the name of the target is looked up by the proxy."""
    web.serve("http://feed.example/feed", FEED)
    names = Names([PUBLIC])
    proxied = source("http://feed.example/feed", proxy=f"http://desk:pa%20ss@127.0.0.1:{web.port}")
    async with HttpFetcher(timeout=timedelta(seconds=5), resolver=names) as fetcher:
        answer = await fetcher(proxied, Validators())
    assert isinstance(answer, Fetched), answer
    assert (answer.body, answer.url) == (FEED, "http://feed.example/feed")
    assert web.requests[0].headers["Proxy-Authorization"] == "Basic ZGVzazpwYSBzcw=="
    assert not names.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://localhost/",
        "http://some.localhost./",
        "http://169.254.169.254/latest/",
    ],
)
async def test_no_private_target_is_asked_for_through_a_proxy(guarded: WebServer, url: str) -> None:
    proxied = source(url, proxy=f"http://127.0.0.1:{guarded.port}")
    async with HttpFetcher(timeout=timedelta(seconds=5)) as fetcher:
        assert isinstance(await fetcher(proxied, Validators()), FetchFailed)


async def test_a_redirect_through_a_proxy_leads_to_no_private_target(web: WebServer) -> None:
    web.redirect("http://feed.example/feed", "http://169.254.169.254/latest/")
    proxied = source("http://feed.example/feed", proxy=f"http://127.0.0.1:{web.port}")
    async with HttpFetcher(timeout=timedelta(seconds=5)) as fetcher:
        answer = await fetcher(proxied, Validators())
    assert answer == FetchFailed("refused to go to 169.254.169.254: a link-local address")
    assert len(web.requests) == 1


async def test_a_proxy_that_fails_is_named_as_such_and_its_password_is_not(web: WebServer) -> None:
    web.answer("http://feed.example/feed", 407)
    proxy = f"http://desk:pa55word@127.0.0.1:{web.port}"
    async with HttpFetcher(timeout=timedelta(seconds=5)) as fetcher:
        wants = await fetcher(source("http://feed.example/feed", proxy=proxy), Validators())
        shut = await fetcher(source("https://feed.example/feed", proxy=proxy), Validators())
        away = f"http://desk:pa55word@127.0.0.1:{free_port()}"
        gone = await fetcher(source("http://feed.example/feed", proxy=away), Validators())
    said = [answer.reason for answer in (wants, shut, gone) if isinstance(answer, FetchFailed)]
    assert len(said) == 3
    assert all("proxy" in reason.lower() and "pa55word" not in reason for reason in said), said
