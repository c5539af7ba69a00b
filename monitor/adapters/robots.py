"""What a site allows us to read, by its robots.txt (RFC 9309), remembered for a day.

Asked about articles, which nobody put into our configuration; a feed or page that somebody did is
asked for by name.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from protego import Protego

from monitor.adapters.weburl import WebUrl, web_url
from monitor.errors import Blocked, FeedError, Refused, Unreachable
from monitor.model import Page, Source

PRODUCT = "Tollwatch"

REMEMBERED = 24 * 3600.0
"""Seconds; RFC 9309, section 2.4: no longer than a day."""

UNREACHABLE = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again."""

MOST_BYTES = 500 * 1024
"""What is read of a robots.txt; RFC 9309, section 2.5, asks for no less."""

MOST_SITES = 1_000

LONGEST_DELAY = 3600.0
"""Seconds between two articles of a site that we wait for at most; some ask for days."""


class Get(Protocol):
    """An unconditional GET (`http.HttpFetcher.get`)."""

    async def __call__(
        self,
        url: str,
        *,
        accept: str = "*/*",
        source: Source | None = None,
        permit: Callable[[str], Awaitable[None]] | None = None,
    ) -> Page: ...


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one site said; `parsed` None allows everything, and `error` allows nothing."""

    until: float
    parsed: Protego | None = None
    error: FeedError | None = None


class Robots:
    """Answers whether an address may be read, and how long to wait between two of a site."""

    def __init__(self, get: Get, clock: Callable[[], float] = time.monotonic) -> None:
        self._get = get
        self._clock = clock
        self._sites: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def permit(self, url: str, source: Source) -> None:
        """Return if the site lets us read the address for a source: by its proxy, under its user agent.

        Raises Blocked if it does not, Unreachable if it cannot be asked.
        """
        site = _site(url)
        rules = await self._rules(site, source)
        if isinstance(rules.error, Refused) and rules.error.status is None:
            raise Refused(str(rules.error))  # an address that we do not go to, for whatever
        if rules.error is not None:
            reason = f"robots.txt of {site.host} cannot be had ({rules.error}), so nothing is read there"
            raise Unreachable(reason)
        if rules.parsed is not None and not rules.parsed.can_fetch(url, _product(source)):
            raise Blocked(f"robots.txt of {site.host} does not allow it")

    async def delay(self, url: str, source: Source) -> float:
        """Seconds that the site wants between two requests; 0 where it does not say."""
        rules = await self._rules(_site(url), source)
        wanted = rules.parsed.crawl_delay(_product(source)) if rules.parsed is not None else None
        return min(wanted or 0.0, LONGEST_DELAY)

    async def _rules(self, site: WebUrl, source: Source) -> _Rules:
        """What the site said within the day; one asks for all who want to know."""
        key = site.site
        async with self._asking.setdefault(key, asyncio.Lock()):
            known = self._sites.get(key)
            if known is None or known.until < self._clock():
                known = await self._ask(site, source)
                self._sites[key] = known
                while len(self._sites) > MOST_SITES:
                    forgotten, _ = self._sites.popitem(last=False)
                    self._asking.pop(forgotten, None)
            return known

    async def _ask(self, site: WebUrl, source: Source) -> _Rules:
        """A status of 4xx allows everything, an unreachable site nothing (RFC 9309, section 2.3.1)."""
        try:
            page = await self._get(f"{site.site}/robots.txt", accept="text/plain, */*;q=0.1", source=source)
        except FeedError as error:
            refused = error.status is not None and 400 <= error.status < 500 and error.status != 429
            if refused:
                return _Rules(self._clock() + REMEMBERED)
            return _Rules(self._clock() + UNREACHABLE, error=error)
        text = page.body[:MOST_BYTES].decode("utf-8-sig", "replace")
        return _Rules(self._clock() + REMEMBERED, await asyncio.to_thread(Protego.parse, text))


def _product(source: Source) -> str:
    """The name that a robots.txt calls us by: the first word of the user agent."""
    return (source.user_agent or PRODUCT).replace("/", " ").split(" ")[0] or PRODUCT


def _site(url: str) -> WebUrl:
    """An address whose `site` is what one robots.txt speaks for.  Raises Refused for what is no web address."""
    try:
        return web_url(url)
    except ValueError:
        raise Refused("the URL is not valid") from None
