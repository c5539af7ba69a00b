"""What every reader of feeds reads out of one, before entries are made of it: values as the feed has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the feed has it: `texts` and `title` may hold HTML, `dates` are in order of trust."""

    id: str
    link: str
    title: str
    texts: tuple[str, ...]
    dates: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its items in its order, its name (which may hold HTML), and how often it wants to be asked.

    `ttl`, `period` and `frequency` are the texts of RSS's `ttl`, `sy:updatePeriod` and
    `sy:updateFrequency`; '' for what the feed does not say.
    """

    items: tuple[Item, ...]
    title: str = ""
    ttl: str = ""
    period: str = ""
    frequency: str = ""
