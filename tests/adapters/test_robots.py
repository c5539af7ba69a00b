"""robots.txt (RFC 9309): who may read what, for how long that is believed, and how often a site is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from monitor.adapters.robots import MOST_BYTES, REMEMBERED, UNREACHABLE, Robots
from monitor.errors import Blocked, FeedError, Refused, TooLarge, Unreachable
from monitor.model import Page, Source

SOURCE = Source("post", "The Post", "https://post.example/feed", "B2")
OURS = Source(
    "post", "The Post", "https://post.example/feed", "B2", user_agent="DeskBot/2.0 (+desk@example.org)"
)


@dataclass
class Web:
    """Sites as a fetcher sees them: what each address answers, and what was asked."""

    answers: dict[str, str | bytes | FeedError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    now: float = 0.0

    async def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        source: Source | None = None,
        permit: Callable[[str], Awaitable[None]] | None = None,
    ) -> Page:
        self.asked.append(url)
        answer = self.answers.get(url, Refused("HTTP 404 (Not Found)", status=404))
        if isinstance(answer, FeedError):
            raise answer
        body = answer.encode() if isinstance(answer, str) else answer
        return Page(body, "text/plain", url, 200)

    def says(self, text: str | bytes | FeedError, site: str = "https://post.example") -> Robots:
        self.answers[f"{site}/robots.txt"] = text
        return Robots(self.get, lambda: self.now)


async def allowed(
    robots: Robots, path: str, source: Source = SOURCE, site: str = "https://post.example"
) -> bool:
    try:
        await robots.permit(f"{site}{path}", source)
    except Blocked:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "path", "answer"),
    [
        ("User-agent: *\nDisallow: /private/", "/news/1", True),
        ("User-agent: *\nDisallow: /private/", "/private/1", False),
        ("User-agent: *\nDisallow: /", "/news/1", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: *\nDisallow:", "/news/1", True),
        ("User-agent: Tollwatch\nDisallow: /\n\nUser-agent: *\nAllow: /", "/news/1", False),
        ("User-agent: tollwatch\nAllow: /\n\nUser-agent: *\nDisallow: /", "/news/1", True),
        ("User-agent: OtherBot\nDisallow: /", "/news/1", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf", False),
        ("User-agent: *\nDisallow: /*?print=", "/news/1?print=1", False),
        ("User-agent: *\r\nDisallow: /news # not this", "/news/1", False),
        ("\ufeffUser-agent: *\nDisallow: /news", "/news/1", False),
        ("User-agent: *\nDisallow: /%6Eews", "/news/1", False),
        ("<html><body>Not found</body></html>", "/news/1", True),
        (b"\xff\xfe\x00", "/news/1", True),
        ("", "/news/1", True),
    ],
)
async def test_a_site_says_what_may_be_read(text: str | bytes, path: str, answer: bool) -> None:
    assert await allowed(Web().says(text), path) is answer


async def test_a_source_with_a_name_of_its_own_is_called_by_it() -> None:
    robots = Web().says("User-agent: DeskBot\nDisallow: /\nCrawl-delay: 7\n\nUser-agent: *\nAllow: /")
    assert not await allowed(robots, "/news/1", OURS)
    assert await allowed(robots, "/news/1", SOURCE)
    assert (
        await robots.delay("https://post.example/x", OURS),
        await robots.delay("https://post.example/x", SOURCE),
    ) == (7, 0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_a_site_without_a_robots_txt_allows_everything(status: int) -> None:
    assert await allowed(Web().says(Refused(f"HTTP {status}", status=status)), "/news/1")


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("HTTP 503 (Service Unavailable)", status=503),
        Unreachable("HTTP 429 (Too Many Requests)", status=429),
        Unreachable("no complete answer within 30 s"),
        TooLarge("the body is larger than 10,000,000 bytes"),
    ],
)
async def test_a_site_that_cannot_be_asked_allows_nothing_for_a_while(error: FeedError) -> None:
    web = Web()
    robots = web.says(error)
    with pytest.raises(Unreachable, match=r"robots\.txt of post\.example cannot be had"):
        await robots.permit("https://post.example/news/1", SOURCE)
    web.says("User-agent: *\nAllow: /")
    with pytest.raises(Unreachable):
        await robots.permit("https://post.example/news/2", SOURCE)
    web.now = UNREACHABLE + 1
    assert await allowed(robots, "/news/1") and len(web.asked) == 2


async def test_an_address_that_we_do_not_go_to_is_refused_as_such() -> None:
    robots = Web().says(Refused("refused to go to 10.0.0.1: a private address"))
    with pytest.raises(Refused, match="refused to go to") as refusal:
        await robots.permit("https://post.example/news/1", SOURCE)
    assert not refusal.value.retryable


async def test_what_a_site_said_is_believed_for_a_day() -> None:
    web = Web()
    robots = web.says("User-agent: *\nDisallow: /")
    assert not await allowed(robots, "/a") and not await allowed(robots, "/b")
    web.says("User-agent: *\nAllow: /")
    web.now = REMEMBERED - 1
    assert not await allowed(robots, "/a") and len(web.asked) == 1
    web.now = REMEMBERED + 1
    assert await allowed(robots, "/a") and len(web.asked) == 2


async def test_each_port_and_scheme_speaks_for_itself() -> None:
    web = Web()
    robots = web.says("User-agent: *\nDisallow: /")
    assert await allowed(robots, "/a", site="https://post.example:8443")
    assert await allowed(robots, "/a", site="http://post.example")
    assert not await allowed(robots, "/a")


async def test_a_long_robots_txt_is_read_as_far_as_the_standard_asks() -> None:
    rule = "User-agent: *\nDisallow: /private\n"
    padding = "# nothing here\n"
    within = padding * (MOST_BYTES // len(padding) - 5) + rule
    beyond = padding * (MOST_BYTES // len(padding) + 5) + rule
    assert not await allowed(Web().says(within), "/private")
    assert await allowed(Web().says(beyond), "/private")


async def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(FeedError):
        await Web().says("").permit("http://[bad/", SOURCE)
